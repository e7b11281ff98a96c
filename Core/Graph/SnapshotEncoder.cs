using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using CodeGraph.Graph.Columns;
using CodeGraph.Model;

namespace CodeGraph.Graph;

/// <summary>Turns a linked graph into the sections of a snapshot, on several threads. The same graph gives the same bytes.</summary>
public sealed class SnapshotEncoder
{
    private readonly GraphTables graph;
    private readonly EncodedTexts? kept;
    private readonly ParallelOptions parallel;
    private readonly PackingEffort effort;
    private readonly UseEncoder uses;

    private readonly ConcurrentBag<(SnapshotSection Section, byte[] Content)> made = [];

    /// <summary>What is yet to be made, in its order.</summary>
    private readonly List<Action> jobs = [];

    /// <summary>The names that occur in the graph, in the order of the snapshot and in that of their bytes, and by name of the graph its number in the snapshot.</summary>
    private int[] nameOrder = [];
    private int[] namesByBytes = [];
    private int[] nameNumbers = [];

    private SnapshotEncoder(GraphTables graph, EncodedTexts? kept, ParallelOptions parallel)
    {
        (this.graph, this.kept, this.parallel) = (graph, kept, parallel);
        effort = graph.Properties.WorkingTree ? PackingEffort.Quick : PackingEffort.Small;
        uses = new(graph, effort, parallel);
    }

    /// <param name="graph">The graph.</param>
    /// <param name="kept">What an earlier call for a state of the same repository left to save work; null for nothing.</param>
    /// <param name="threads">Threads to work on; null for one a processor.</param>
    /// <param name="stageEnded">Called once when the uses are done, and what they alone needed was dropped; null where memory is no matter.</param>
    /// <param name="cancellation">Ends it.</param>
    public static SnapshotData Encode(
        GraphTables graph, EncodedTexts? kept = null, int? threads = null, Action? stageEnded = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Snapshots are little-endian and packed as they lie in memory; this processor is big-endian.");
        return new SnapshotEncoder(graph, kept, new() { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount, CancellationToken = cancellation }).Encode(stageEnded);
    }

    private SnapshotData Encode(Action? stageEnded)
    {
        var counts = uses.Count();

        // Names are put in order on one thread, meanwhile others make some of what does not ask for their numbers.
        jobs.Add(() => NumberNames(counts));
        AddFiles();
        AddChildren();
        AddRelations();
        AddMetrics();
        Run();

        // The uses take the most room while they are written: what else is large comes after.
        uses.Write(nameOrder, nameNumbers);
        foreach (var sections in uses.Sections())
            Add(sections);
        if (stageEnded is not null)
        {
            Run();
            stageEnded();
        }
        Add(uses.Outgoing);
        AddSymbols();
        AddTexts();
        AddNames();
        Run();
        return new(graph.BlobIdBytes, made.Select(m => (m.Section, (ReadOnlyMemory<byte>)m.Content)));
    }

    private void Run()
    {
        Parallel.For(0, jobs.Count, parallel, i => jobs[i]());
        jobs.Clear();
    }

    private void Add(Func<IEnumerable<(SnapshotSection Section, byte[] Content)>> make) => jobs.Add(() =>
    {
        foreach (var section in make())
            made.Add(section);
    });

    private void Add(SnapshotSection section, Func<byte[]> make) => jobs.Add(() => made.Add((section, make())));

    private void Column(SnapshotSection section, int count, Func<int, int> valueOf) => Add(section, () => PackedColumnWriter.Pack(count, valueOf, effort));

