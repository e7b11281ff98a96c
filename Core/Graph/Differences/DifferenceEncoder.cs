using System.Buffers;
using System.Text.Json;

namespace CodeGraph.Graph.Differences;

/// <summary>Tells a snapshot by another. The form is described at <see cref="SnapshotDifference"/>.</summary>
public static class DifferenceEncoder
{
    /// <returns>The difference; read under the same base, it is the snapshot.</returns>
    /// <param name="snapshot">What to tell; whole.</param>
    /// <param name="from">The base; whole, with blob ids of the same length.</param>
    /// <param name="cancellation">Ends it.</param>
    public static SnapshotData Encode(Snapshot snapshot, Snapshot from, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(from);
        using var uses = new UnpackedUses(snapshot);
        using var usesThere = new UnpackedUses(from);
        var alignments = new AlignmentFinder(snapshot, from, uses, usesThere).Find(cancellation);
        var sections = new List<(SnapshotSection, ReadOnlyMemory<byte>)> { (SnapshotSection.Alignments, Write(alignments)), (SnapshotSection.BlobIds, BlobIds(snapshot, from, alignments[(int)Space.File])) };
        sections.AddRange(TablesOf(snapshot));
        sections.Add((SnapshotSection.Properties, snapshot.Data[SnapshotSection.Properties]));
        var expected = new SnapshotDifference(from, new(snapshot.Data.BlobIdBytes, sections, from), alignments);
        var jobs = Columns(snapshot, from, uses, usesThere, expected, alignments).Concat(Lists(snapshot, uses, expected, alignments)).Concat(Strings(snapshot, alignments)).ToArray();
        var made = new (SnapshotSection, ReadOnlyMemory<byte>)[jobs.Length];
        Parallel.For(0, jobs.Length, new ParallelOptions { CancellationToken = cancellation }, i => made[i] = (jobs[i].Section, jobs[i].Make()));
        return new(snapshot.Data.BlobIdBytes, sections.Concat(made), from);
    }

