using System.Runtime.InteropServices;
using CodeGraph.Graph.Columns;
using CodeGraph.Model;

namespace CodeGraph.Graph;

/// <summary>
/// Makes the columns and the lists of the uses. There are six of them for every symbol, and to read them takes longer than to pack them: one pass counts, a second writes all there is,
/// and every thread has a part of the uses. The parts do not show in the outcome.
/// </summary>
internal sealed class UseEncoder
{
    /// <summary>Each part has a count for every symbol and name.</summary>
    private const int MostParts = 4;

    private readonly GraphTables graph;
    private readonly ParallelOptions parallel;
    private readonly PackingEffort effort;
    private readonly Part[] parts;

    /// <summary>By symbol.</summary>
    private readonly int[] symbolNames;

    /// <summary>By use: whether its name is that of its first target.</summary>
    private readonly bool[] named;

    private byte[] shapes = [];
    private int[] nameOrder = [];
    private int[] nameNumbers = [];

    /// <summary>The uses of each symbol, and the unresolved ones of each name.</summary>
    private int[] incoming = [];
    private int[] unresolved = [];

    public UseEncoder(GraphTables graph, PackingEffort effort, ParallelOptions parallel)
    {
        (this.graph, this.effort, this.parallel) = (graph, effort, parallel);
        symbolNames = new int[graph.Symbols.Length];
        for (var i = 0; i < symbolNames.Length; i++)
            symbolNames[i] = graph.Symbols[i].Name;
        named = new bool[graph.References.Length];
        parts = new Part[Math.Clamp(parallel.MaxDegreeOfParallelism, 1, MostParts)];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = new(this, StartOf(i), StartOf(i + 1));
    }

    /// <summary>The first pass.</summary>
    /// <returns>By name of the graph, how often it is used or defined.</returns>
    public int[] Count()
    {
        Parallel.ForEach(parts, parallel, part => part.Count());
        var counts = new int[graph.NameStart.Length - 1];
        foreach (var name in symbolNames)
            counts[name]++;
        foreach (var part in parts)
            part.AddNames(counts);
        return counts;
    }

    /// <summary>The second pass.</summary>
    /// <param name="order">The names of the graph that occur, in the order of the snapshot.</param>
    /// <param name="numbers">By name of the graph its place there.</param>
    public void Write(int[] order, int[] numbers)
    {
        (nameOrder, nameNumbers) = (order, numbers);
        shapes = ShapeTable.Rank([.. parts.Select(p => p.Shapes)]);
        incoming = GC.AllocateUninitializedArray<int>(Lay(parts.Select(p => p.Incoming), Enumerable.Range(0, symbolNames.Length)));
        unresolved = GC.AllocateUninitializedArray<int>(Lay(parts.Select(p => p.Unresolved), order));
        Parallel.ForEach(parts, parallel, part => part.Write());
    }

    /// <summary>What the second pass wrote.</summary>
    public IEnumerable<Func<IEnumerable<(SnapshotSection Section, byte[] Content)>>> Sections() =>
    [
        () => Incoming(),
        () => Lists(SnapshotSection.UnresolvedStarts, SnapshotSection.Unresolved, Unresolved()),
        () => Lists(SnapshotSection.TargetStarts, SnapshotSection.Targets, [.. parts.Select(p => p.Targets)]),
        () => [(SnapshotSection.UseShapes, shapes), Column(SnapshotSection.UseShape, p => p.Shape)],
        () => [Column(SnapshotSection.UseName, p => p.Name)],
        () => [Column(SnapshotSection.UseLine, p => p.Line)],
        () => [Column(SnapshotSection.UseColumn, p => p.Column)],
        () => [Column(SnapshotSection.UseFrom, p => p.From)],
        () => [Column(SnapshotSection.UseTarget, p => p.Target)],
    ];

    /// <summary>The uses in each symbol. It is one of their file, so they are grouped file by file.</summary>
    public IEnumerable<(SnapshotSection Section, byte[] Content)> Outgoing()
    {
        var files = graph.Files.Length - 1;
        var bounds = new int[parts.Length + 1];
        for (var i = 1; i < parts.Length; i++)
        {
            bounds[i] = bounds[i - 1];
            while (bounds[i] < files && graph.Files[bounds[i]].FirstReference < parts[i].First)
                bounds[i]++;
        }
        bounds[^1] = files;
        var lists = new IdListsWriter[parts.Length];
        Parallel.For(0, lists.Length, parallel, i => lists[i] = Outgoing(bounds[i], bounds[i + 1]));
        return Lists(SnapshotSection.OutgoingStarts, SnapshotSection.Outgoing, lists);
    }

    private static ReadOnlySpan<int> ListAt(GraphTables graph, int start) => graph.Targets.AsSpan(start + 1, graph.Targets[start]);