    private void AddFiles()
    {
        var files = graph.Files;
        var count = files.Length - 1;
        Add(SnapshotSection.Properties, () => JsonSerializer.SerializeToUtf8Bytes(graph.Properties, SnapshotJson.Default.SnapshotProperties));
        Add(SnapshotSection.BlobIds, () => graph.BlobIds);
        Add(() => Strings(graph.Paths, SnapshotSection.PathStarts, SnapshotSection.PathPieceStarts, SnapshotSection.PathPieces));
        Add(() => Strings(graph.Modules, SnapshotSection.ModuleStarts, SnapshotSection.ModulePieceStarts, SnapshotSection.ModulePieces));
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
        Add(() =>
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
        Column(SnapshotSection.SymbolName, graph.Symbols.Length, i => nameNumbers[graph.Symbols[i].Name]);
        Add(() => Lists(
            Csr.Group(graph.Symbols.Length, nameOrder.Length, i => nameNumbers[graph.Symbols[i].Name]), _ => 0, SnapshotSection.NamesakeStarts, SnapshotSection.Namesakes));
    }

    private void NumberNames(int[] counts)
    {
        namesByBytes = NamesByBytes(counts);
        nameOrder = ByFrequency(namesByBytes, counts);
        nameNumbers = new int[counts.Length];
        for (var number = 0; number < nameOrder.Length; number++)
            nameNumbers[nameOrder[number]] = number;
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
        return [(starts, PackedColumnWriter.Pack(start, effort)), (pieceStarts, packedStarts), (pieces, packed)];
    }

    private void AddMetrics()
    {
        var metrics = graph.Metrics;
        Column(SnapshotSection.MetricsSymbol, metrics.Length, i => metrics[i].Symbol);
        Column(SnapshotSection.MetricsCyclomatic, metrics.Length, i => metrics[i].Cyclomatic);
        Column(SnapshotSection.MetricsCognitive, metrics.Length, i => metrics[i].Cognitive);
        Column(SnapshotSection.MetricsNesting, metrics.Length, i => metrics[i].Nesting);
    }

    /// <summary>All columns in one pass: to read the symbols takes longer than to pack one of them.</summary>
    private void AddSymbols() => Add(() =>
    {
        PackedColumnWriter Column() => new(effort);
        var (shape, parent, line, column, before, after) = (Column(), Column(), Column(), Column(), Column(), Column());
        var (start, bytes, signature, documentation, ordinal) = (Column(), Column(), Column(), Column(), Column());
        var shapes = new ShapeTable();
        foreach (ref readonly var symbol in graph.Symbols.AsSpan())
            shapes.Count(ShapeOf(symbol));
        var distinct = ShapeTable.Rank(shapes);
        var index = 0;
        foreach (ref readonly var symbol in graph.Symbols.AsSpan())
        {
            shape.Put(shapes.RankOf(ShapeOf(symbol)));
            parent.Put(symbol.Parent < 0 ? 0 : index - symbol.Parent);
            line.Put(symbol.Line);
            column.Put(symbol.Column);
            before.Put(symbol.Line - symbol.StartLine);
            after.Put(symbol.EndLine - symbol.Line);
            start.Put(symbol.Start);
            bytes.Put(symbol.End - symbol.Start);
            signature.Put(symbol.Signature + 1);
            documentation.Put(symbol.Documentation + 1);
            ordinal.Put(symbol.Ordinal);
            index++;
        }
        return
        [
            (SnapshotSection.SymbolShapes, distinct), (SnapshotSection.SymbolShape, PackedColumnWriter.Join(shape)), (SnapshotSection.SymbolParent, PackedColumnWriter.Join(parent)),
            (SnapshotSection.SymbolLine, PackedColumnWriter.Join(line)), (SnapshotSection.SymbolColumn, PackedColumnWriter.Join(column)),
            (SnapshotSection.SymbolLinesBefore, PackedColumnWriter.Join(before)), (SnapshotSection.SymbolLinesAfter, PackedColumnWriter.Join(after)),
            (SnapshotSection.SymbolStart, PackedColumnWriter.Join(start)), (SnapshotSection.SymbolBytes, PackedColumnWriter.Join(bytes)),
            (SnapshotSection.SymbolSignature, PackedColumnWriter.Join(signature)), (SnapshotSection.SymbolDocumentation, PackedColumnWriter.Join(documentation)),
            (SnapshotSection.SymbolOrdinal, PackedColumnWriter.Join(ordinal)),
        ];
    });

    private static ulong ShapeOf(in SymbolRecord symbol) => new SymbolShape(symbol.Flags, symbol.Kind, symbol.Visibility, symbol.MinArity, symbol.MaxArity).Packed;

    private void AddRelations()
    {
        var relations = graph.Relations;
        Column(SnapshotSection.RelationFrom, relations.Length, i => relations[i].From);
        Column(SnapshotSection.RelationTo, relations.Length, i => relations[i].To);
        Column(SnapshotSection.RelationKind, relations.Length, i => ((int)relations[i].Kind * 4) + (int)relations[i].Tier);
        Column(SnapshotSection.RelationFile, relations.Length, i => relations[i].File);
        Column(SnapshotSection.RelationLine, relations.Length, i => relations[i].Line);
        Column(SnapshotSection.RelationColumn, relations.Length, i => relations[i].Column);
        Add(SnapshotSection.RelationsFromStart, () => PackedColumnWriter.Pack(Csr.Group(relations.Length, graph.Symbols.Length, i => relations[i].From).Start, effort));
        Add(() => Lists(Csr.Group(relations.Length, graph.Symbols.Length, i => relations[i].To), _ => 0, SnapshotSection.RelationsToStarts, SnapshotSection.RelationsTo));
    }

    private void AddChildren()
    {
        var symbols = graph.Symbols;
        Add(() => Lists(Csr.Group(symbols.Length, symbols.Length, i => symbols[i].Parent), i => i, SnapshotSection.ChildrenStarts, SnapshotSection.Children));
    }

    private void AddTexts() =>
        Add(() => Pieces(graph.TextBytes, graph.TextStart, SnapshotSection.TextStarts, SnapshotSection.TextPieceStarts, SnapshotSection.TextPieces));

    private IEnumerable<(SnapshotSection, byte[])> Lists((int[] Start, int[] Items) groups, Func<int, int> anchorOf, SnapshotSection starts, SnapshotSection lists)
    {
        var writer = new IdListsWriter(groups.Start.Length - 1);
        for (var owner = 0; owner + 1 < groups.Start.Length; owner++)
            writer.Add(groups.Items.AsSpan(groups.Start[owner]..groups.Start[owner + 1]), anchorOf(owner));
        var (packed, bytes) = IdListsWriter.Join(effort, writer);
        return [(starts, packed), (lists, bytes)];
    }

    private List<(SnapshotSection, byte[])> Strings(IReadOnlyList<string> strings, SnapshotSection starts, SnapshotSection pieceStarts, SnapshotSection pieces)
    {
        var encoded = strings.Select(Encoding.UTF8.GetBytes).ToArray();
        var start = new int[encoded.Length + 1];
        for (var i = 0; i < encoded.Length; i++)
            start[i + 1] = checked(start[i] + encoded[i].Length);
        return Pieces([.. encoded.SelectMany(e => e)], start, starts, pieceStarts, pieces);
    }
}