    /// <summary>The same graph, made from elsewhere.</summary>
    /// <param name="snapshot">The graph.</param>
    /// <param name="from">Its base; itself where it is whole.</param>
    /// <param name="properties">What it is to say of its source.</param>
    /// <returns>The difference from the same base.</returns>
    public static SnapshotData Same(Snapshot snapshot, Snapshot from, SnapshotProperties properties)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(from);
        var sections = snapshot.Data.IsWhole
            ? new List<(SnapshotSection, ReadOnlyMemory<byte>)> { (SnapshotSection.Alignments, Write([.. SnapshotDifference.Counts(from).Select(c => Alignment.Same(c.Count))])) }.Concat(TablesOf(snapshot))
            : snapshot.Data.Sections.Select(s => (s, snapshot.Data[s]));
        ReadOnlyMemory<byte> told = JsonSerializer.SerializeToUtf8Bytes(properties, SnapshotJson.Default.SnapshotProperties);
        return new(snapshot.Data.BlobIdBytes, [.. sections.Where(s => s.Item1 != SnapshotSection.Properties), (SnapshotSection.Properties, told)], from);
    }

    /// <summary>What is told whole, but the properties.</summary>
    private static IEnumerable<(SnapshotSection, ReadOnlyMemory<byte>)> TablesOf(Snapshot snapshot) =>
        new[] { SnapshotSection.SymbolShapes, SnapshotSection.UseShapes }.Select(table => (table, snapshot.Data[table]));

    private static byte[] Write(Alignment[] alignments)
    {
        var output = new VarintWriter();
        foreach (var alignment in alignments)
            alignment.Write(output);
        return output.ToArray();
    }

    private static byte[] BlobIds(Snapshot snapshot, Snapshot from, Alignment files)
    {
        var (output, count, last) = (new VarintWriter(), 0, -1);
        for (var file = 0; file < snapshot.FileCount; file++)
        {
            if (files.ToBase(file) is >= 0 and var other && snapshot.Blob(file) == from.Blob(other))
                continue;
            output.Add(file - last - 1);
            output.Add(snapshot.Data[SnapshotSection.BlobIds].Span.Slice(file * snapshot.Data.BlobIdBytes, snapshot.Data.BlobIdBytes));
            (last, count) = (file, count + 1);
        }
        return output.Counted(count);
    }

    private static IEnumerable<(SnapshotSection Section, Func<byte[]> Make)> Columns(
        Snapshot snapshot, Snapshot from, UnpackedUses uses, UnpackedUses usesThere, SnapshotDifference expected, Alignment[] alignments) =>
        DifferenceLayout.Columns.Select(layout => (layout.Section, (Func<byte[]>)(() =>
        {
            var rows = SnapshotDifference.RowsOf(layout, alignments[(int)layout.Rows].Count);
            var (here, there) = (UnpackedUses.Rent(snapshot, layout.Section), UnpackedUses.Rent(from, layout.Section));
            var told = ArrayPool<int>.Shared.Rent(rows);
            expected.Expect(layout, there, usesThere, uses.From, told.AsSpan(0, rows));
            var corrections = Corrections.Write(here.AsSpan(0, rows), told.AsSpan(0, rows));
            foreach (var column in (int[][])[here, there, told])
                ArrayPool<int>.Shared.Return(column);
            return corrections;
        })));

    private static IEnumerable<(SnapshotSection Section, Func<byte[]> Make)> Lists(Snapshot snapshot, UnpackedUses uses, SnapshotDifference expected, Alignment[] alignments) =>
        DifferenceLayout.Lists.Select(layout => (layout.Section, (Func<byte[]>)(() =>
        {
            var lists = expected.Lists(layout, default);
            var count = alignments[(int)layout.Owners].Count;
            if (layout.Section != SnapshotSection.Targets)
                return DifferentLists.Write(count, owner => ListOf(snapshot, layout.Section, owner), (owner, into) => lists.Expected(owner, 0, into));
            var anchors = Anchors(uses, snapshot.ReferenceCount, count);
            return DifferentLists.Write(count, list => snapshot.TargetLists.Of(list, anchors[list]), (list, into) => lists.Expected(list, anchors[list], into));
        })));

    private static IdList ListOf(Snapshot snapshot, SnapshotSection section, int owner) => section switch
    {
        SnapshotSection.Incoming => snapshot.Incoming(owner),
        SnapshotSection.Outgoing => snapshot.Outgoing(owner),
        SnapshotSection.Children => snapshot.Children(owner),
        SnapshotSection.RelationsTo => snapshot.RelationsTo(owner),
        SnapshotSection.Namesakes => snapshot.SymbolsOf(owner),
        SnapshotSection.Unresolved => snapshot.UnresolvedOf(owner),
        _ => throw new ArgumentOutOfRangeException(nameof(section)),
    };

    /// <summary>By list of targets what its reader counts from: the symbol around its use.</summary>
    private static int[] Anchors(UnpackedUses uses, int count, int lists)
    {
        var anchors = new int[lists];
        for (var use = 0; use < count; use++)
        {
            if (uses.TargetList(use) is >= 0 and var list)
                anchors[list] = Math.Max(uses.From[use] - 1, 0);
        }
        return anchors;
    }

    private static IEnumerable<(SnapshotSection Section, Func<byte[]> Make)> Strings(Snapshot snapshot, Alignment[] alignments)
    {
        return
        [
            (SnapshotSection.PathPieces, () => Added(Space.File, file => snapshot.PathBytes(file).ToArray())),
            (SnapshotSection.ModulePieces, () => Added(Space.Module, module => snapshot.Modules.Bytes(module).ToArray())),
            (SnapshotSection.NamePieces, () => Added(Space.Name, name => snapshot.NameBytes(name).ToArray())),
            (SnapshotSection.TextPieces, () => Added(Space.Text, text => System.Text.Encoding.UTF8.GetBytes(snapshot.Texts[text]))),
        ];

        byte[] Added(Space space, Func<int, byte[]> bytesOf)
        {
            var alignment = alignments[(int)space];
            return NewStrings.Write([.. Enumerable.Range(0, alignment.Count).Where(i => alignment.ToBase(i) < 0).Select(bytesOf)]);
        }
    }
}