    /// <summary>Makes counts of parts by key the places where each part's items go: those of a key together, of the first part first.</summary>
    /// <returns>All items.</returns>
    private static int Lay(IEnumerable<int[]> counts, IEnumerable<int> keys)
    {
        int[][] places = [.. counts];
        var next = 0;
        foreach (var key in keys)
        {
            foreach (var place in places)
                (place[key], next) = (next, checked(next + place[key]));
        }
        return next;
    }

    private int StartOf(int part)
    {
        var blocks = ((long)graph.References.Length + PackedColumn.BlockLength - 1) / PackedColumn.BlockLength;
        return (int)Math.Min(graph.References.Length, blocks * part / parts.Length * PackedColumn.BlockLength);
    }

    private (SnapshotSection, byte[]) Column(SnapshotSection section, Func<Part, PackedColumnWriter> columnOf) => (section, PackedColumnWriter.Join([.. parts.Select(columnOf)]));

    private IEnumerable<(SnapshotSection, byte[])> Lists(SnapshotSection starts, SnapshotSection lists, params ReadOnlySpan<IdListsWriter> writers)
    {
        var (packed, bytes) = IdListsWriter.Join(effort, writers);
        return [(starts, packed), (lists, bytes)];
    }

    private IEnumerable<(SnapshotSection, byte[])> Incoming()
    {
        // Every part has left where its items of a symbol end.
        var ends = parts[^1].Incoming;
        var writers = new IdListsWriter[parts.Length];
        Parallel.For(0, writers.Length, parallel, i =>
        {
            var (first, before) = ((int)((long)ends.Length * i / writers.Length), (int)((long)ends.Length * (i + 1) / writers.Length));
            var writer = new IdListsWriter(before - first);
            var (file, start) = (0, first == 0 ? 0 : ends[first - 1]);
            for (var symbol = first; symbol < before; symbol++)
            {
                while (file + 2 < graph.Files.Length && graph.Files[file + 1].FirstSymbol <= symbol)
                    file++;
                writer.Add(incoming.AsSpan(start..ends[symbol]), graph.Files[file].FirstReference);
                start = ends[symbol];
            }
            writers[i] = writer;
        });
        incoming = [];
        foreach (var part in parts)
            part.ForgetIncoming();
        return Lists(SnapshotSection.IncomingStarts, SnapshotSection.Incoming, writers);
    }

    private IdListsWriter Unresolved()
    {
        var ends = parts[^1].Unresolved;
        var writer = new IdListsWriter(nameOrder.Length);
        var start = 0;
        foreach (var name in nameOrder)
        {
            writer.Add(unresolved.AsSpan(start..ends[name]), 0);
            start = ends[name];
        }
        return writer;
    }

    private IdListsWriter Outgoing(int firstFile, int beforeFile)
    {
        var writer = new IdListsWriter(graph.Files[beforeFile].FirstSymbol - graph.Files[firstFile].FirstSymbol);
        var uses = graph.References.Read();
        int[] ends = [], items = [];
        for (var i = firstFile; i < beforeFile; i++)
        {
            ref readonly var file = ref graph.Files[i];
            var symbols = graph.Files[i + 1].FirstSymbol - file.FirstSymbol;
            var run = file.FirstReference == graph.Files[i + 1].FirstReference ? [] : uses.Run(file.FirstReference, graph.Files[i + 1].FirstReference);
            (ends, items) = (ends.Length < symbols + 1 ? new int[symbols + 1] : ends, items.Length < run.Length ? new int[run.Length] : items);
            ends.AsSpan(0, symbols + 1).Clear();
            foreach (ref readonly var use in run)
            {
                if (use.From >= 0)
                    ends[use.From - file.FirstSymbol + 1]++;
            }
            Csr.ToStarts(ends.AsSpan(0, symbols + 1));
            for (var at = 0; at < run.Length; at++)
            {
                if (run[at].From >= 0)
                    items[ends[run[at].From - file.FirstSymbol]++] = file.FirstReference + at;
            }
            for (var (symbol, start) = (0, 0); symbol < symbols; symbol++)
            {
                writer.Add(items.AsSpan(start..ends[symbol]), file.FirstReference);
                start = ends[symbol];
            }
        }
        return writer;
    }

    /// <summary>Uses from one on to before another; whole blocks of the columns.</summary>
    private sealed class Part(UseEncoder whole, int first, int before)
    {
        private int lists;
        private int[] names = [];
        private int[] sorted = [];

        public int First => first;

        public ShapeTable Shapes { get; } = new();

        /// <summary>By symbol, how many uses lead there; then where the next goes.</summary>
        public int[] Incoming { get; private set; } = [];

