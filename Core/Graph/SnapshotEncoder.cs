using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CodeGraph.Graph.Columns;
using CodeGraph.Model;

namespace CodeGraph.Graph;

/// <summary>Turns a linked graph into the sections of a snapshot, on several threads. The same graph gives the same bytes.</summary>
public sealed class SnapshotEncoder
{
    private readonly GraphTables graph;
    private readonly List<(SnapshotSection Section, Func<byte[]> Make)> columns = [];
    private readonly List<Func<IReadOnlyList<(SnapshotSection Section, byte[] Content)>>> groups = [];

    private readonly ParallelOptions parallel;
    private readonly PackingEffort effort;

    private readonly EncodedTexts? kept;

    /// <summary>By use: whether its name is that of its first target.</summary>
    private readonly bool[] named;

    /// <summary>The names that occur in the graph, in the order of the snapshot and in that of their bytes, and by name of the graph its number in the snapshot.</summary>
    private readonly int[] nameOrder;
    private readonly int[] namesByBytes;
    private readonly int[] nameNumbers;

    private SnapshotEncoder(GraphTables graph, EncodedTexts? kept, ParallelOptions parallel)
    {
        this.graph = graph;
        this.kept = kept;
        this.parallel = parallel;
        effort = graph.Properties.WorkingTree ? PackingEffort.Quick : PackingEffort.Small;
        int[] byBytes = [], counts = [];
        named = new bool[graph.References.Length];
        Parallel.Invoke(parallel, () => byBytes = NamesByBytes(counts = CountNames()), FindNamed);
        namesByBytes = byBytes;
        nameOrder = ByFrequency(byBytes, counts);
        nameNumbers = new int[counts.Length];
        for (var number = 0; number < nameOrder.Length; number++)
            nameNumbers[nameOrder[number]] = number;
    }

    /// <param name="graph">The graph.</param>
    /// <param name="kept">What an earlier call for a state of the same repository left to save work; null for nothing.</param>
    /// <param name="threads">Threads to work on; null for one a processor.</param>
    /// <param name="cancellation">Ends it.</param>
    public static SnapshotData Encode(GraphTables graph, EncodedTexts? kept = null, int? threads = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Snapshots are little-endian and packed as they lie in memory; this processor is big-endian.");
        var encoder = new SnapshotEncoder(graph, kept, new() { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount, CancellationToken = cancellation });
        encoder.AddFiles();
        encoder.AddNames();
        encoder.AddSymbols();
        encoder.AddUses();
        encoder.AddRelations();
        encoder.AddLists();
        encoder.AddMetrics();
        encoder.groups.Add(() => encoder.Pieces(graph.TextBytes, graph.TextStart, SnapshotSection.TextStarts, SnapshotSection.TextPieceStarts, SnapshotSection.TextPieces));
        return encoder.Run();
    }

    private SnapshotData Run()
    {
        var jobs = groups.Concat(columns.Select(c => (Func<IReadOnlyList<(SnapshotSection, byte[])>>)(() => [(c.Section, c.Make())]))).ToArray();
        var made = new IReadOnlyList<(SnapshotSection Section, byte[] Content)>[jobs.Length];
        Parallel.For(0, jobs.Length, parallel, i => made[i] = jobs[i]());
        return new(graph.BlobIdBytes, made.SelectMany(m => m).Select(m => (m.Section, (ReadOnlyMemory<byte>)m.Content)));
    }

