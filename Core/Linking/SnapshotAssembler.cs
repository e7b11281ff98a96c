using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Linking;

/// <summary>Lays the linked program out as the flat arrays of a snapshot.</summary>
internal static class SnapshotAssembler
{
    public static SnapshotData Assemble(
        LinkContext context, string[] modules, LinkedFile[] linked, List<BaseLink> bases, SnapshotProperties properties, CancellationToken cancellation)
    {
        var program = context.Program;
        var texts = new TextPool();
        var packages = context.Packages.Select(texts.Add).ToArray();
        var symbols = Symbols(program, texts, cancellation);
        var (files, references, targets) = References(program, modules, linked, packages, texts);
        cancellation.ThrowIfCancellationRequested();
        var relations = RelationLinker.Run(context, bases);
        var (nameBytes, nameStart) = program.Names.ToArrays();
        var nameCount = nameStart.Length - 1;
        var (incomingStart, incoming) = Incoming(references, targets, symbols.Length);
        var (outgoingStart, outgoing) = Csr.Group(references.Length, symbols.Length, i => references[i].From);
        var (childrenStart, children) = Csr.Group(symbols.Length, symbols.Length, i => symbols[i].Parent);
        var (byNameStart, byName) = Csr.Group(symbols.Length, nameCount, i => symbols[i].Name);
        var (unresolvedStart, unresolved) = Csr.Group(references.Length, nameCount, i => references[i].State == ReferenceState.Unresolved ? references[i].Name : -1);
        var byTarget = Enumerable.Range(0, relations.Length).ToArray();
        Array.Sort(byTarget, (a, b) => relations[a].To != relations[b].To ? relations[a].To.CompareTo(relations[b].To) : a.CompareTo(b));
        var blobBytes = program.Files.Count == 0 ? BlobId.Sha1Length : program.Files[0].Blob.Length;
        var blobs = new byte[program.Files.Count * blobBytes];
        for (var file = 0; file < program.Files.Count; file++)
            program.Files[file].Blob.CopyTo(blobs.AsSpan(file * blobBytes, blobBytes));
        var (textBytes, textStart) = texts.ToArrays();
        return new SnapshotData
        {
            Files = files,
            BlobIds = blobs,
            BlobIdBytes = blobBytes,
            Symbols = symbols,
            References = references,
            Targets = targets,
            Relations = relations,
            RelationsByTarget = byTarget,
            IncomingStart = incomingStart,
            Incoming = incoming,
            OutgoingStart = outgoingStart,
            Outgoing = outgoing,
            ChildrenStart = childrenStart,
            Children = children,
            NameBytes = nameBytes,
            NameStart = nameStart,
            NameTable = NameTable(nameBytes, nameStart),
            SymbolsByNameStart = byNameStart,
            SymbolsByName = byName,
            UnresolvedByNameStart = unresolvedStart,
            UnresolvedByName = unresolved,
            TextBytes = textBytes,
            TextStart = textStart,
            Metrics = Metrics(program),
            Properties = JsonSerializer.SerializeToUtf8Bytes(properties, SnapshotJson.Default.SnapshotProperties),
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
                    File = file,
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

    private static (FileRecord[] Files, ReferenceRecord[] References, int[] Targets) References(
        LinkProgram program, string[] modules, LinkedFile[] linked, int[] packages, TextPool texts)
    {
        var files = new FileRecord[linked.Length + 1];
        var references = new ReferenceRecord[linked.Sum(l => l.References.Length)];
        var targets = new int[linked.Sum(l => l.Targets.Count)];
        int at = 0, targetAt = 0;
        for (var file = 0; file < linked.Length; file++)
        {
            var facts = program.Facts(file);
            files[file] = new FileRecord
            {
                Path = texts.Add(program.Files[file].Path),
                Module = modules[file].Length == 0 ? -1 : texts.Add(modules[file]),
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
        files[^1] = new FileRecord { Path = -1, Module = -1, FirstSymbol = program.SymbolCount, FirstReference = at };
        return (files, references, targets);
    }

    private static (int[] Start, int[] Items) Incoming(ReferenceRecord[] references, int[] targets, int symbols)
    {
        var start = new int[symbols + 1];
        foreach (ref readonly var reference in references.AsSpan())
        {
            foreach (var symbol in TargetsOf(reference, targets))
                start[symbol + 1]++;
        }
        for (var i = 0; i < symbols; i++)
            start[i + 1] += start[i];
        var items = new int[start[symbols]];
        var fill = start.AsSpan(0, symbols).ToArray();
        for (var i = 0; i < references.Length; i++)
        {
            foreach (var symbol in TargetsOf(references[i], targets))
                items[fill[symbol]++] = i;
        }
        return (start, items);
    }

    private static ReadOnlySpan<int> TargetsOf(in ReferenceRecord reference, int[] targets) =>
        reference.State is not (ReferenceState.Resolved or ReferenceState.Ambiguous) ? []
        : reference.Form == TargetForm.Several ? targets.AsSpan(reference.Payload + 1, targets[reference.Payload])
        : reference.Form == TargetForm.File ? []
        : MemoryMarshal.CreateReadOnlySpan(in reference.Payload, 1);

    private static int[] NameTable(byte[] bytes, int[] start)
    {
        var size = 16;
        while (size < start.Length * 2)
            size *= 2;
        var table = new int[size];
        var further = new int[size];
        for (var name = 0; name + 1 < start.Length; name++)
        {
            var slot = (int)(SnapshotData.NameHash(bytes.AsSpan(start[name], start[name + 1] - start[name])) & (uint)(size - 1));
            table[FindFree(slot)] = name + 1;
        }
        return table;

        // Names made to collide would be put in by a walk over all before them. So each taken slot remembers how much further on the next free one was
        // when it was passed, and the memory is shortened on the way: the table is that of plain linear probing.
        int FindFree(int slot)
        {
            while (table[slot] != 0)
            {
                var next = (slot + 1 + further[slot]) & (size - 1);
                if (table[next] != 0)
                    further[slot] += 1 + further[next];
                slot = next;
            }
            return slot;
        }
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
