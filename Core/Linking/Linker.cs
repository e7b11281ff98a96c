using CodeGraph.Graph;
using CodeGraph.Linking.Incremental;
using CodeGraph.Linking.Typed;
using CodeGraph.Linking.Values;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>Joins the facts of one commit into a snapshot. The same input gives byte-equal output, whatever the order in which threads run.</summary>
public static class Linker
{
    private static readonly HashSet<string> ManifestNames = new(StringComparer.Ordinal)
    {
        "go.mod", "package.json", "tsconfig.json", "tsconfig.base.json", "jsconfig.json", "Cargo.toml", "composer.json", "compile_commands.json",
    };

    /// <summary>Files that are read for what they say about modules though they hold no code.</summary>
    public static bool IsManifest(string path) =>
        ManifestNames.Contains(path[(path.LastIndexOf('/') + 1)..])
        || path.EndsWith(".csproj", StringComparison.Ordinal) || path.EndsWith(".props", StringComparison.Ordinal) || path.EndsWith(".targets", StringComparison.Ordinal);

    /// <summary>Links files into one graph.</summary>
    /// <param name="files">All files, in ordinal order of their paths.</param>
    /// <param name="manifests">Files for which <see cref="IsManifest"/> holds.</param>
    /// <param name="properties">What the snapshot says about itself.</param>
    /// <param name="threads">Threads to link on.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static GraphTables Join(
        IReadOnlyList<LinkFile> files, IReadOnlyList<ProjectFile> manifests, SnapshotProperties properties, int threads, CancellationToken cancellation) =>
        Join(files, manifests, properties, null, threads, cancellation);

    internal static GraphTables Join(
        IReadOnlyList<LinkFile> files, IReadOnlyList<ProjectFile> manifests, SnapshotProperties properties, IUseKeeper? keeper, int threads, CancellationToken cancellation)
    {
        var (context, modules, bases) = Declare(files, manifests, before: null, threads, cancellation);
        DeclareTypes(context, bases, kept: null, threads, cancellation);
        context.Program.Rounds.Clear();
        keeper?.StageEnded();
        var linked = new LinkedFile[files.Count];
        Resolve(context, AllFiles(context), linked, keeper, threads, cancellation);
        context.Program.DropTypes();
        keeper?.StageEnded();
        return SnapshotAssembler.Assemble(context, modules, linked, bases, properties, isLast: keeper is not null, threads, cancellation);
    }

    /// <summary>Why the use of a name at a place leads where it leads; null where no name is used there, or no such file is among the files.</summary>
    /// <param name="files">All files, in ordinal order of their paths.</param>
    /// <param name="manifests">Files for which <see cref="IsManifest"/> holds.</param>
    /// <param name="path">The file.</param>
    /// <param name="line">The line, 1-based.</param>
    /// <param name="column">The column, 1-based; 0 for the line's first call, or first name.</param>
    /// <param name="threads">Threads to link on.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static Explanation? Explain(
        IReadOnlyList<LinkFile> files, IReadOnlyList<ProjectFile> manifests, string path, int line, int column, int threads, CancellationToken cancellation)
    {
        var (context, _, bases) = Declare(files, manifests, before: null, threads, cancellation);
        DeclareTypes(context, bases, kept: null, threads, cancellation);
        if (!context.Program.FileByPath.TryGetValue(path, out var file))
            return null;
        ValueFlow.Run(context, Array.FindAll(AllFiles(context), other => context.Program.FamilyOf(other) == context.Program.FamilyOf(file)), threads, trace: true, cancellation);
        return ReferenceExplainer.Explain(context, file, line, column);
    }

    /// <summary>Makes the tables of names that all files share.</summary>
    /// <returns>The tables; by file, what precedes its names in qualified names; the bases of types.</returns>
    internal static (LinkContext Context, string[] Modules, List<BaseLink> Bases) Declare(
        IReadOnlyList<LinkFile> files, IReadOnlyList<ProjectFile> manifests, LinkProgram? before, int threads, CancellationToken cancellation)
    {
        var program = new LinkProgram(files, manifests, before, threads, cancellation);
        var context = new LinkContext(program);
        var modules = DeclarationLinker.Run(context, cancellation);
        context.Imports.ResolveAll(cancellation);
        context.CollectGlobalImports();
        var bases = HierarchyLinker.Run(context, cancellation);
        return (context, modules, bases);
    }

    /// <summary>Finds the types that definitions are declared with or start as.</summary>
    internal static void DeclareTypes(LinkContext context, List<BaseLink> bases, KeptTypes? kept, int threads, CancellationToken cancellation)
    {
        TypeTable.Build(context, bases, kept, threads, cancellation);
        InferredTypes.Run(context, kept, threads, cancellation);
    }

    /// <summary>Finds out what the names of some files denote; of a family whose values are followed, all files or none.</summary>
    internal static void Resolve(LinkContext context, int[] files, LinkedFile?[] linked, IUseKeeper? keeper, int threads, CancellationToken cancellation)
    {
        foreach (var family in files.GroupBy(file => context.Rules(file).TracksValues ? context.Program.FamilyOf(file) : Family.None))
        {
            int[] members = [.. family];
            ValueFlow.Run(context, members, threads, trace: false, cancellation);
            ForEachFile(context, members, threads, cancellation, (resolver, file) => linked[file] = ResolveReferences(context, resolver, file).KeptBy(keeper));
            if (context.Values is null)
                continue;
            context.Values = null;
            keeper?.StageEnded();
        }
    }

    private static LinkedFile ResolveReferences(LinkContext context, FileResolver resolver, int file)
    {
        var references = context.Program.Facts(file).References;
        var records = new List<ReferenceRecord>(references.Length);
        var targets = new List<int>();
        resolver.Open(file);
        resolver.Adopt(context.Values?.TakeSettled(file));
        for (var i = 0; i < references.Length; i++)
        {
            var value = resolver.Denote(i);
            if ((references[i].Flags & ReferenceFlags.Implicit) == 0 || value.Kind is ValueKind.Symbol or ValueKind.Set)
                Add(i, references[i].Role, value);
        }
        resolver.HandedToLibrary((index, value) => Add(index, ReferenceRole.Call, value));
        for (var i = 1; i < records.Count; i++)
        {
            if (Compare(records[i - 1], records[i]) > 0)
            {
                // Stable, as what stands at one place keeps the order of the facts.
                records = [.. records.Order(Comparer<ReferenceRecord>.Create(Compare))];
                break;
            }
        }
        return new LinkedFile([.. records], targets);

        void Add(int index, ReferenceRole role, in Value value)
        {
            ref var reference = ref references[index];
            var record = new ReferenceRecord
            {
                Name = context.Program.NameOf[file][reference.Name],
                Line = reference.Line,
                Column = reference.Column,
                From = reference.Container < 0 ? -1 : context.Program.FirstSymbol[file] + reference.Container,
                Role = role,
                Tier = value.Tier,
                Payload = -1,
            };
            Conclude(context.Program, resolver, ref record, value, targets);
            records.Add(record);
        }
    }

    internal static void Conclude(LinkProgram program, FileResolver resolver, ref ReferenceRecord record, in Value value, List<int> targets)
    {
        switch (value.Kind)
        {
            case ValueKind.Symbol:
                record.State = ReferenceState.Resolved;
                record.Payload = value.Index;
                break;
            case ValueKind.Set:
                record.State = value.Tier == Tier.Ambiguous ? ReferenceState.Ambiguous : ReferenceState.Resolved;
                record.Form = TargetForm.Several;
                record.Payload = targets.Count;
                targets.Add(value.Count);
                targets.AddRange(resolver.SetOf(value));
                break;
            case ValueKind.External:
                record.State = ReferenceState.External;
                record.Payload = value.Index;
                break;
            case ValueKind.Entity:
                // A module of the repository that no symbol stands for.
                record.State = ReferenceState.Resolved;
                record.Form = TargetForm.File;
                record.Payload = program.Entities.Files(value.Index) is [var module] ? module : -1;
                break;
            default:
                record.State = ReferenceState.Unresolved;
                break;
        }
    }

    internal static int Compare(ReferenceRecord a, ReferenceRecord b)
    {
        var order = a.Line.CompareTo(b.Line);
        order = order != 0 ? order : a.Column.CompareTo(b.Column);
        return order != 0 ? order : a.Role.CompareTo(b.Role);
    }

    private static int[] AllFiles(LinkContext context) => [.. Enumerable.Range(0, context.Program.Files.Count)];

    /// <summary>Runs an action on each of some files, on all threads, each with a resolver of its own.</summary>
    internal static void ForEachFile(LinkContext context, int[] files, int threads, CancellationToken cancellation, Action<FileResolver, int> action)
    {
        var next = -1;
        Parallel.For(0, Math.Max(1, threads), new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Math.Max(1, threads) }, _ =>
        {
            var resolver = new FileResolver(context);
            for (var at = Interlocked.Increment(ref next); at < files.Length; at = Interlocked.Increment(ref next))
            {
                cancellation.ThrowIfCancellationRequested();
                action(resolver, files[at]);
            }
        });
    }
}