    private void Column(SnapshotSection section, int count, Func<int, int> valueOf) => Column(section, count, (first, values) =>
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = valueOf(first + i);
    });

    private void Column(SnapshotSection section, int count, BlockOf<int> valuesOf) => columns.Add((section, () => PackedColumnWriter.Pack(count, valuesOf, effort)));

    private void AddFiles()
    {
        var files = graph.Files;
        var count = files.Length - 1;
        columns.Add((SnapshotSection.Properties, () => JsonSerializer.SerializeToUtf8Bytes(graph.Properties, SnapshotJson.Default.SnapshotProperties)));
        columns.Add((SnapshotSection.BlobIds, () => graph.BlobIds));
        groups.Add(() => Strings(graph.Paths, SnapshotSection.PathStarts, SnapshotSection.PathPieceStarts, SnapshotSection.PathPieces));
        groups.Add(() => Strings(graph.Modules, SnapshotSection.ModuleStarts, SnapshotSection.ModulePieceStarts, SnapshotSection.ModulePieces));
        Column(SnapshotSection.FileModule, count, i => files[i].Module + 1);
        Column(SnapshotSection.FileFirstSymbol, count + 1, i => files[i].FirstSymbol);
        Column(SnapshotSection.FileFirstReference, count + 1, i => files[i].FirstReference);
        Column(SnapshotSection.FileLines, count, i => files[i].Lines);
        Column(SnapshotSection.FileErrorBytes, count, i => files[i].ErrorBytes);
        Column(SnapshotSection.FileLanguage, count, i => (int)files[i].Language);
        Column(SnapshotSection.FileFirstLine, count, i => files[i].FirstLine);
    }

    private void AddNames()
    {
        groups.Add(() =>
        {
            var start = new int[nameOrder.Length + 1];
            var bytes = new byte[nameOrder.Sum(name => Name(name).Length)];
            var number = 0;
            foreach (var name in nameOrder)
            {
                Name(name).CopyTo(bytes.AsSpan(start[number]));
                start[number + 1] = start[number] + Name(name).Length;
                number++;
            }
            return Pieces(bytes, start, SnapshotSection.NameStarts, SnapshotSection.NamePieceStarts, SnapshotSection.NamePieces);
        });
        Column(SnapshotSection.NameOrder, namesByBytes.Length, i => nameNumbers[namesByBytes[i]]);
    }

    /// <summary>How often each name of the graph is used or defined; 0 where it only was once.</summary>
    private int[] CountNames()
    {
        var counts = new int[graph.NameStart.Length - 1];
        var uses = graph.References.Read();
        for (var i = 0; i < graph.References.Length; i++)
            counts[uses[i].Name]++;
        foreach (ref readonly var symbol in graph.Symbols.AsSpan())
            counts[symbol.Name]++;
        return counts;
    }

    /// <summary>The names that occur, in the order of their bytes.</summary>
    private int[] NamesByBytes(int[] counts)
    {
        var order = new int[counts.Count(count => count > 0)];
        var beginnings = new ulong[order.Length];
        Span<byte> beginning = stackalloc byte[sizeof(ulong)];
        var next = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0)
                continue;
            beginning.Clear();
            var name = Name(i);
            name[..Math.Min(name.Length, beginning.Length)].CopyTo(beginning);
            (order[next], beginnings[next++]) = (i, System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(beginning));
        }

        // Numbers are compared ten times as fast as strings, and few names have eight letters in common.
        Array.Sort(beginnings, order);
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && beginnings[end] == beginnings[start])
                end++;
            if (end - start > 1)
                order.AsSpan(start..end).Sort((a, b) => Name(a).SequenceCompareTo(Name(b)));
            start = end;
        }
        return order;
    }

    /// <summary>What is frequent has a small number, which takes few bits; among equally frequent names the bytes decide.</summary>
    private static int[] ByFrequency(int[] byBytes, int[] counts)
    {
        var keys = new long[byBytes.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = ((long)-counts[byBytes[i]] << 32) | (uint)i;
        int[] order = [.. byBytes];
        Array.Sort(keys, order);
        return order;
    }

    private ReadOnlySpan<byte> Name(int name) => graph.NameBytes.AsSpan(graph.NameStart[name]..graph.NameStart[name + 1]);

    private List<(SnapshotSection, byte[])> Pieces(byte[] bytes, int[] start, SnapshotSection starts, SnapshotSection pieceStarts, SnapshotSection pieces)
    {
        var (packedStarts, packed) = TextPieces.Compress(bytes, effort, kept?.Of(pieces), parallel.CancellationToken);
        return [(starts, PackedColumnWriter.Pack(start)), (pieceStarts, packedStarts), (pieces, packed)];
    }

    private void AddMetrics()
    {
        var metrics = graph.Metrics;
        Column(SnapshotSection.MetricsSymbol, metrics.Length, i => metrics[i].Symbol);
        Column(SnapshotSection.MetricsCyclomatic, metrics.Length, i => metrics[i].Cyclomatic);
        Column(SnapshotSection.MetricsCognitive, metrics.Length, i => metrics[i].Cognitive);
        Column(SnapshotSection.MetricsNesting, metrics.Length, i => metrics[i].Nesting);
    }

    private void AddSymbols()
    {
        var symbols = graph.Symbols;
        groups.Add(() => ShapesOf(symbols.Length, (first, values) =>
        {
            for (var i = 0; i < values.Length; i++)
            {
                ref readonly var symbol = ref symbols[first + i];
                values[i] = new SymbolShape(symbol.Flags, symbol.Kind, symbol.Visibility, symbol.MinArity, symbol.MaxArity).Packed;
            }
        }, SnapshotSection.SymbolShapes, SnapshotSection.SymbolShape));
        Column(SnapshotSection.SymbolName, symbols.Length, i => nameNumbers[symbols[i].Name]);
        Column(SnapshotSection.SymbolParent, symbols.Length, i => symbols[i].Parent < 0 ? 0 : i - symbols[i].Parent);
        Column(SnapshotSection.SymbolLine, symbols.Length, i => symbols[i].Line);
        Column(SnapshotSection.SymbolColumn, symbols.Length, i => symbols[i].Column);
        Column(SnapshotSection.SymbolLinesBefore, symbols.Length, i => symbols[i].Line - symbols[i].StartLine);
        Column(SnapshotSection.SymbolLinesAfter, symbols.Length, i => symbols[i].EndLine - symbols[i].Line);
        Column(SnapshotSection.SymbolStart, symbols.Length, i => symbols[i].Start);
        Column(SnapshotSection.SymbolBytes, symbols.Length, i => symbols[i].End - symbols[i].Start);
        Column(SnapshotSection.SymbolSignature, symbols.Length, i => symbols[i].Signature + 1);
        Column(SnapshotSection.SymbolDocumentation, symbols.Length, i => symbols[i].Documentation + 1);
        Column(SnapshotSection.SymbolOrdinal, symbols.Length, i => symbols[i].Ordinal);
    }

    private void AddUses()
    {
        groups.Add(() => ShapesOf(graph.References.Length, OfUses<ulong>((uses, first, values) =>
        {
            for (var i = 0; i < values.Length; i++)
            {
                ref readonly var use = ref uses[first + i];
                values[i] = new UseShape(use.Role, use.State, use.Tier, use.Form, named[first + i]).Packed;
            }
        }), SnapshotSection.UseShapes, SnapshotSection.UseShape));
        UseColumn(SnapshotSection.UseName, (uses, first, values) =>
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = named[first + i] ? 0 : nameNumbers[uses[first + i].Name];
        });
        UseColumn(SnapshotSection.UseLine, (uses, first, values) =>
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = uses[first + i].Line;
        });
        UseColumn(SnapshotSection.UseColumn, (uses, first, values) =>
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = uses[first + i].Column;
        });
        UseColumn(SnapshotSection.UseFrom, (uses, first, values) =>
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = uses[first + i].From + 1;
        });
        groups.Add(Targets);
    }

    private void UseColumn(SnapshotSection section, UseBlock<int> valuesOf) => Column(section, graph.References.Length, OfUses(valuesOf));

    /// <summary>Values of the uses, for one thread that asks in their order.</summary>
    private BlockOf<T> OfUses<T>(UseBlock<T> valuesOf)
    {
        var uses = graph.References.Read();
        return (first, values) => valuesOf(uses, first, values);
    }

    private void FindNamed()
    {
        if (named.Length > 0)
            Parallel.ForEach(Partitioner.Create(0, named.Length), parallel, range =>
            {
                var uses = graph.References.Read();
                for (var i = range.Item1; i < range.Item2; i++)
                    named[i] = IsNamedLikeTarget(uses, i);
            });
    }

    private bool IsNamedLikeTarget(UseList.UseReader uses, int index)
    {
        ref readonly var use = ref uses[index];
        var targets = TargetsOf(uses, use);
        if (targets.IsEmpty)
            return false;
        var first = targets[0];
        foreach (var target in targets)
            first = Math.Min(first, target);
        return graph.Symbols[first].Name == use.Name;
    }

    private List<(SnapshotSection Section, byte[] Content)> Targets()
    {
        var uses = graph.References.Read();
        var several = 0;
        for (var i = 0; i < graph.References.Length; i++)
            several += uses[i] is { Form: TargetForm.Several, Payload: >= 0 } ? 1 : 0;
        var lists = new IdListsWriter(several);
        var list = 0;
        var payloads = PackedColumnWriter.Pack(graph.References.Length, (first, values) =>
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = Stored(uses[first + i]);
        }, effort);
        return [(SnapshotSection.UseTarget, payloads), (SnapshotSection.TargetStarts, lists.Starts()), (SnapshotSection.Targets, lists.Bytes())];

        int Stored(in ReferenceRecord use)
        {
            if (use.Payload < 0)
                return 0;
            if (use.State is ReferenceState.External or ReferenceState.Unresolved || use.Form == TargetForm.File)
                return use.Payload + 1;
            var anchor = Math.Max(use.From, 0);
            if (use.Form == TargetForm.Symbol)
                return (int)Varint.ZigZag(use.Payload - anchor) + 1;
            var targets = ListAt(uses.FirstTarget + use.Payload).ToArray();
            Array.Sort(targets);
            lists.Add(targets, anchor);
            return ++list;
        }
    }

    private void AddRelations()
    {
        var relations = graph.Relations;
        Column(SnapshotSection.RelationFrom, relations.Length, i => relations[i].From);
        Column(SnapshotSection.RelationTo, relations.Length, i => relations[i].To);
        Column(SnapshotSection.RelationKind, relations.Length, i => ((int)relations[i].Kind * 4) + (int)relations[i].Tier);
        Column(SnapshotSection.RelationFile, relations.Length, i => relations[i].File);
        Column(SnapshotSection.RelationLine, relations.Length, i => relations[i].Line);
        Column(SnapshotSection.RelationColumn, relations.Length, i => relations[i].Column);
        columns.Add((SnapshotSection.RelationsFromStart, () => PackedColumnWriter.Pack(Csr.Group(relations.Length, graph.Symbols.Length, i => relations[i].From).Start)));
        groups.Add(() => Lists(Csr.Group(relations.Length, graph.Symbols.Length, i => relations[i].To), _ => 0, SnapshotSection.RelationsToStarts, SnapshotSection.RelationsTo));
    }

    private void AddLists()
    {
        var (symbols, uses, names) = (graph.Symbols, graph.References.Length, nameOrder.Length);
        groups.Add(() => Lists(Incoming(), FirstReferences(), SnapshotSection.IncomingStarts, SnapshotSection.Incoming));
        groups.Add(() => Lists(Csr.Group(uses, symbols.Length, OfUses<int>(Around)), FirstReferences(), SnapshotSection.OutgoingStarts, SnapshotSection.Outgoing));
        groups.Add(() => Lists(Csr.Group(symbols.Length, symbols.Length, i => symbols[i].Parent), i => i, SnapshotSection.ChildrenStarts, SnapshotSection.Children));
        groups.Add(() => Lists(Csr.Group(symbols.Length, names, i => nameNumbers[symbols[i].Name]), _ => 0, SnapshotSection.NamesakeStarts, SnapshotSection.Namesakes));
        groups.Add(() => Lists(Csr.Group(uses, names, OfUses<int>(UnresolvedNames)), _ => 0, SnapshotSection.UnresolvedStarts, SnapshotSection.Unresolved));
    }

    private static void Around(UseList.UseReader uses, int first, Span<int> values)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = uses[first + i].From;
    }

    private void UnresolvedNames(UseList.UseReader uses, int first, Span<int> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            ref readonly var use = ref uses[first + i];
            values[i] = use.State == ReferenceState.Unresolved ? nameNumbers[use.Name] : -1;
        }
    }

    private static List<(SnapshotSection, byte[])> Lists((int[] Start, int[] Items) groups, Func<int, int> anchorOf, SnapshotSection starts, SnapshotSection bytes)
    {
        var writer = new IdListsWriter(groups.Start.Length - 1);
        for (var owner = 0; owner + 1 < groups.Start.Length; owner++)
            writer.Add(groups.Items.AsSpan(groups.Start[owner]..groups.Start[owner + 1]), anchorOf(owner));
        return [(starts, writer.Starts()), (bytes, writer.Bytes())];
    }

    /// <summary>The first use of a symbol's file, for symbols that are asked for in their order.</summary>
    private Func<int, int> FirstReferences()
    {
        var file = 0;
        return symbol =>
        {
            while (file + 2 < graph.Files.Length && graph.Files[file + 1].FirstSymbol <= symbol)
                file++;
            return graph.Files[file].FirstReference;
        };
    }

    private (int[] Start, int[] Items) Incoming()
    {
        var (uses, count, symbols) = (graph.References.Read(), graph.References.Length, graph.Symbols.Length);
        var start = new int[symbols + 1];
        for (var i = 0; i < count; i++)
        {
            foreach (var symbol in TargetsOf(uses, uses[i]))
                start[symbol + 1]++;
        }
        Csr.ToStarts(start);
        var items = GC.AllocateUninitializedArray<int>(start[symbols]);
        for (var i = 0; i < count; i++)
        {
            foreach (var symbol in TargetsOf(uses, uses[i]))
                items[start[symbol]++] = i;
        }
        Csr.Restore(start);
        return (start, items);
    }

    private ReadOnlySpan<int> ListAt(int start) => graph.Targets.AsSpan(start + 1, graph.Targets[start]);

    private ReadOnlySpan<int> TargetsOf(UseList.UseReader uses, in ReferenceRecord use) =>
        use.State is not (ReferenceState.Resolved or ReferenceState.Ambiguous) || use.Payload < 0 ? []
        : use.Form == TargetForm.Several ? ListAt(uses.FirstTarget + use.Payload)
        : use.Form == TargetForm.File ? []
        : MemoryMarshal.CreateReadOnlySpan(in use.Payload, 1);

    private List<(SnapshotSection, byte[])> Strings(IReadOnlyList<string> strings, SnapshotSection starts, SnapshotSection pieceStarts, SnapshotSection pieces)
    {
        var encoded = strings.Select(Encoding.UTF8.GetBytes).ToArray();
        var start = new int[encoded.Length + 1];
        for (var i = 0; i < encoded.Length; i++)
            start[i + 1] = checked(start[i] + encoded[i].Length);
        return Pieces([.. encoded.SelectMany(e => e)], start, starts, pieceStarts, pieces);
    }

    private List<(SnapshotSection, byte[])> ShapesOf(int count, BlockOf<ulong> shapesOf, SnapshotSection table, SnapshotSection column)
    {
        var (shapes, numbers) = ShapeTable.Encode(count, shapesOf, effort);
        return [(table, shapes), (column, numbers)];
    }

    private delegate void UseBlock<T>(UseList.UseReader uses, int first, Span<T> values);
}
