using System.Text;
using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Linking;

/// <summary>Joins the linked files into one graph.</summary>
internal static class SnapshotAssembler
{
    public static GraphTables Assemble(
        LinkContext context, string[] modules, LinkedFile[] linked, List<BaseLink> bases, SnapshotProperties properties, CancellationToken cancellation)
    {
        var program = context.Program;
        var texts = new TextPool();
        var packages = context.Packages.Select(texts.Add).ToArray();
        var symbols = Symbols(program, texts, cancellation);
        var (files, references, targets, moduleNames) = References(program, modules, linked, packages);
        cancellation.ThrowIfCancellationRequested();
        var relations = RelationLinker.Run(context, bases);
        var (nameBytes, nameStart) = program.Names.ToArrays();
        var blobBytes = program.Files.Count == 0 ? BlobId.Sha1Length : program.Files[0].Blob.Length;
        var blobs = new byte[program.Files.Count * blobBytes];
        for (var file = 0; file < program.Files.Count; file++)
            program.Files[file].Blob.CopyTo(blobs.AsSpan(file * blobBytes, blobBytes));
        var (textBytes, textStart) = texts.ToArrays();
        return new()
        {
            Files = files,
            Paths = [.. program.Files.Select(f => f.Path)],
            Modules = moduleNames,
            BlobIds = blobs,
            BlobIdBytes = blobBytes,
            Symbols = symbols,
            References = references,
            Targets = targets,
            Relations = relations,
            NameBytes = nameBytes,
            NameStart = nameStart,
            TextBytes = textBytes,
            TextStart = textStart,
            Metrics = Metrics(program),
            Properties = properties,
        };
    }

    private static SymbolRecord[] Symbols(LinkProgram program, TextPool texts, CancellationToken cancellation)
    {
        var symbols = new SymbolRecord[program.SymbolCount];
        // By names of a path: the first symbol that bears them, which stands for all, and how many there are.
        var ordinals = new Dictionary<(int Parent, int Name), (int First, int Count)>();
        var named = new int[program.SymbolCount];
        for (var file = 0; file < program.Files.Count; file++)
        {
            cancellation.ThrowIfCancellationRequested();
            var facts = program.Facts(file);
            var first = program.FirstSymbol[file];
            ordinals.Clear();
            for (var i = 0; i < facts.Definitions.Length; i++)
            {
                ref var definition = ref facts.Definitions[i];
                var key = (program.ParentOf[first + i], program.NameOf[file][definition.Name]);
                var chain = (key.Item1 >= first && key.Item1 < first + i ? named[key.Item1] : key.Item1, key.Item2);
                var (firstNamed, before) = ordinals.GetValueOrDefault(chain, (first + i, 0));
                ordinals[chain] = (firstNamed, before + 1);
                named[first + i] = firstNamed;
                var ordinal = before + 1;
                symbols[first + i] = new SymbolRecord
                {
                    Name = key.Item2,
                    Parent = key.Item1,
                    Line = definition.Line,
                    Column = definition.Column,
                    StartLine = definition.StartLine,
                    EndLine = definition.EndLine,
                    Start = definition.Start,
                    End = definition.End,
                    Signature = definition.Signature < 0 ? -1 : texts.Add(facts.Strings[definition.Signature]),
                    Documentation = definition.Documentation < 0 ? -1 : texts.Add(facts.Strings[definition.Documentation]),
                    Flags = definition.Flags,
                    Ordinal = ordinal,
                    Kind = definition.Kind,
                    Visibility = definition.Visibility,
                    MinArity = definition.MinArity,
                    MaxArity = definition.MaxArity,
                };
            }
        }
        return symbols;
    }

    private static MetricsRecord[] Metrics(LinkProgram program)
    {
        var metrics = new List<MetricsRecord>();
        for (var file = 0; file < program.Files.Count; file++)
        {
            var facts = program.Facts(file);
            var callable = 0;
            for (var i = 0; i < facts.Definitions.Length && facts.Metrics.Length > 0; i++)
            {
                if (!facts.Definitions[i].Kind.IsCallable())
                    continue;
                var (cyclomatic, cognitive, nesting) = facts.Metrics[callable++];
                if (cyclomatic > 0)
                    metrics.Add(new() { Symbol = program.FirstSymbol[file] + i, Cyclomatic = Capped(cyclomatic), Cognitive = Capped(cognitive), Nesting = Capped(nesting) });
            }
        }
        return [.. metrics];

        static ushort Capped(int value) => (ushort)Math.Min(value, ushort.MaxValue);
    }

    private static (FileRecord[] Files, ReferenceRecord[] References, int[] Targets, List<string> Modules) References(
        LinkProgram program, string[] modules, LinkedFile[] linked, int[] packages)
    {
        var moduleNames = new List<string>();
        var moduleNumbers = new Dictionary<string, int>(StringComparer.Ordinal) { [""] = -1 };
        var files = new FileRecord[linked.Length + 1];
        var references = new ReferenceRecord[linked.Sum(l => l.References.Length)];
        var targets = new int[linked.Sum(l => l.Targets.Count)];
        int at = 0, targetAt = 0;
        for (var file = 0; file < linked.Length; file++)
        {
            var facts = program.Facts(file);
            if (!moduleNumbers.TryGetValue(modules[file], out var module))
            {
                moduleNumbers[modules[file]] = module = moduleNames.Count;
                moduleNames.Add(modules[file]);
            }
            files[file] = new FileRecord
            {
                Module = module,
                FirstSymbol = program.FirstSymbol[file],
                FirstReference = at,
                Lines = facts.Lines,
                FirstLine = (ushort)Math.Min(facts.FirstLine, ushort.MaxValue),
                ErrorBytes = facts.ErrorBytes,
                Language = facts.Language,
            };
            var own = linked[file].References;
            for (var i = 0; i < own.Length; i++)
            {
                if (own[i].Form == TargetForm.Several)
                    own[i].Payload += targetAt;
                else if (own[i].State == ReferenceState.External && own[i].Payload >= 0)
                    own[i].Payload = packages[own[i].Payload];
            }
            own.CopyTo(references, at);
            linked[file].Targets.CopyTo(targets, targetAt);
            at += own.Length;
            targetAt += linked[file].Targets.Count;
        }
        files[^1] = new FileRecord { Module = -1, FirstSymbol = program.SymbolCount, FirstReference = at };
        return (files, references, targets, moduleNames);
    }

    /// <summary>Texts behind one another, not made distinct: signatures and comments hardly ever repeat.</summary>
    private sealed class TextPool
    {
        private readonly List<int> start = [0];
        private byte[] bytes = new byte[1 << 16];
        private int length;

        public int Add(string text) => Add(Encoding.UTF8.GetBytes(text));

        public int Add(ReadOnlySpan<byte> text)
        {
            if (length + text.Length > bytes.Length)
                Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + text.Length));
            text.CopyTo(bytes.AsSpan(length));
            length += text.Length;
            start.Add(length);
            return start.Count - 2;
        }

        public (byte[] Bytes, int[] Start) ToArrays() => (bytes[..length], [.. start]);
    }
}
