using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Linking.Incremental;

/// <summary>
/// Links one state of a repository after the other. Where only a few files changed, the uses of names in the others are not resolved again: the global
/// tables are made anew, which costs little, and compared with those before; a file whose names mean what they meant before keeps what was found out
/// about it, under the new numbers. The outcome is, byte by byte, what <see cref="Linker.Join"/> makes of the same files. Not thread-safe.
/// </summary>
public sealed class LinkSession
{
    private LinkedProgram? last;

    /// <summary>Whether a state has been linked that the next can be compared with.</summary>
    public bool IsLinked => last is not null;

    /// <summary>Files whose names the last call resolved; the others were taken over.</summary>
    public int Resolved { get; private set; }

    /// <param name="files">All files, in ordinal order of their paths.</param>
    /// <param name="manifests">Files for which <see cref="Linker.IsManifest"/> holds.</param>
    /// <param name="properties">What the snapshot says about itself.</param>
    /// <param name="threads">Threads to link on.</param>
    /// <param name="cancellation">Ends the run; the session goes on from the last state that was linked whole.</param>
    public GraphTables Join(
        IReadOnlyList<LinkFile> files, IReadOnlyList<ProjectFile> manifests, SnapshotProperties properties, int threads, CancellationToken cancellation) =>
        Join(files, manifests, properties, null, threads, cancellation);

    /// <param name="keeper">Takes what the first call finds out; later ones change little, and would fill it up.</param>
    internal GraphTables Join(
        IReadOnlyList<LinkFile> files, IReadOnlyList<ProjectFile> manifests, SnapshotProperties properties, IUseKeeper? keeper, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(files);
        // The next state is compared with this one, whatever the caller does with its lists.
        var (context, modules, bases) = Linker.Declare(files, [.. manifests], last?.Context.Program, threads, cancellation);
        var map = last is null ? null : ProgramMap.Of(last.Context, context);
        var search = map is null ? null : UnaffectedFiles.Search(last!.Context, last.Linked, context, map, threads, cancellation);
        Linker.DeclareTypes(context, bases, search is null ? null : new(last!.Context, map!, search), threads, cancellation);
        var linked = new LinkedFile?[files.Count];
        if (search is not null)
            TakeOver(last!, context, map!, search.Find(last!.Linked), linked, threads);
        var open = Enumerable.Range(0, files.Count).Where(file => linked[file] is null).ToArray();
        Linker.Resolve(context, open, linked, last is null ? keeper : null, threads, cancellation);
        Resolved = open.Length;
        var whole = Array.ConvertAll(linked, file => file!);
        var data = SnapshotAssembler.Assemble(context, modules, whole, bases, properties, isLast: false, threads, cancellation);
        last = new(context, whole);
        return data;
    }

    private static void TakeOver(LinkedProgram before, LinkContext context, ProgramMap map, bool[] unaffected, LinkedFile?[] linked, int threads)
    {
        Parallel.For(0, linked.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, file => linked[file] = unaffected[file] ? map.Renumber(before.Linked[map.FileBefore(file)]) : null);

        // Values are solved for all files of a family together: what one holds can depend on what was found elsewhere before, in a file that is gone, too.
        var program = context.Program;
        var solved = Enumerable.Range(0, linked.Length).Where(file => linked[file] is null && context.Rules(file).TracksValues).Select(program.FamilyOf).ToHashSet();
        solved.UnionWith(Enumerable.Range(0, before.Linked.Length).Where(file => map.File(file) < 0 && before.Context.Rules(file).TracksValues).Select(before.Context.Program.FamilyOf));
        for (var file = 0; file < linked.Length; file++)
        {
            if (solved.Contains(program.FamilyOf(file)))
                linked[file] = null;
        }
    }

    private sealed record LinkedProgram(LinkContext Context, LinkedFile[] Linked);
}