        /// <summary>By name of the graph, how many uses of it are unresolved; then where the next goes.</summary>
        public int[] Unresolved { get; private set; } = [];

        public PackedColumnWriter Shape { get; } = new(whole.effort);

        public PackedColumnWriter Name { get; } = new(whole.effort);

        public PackedColumnWriter Line { get; } = new(whole.effort);

        public PackedColumnWriter Column { get; } = new(whole.effort);

        public PackedColumnWriter From { get; } = new(whole.effort);

        public PackedColumnWriter Target { get; } = new(whole.effort);

        public IdListsWriter Targets { get; private set; } = new(0);

        public void Count()
        {
            (names, Unresolved, Incoming) = (new int[whole.graph.NameStart.Length - 1], new int[whole.graph.NameStart.Length - 1], new int[whole.symbolNames.Length]);
            var uses = whole.graph.References.Read();
            for (var at = first; at < before;)
            {
                whole.parallel.CancellationToken.ThrowIfCancellationRequested();
                foreach (ref readonly var use in uses.Run(at, before))
                {
                    names[use.Name]++;
                    var targets = TargetsOf(use, uses);
                    if (!targets.IsEmpty)
                        whole.named[at] = CountTargets(targets) == use.Name;
                    if (use.State == ReferenceState.Unresolved)
                        Unresolved[use.Name]++;
                    if (HasList(use))
                        lists++;
                    Shapes.Count(ShapeOf(use, at++));
                }
            }
        }

        public void AddNames(int[] counts)
        {
            for (var name = 0; name < counts.Length; name++)
                counts[name] += names[name];
            names = [];
        }

        /// <summary>Where the uses of symbols go is not asked for any more.</summary>
        public void ForgetIncoming() => Incoming = [];

        public void Write()
        {
            Targets = new(lists);
            var list = whole.parts.TakeWhile(p => p != this).Sum(p => p.lists);
            var uses = whole.graph.References.Read();
            for (var at = first; at < before;)
            {
                whole.parallel.CancellationToken.ThrowIfCancellationRequested();
                foreach (ref readonly var use in uses.Run(at, before))
                {
                    Shape.Put(Shapes.RankOf(ShapeOf(use, at)));
                    Name.Put(whole.named[at] ? 0 : whole.nameNumbers[use.Name]);
                    Line.Put(use.Line);
                    Column.Put(use.Column);
                    From.Put(use.From + 1);
                    Target.Put(Stored(use, uses, ref list));
                    foreach (var target in TargetsOf(use, uses))
                        whole.incoming[Incoming[target]++] = at;
                    if (use.State == ReferenceState.Unresolved)
                        whole.unresolved[Unresolved[use.Name]++] = at;
                    at++;
                }
            }
        }

        /// <returns>The name of the first target, which stands for all.</returns>
        private int CountTargets(ReadOnlySpan<int> targets)
        {
            var least = targets[0];
            foreach (var target in targets)
            {
                Incoming[target]++;
                least = Math.Min(least, target);
            }
            return whole.symbolNames[least];
        }

        private ulong ShapeOf(in ReferenceRecord use, int at) => new UseShape(use.Role, use.State, use.Tier, use.Form, whole.named[at]).Packed;

        private int Stored(in ReferenceRecord use, UseList.UseReader uses, ref int list)
        {
            if (use.Payload < 0)
                return 0;
            if (!LeadsToSymbols(use))
                return use.Payload + 1;
            var anchor = Math.Max(use.From, 0);
            if (use.Form == TargetForm.Symbol)
                return (int)Varint.ZigZag(use.Payload - anchor) + 1;
            Targets.Add(Ascending(TargetsOf(use, uses)), anchor);
            return ++list;
        }

        private ReadOnlySpan<int> Ascending(ReadOnlySpan<int> targets)
        {
            if (sorted.Length < targets.Length)
                sorted = new int[targets.Length];
            var copy = sorted.AsSpan(0, targets.Length);
            targets.CopyTo(copy);
            copy.Sort();
            return copy;
        }

        private ReadOnlySpan<int> TargetsOf(in ReferenceRecord use, UseList.UseReader uses) =>
            use.Payload < 0 || !LeadsToSymbols(use) ? []
            : use.Form == TargetForm.Symbol ? MemoryMarshal.CreateReadOnlySpan(in use.Payload, 1)
            : ListAt(whole.graph, uses.FirstTarget + use.Payload);

        private static bool HasList(in ReferenceRecord use) => use.Payload >= 0 && use.Form == TargetForm.Several && LeadsToSymbols(use);

        private static bool LeadsToSymbols(in ReferenceRecord use) => use.State is ReferenceState.Resolved or ReferenceState.Ambiguous && use.Form != TargetForm.File;
    }
}
