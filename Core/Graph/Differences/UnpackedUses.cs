using System.Buffers;
using CodeGraph.Graph.Columns;
using CodeGraph.Model;

namespace CodeGraph.Graph.Differences;

/// <summary>The columns of a snapshot's uses that telling it by another asks for again and again, unpacked into arrays to be given back.</summary>
internal sealed class UnpackedUses : IDisposable
{
    private readonly UseShape[] shapes;

    /// <param name="snapshot">The snapshot; whole.</param>
    public UnpackedUses(Snapshot snapshot)
    {
        shapes = Shapes.Read(snapshot.Data[SnapshotSection.UseShapes].Span, UseShape.Bytes, UseShape.Read);
        Shape = Rent(snapshot, SnapshotSection.UseShape);
        From = Rent(snapshot, SnapshotSection.UseFrom);
        Target = Rent(snapshot, SnapshotSection.UseTarget);
    }

    /// <summary>As the columns of these names hold it; there may be more room than there are uses.</summary>
    public int[] Shape { get; }

    public int[] From { get; }

    public int[] Target { get; }

    public ref readonly UseShape ShapeOf(int use) => ref shapes[Shape[use]];

    /// <summary>The list of targets that a use leads to; -1 where it leads elsewhere.</summary>
    public int TargetList(int use) =>
        ShapeOf(use) is { State: ReferenceState.Resolved or ReferenceState.Ambiguous, Form: TargetForm.Several } ? Target[use] - 1 : -1;

    /// <summary>The text of a use that is external; -1 for others.</summary>
    public int Package(int use) => ShapeOf(use).State is ReferenceState.External or ReferenceState.Unresolved ? Target[use] - 1 : -1;

    /// <summary>The values of a column, in an array to be given back: those of all columns would be worth a collection of garbage.</summary>
    public static int[] Rent(Snapshot snapshot, SnapshotSection section)
    {
        var column = new PackedColumn(snapshot.Data[section]);
        var values = ArrayPool<int>.Shared.Rent(column.Count);
        column.CopyTo(values.AsSpan(0, column.Count));
        return values;
    }

    public void Dispose()
    {
        foreach (var column in (int[][])[Shape, From, Target])
            ArrayPool<int>.Shared.Return(column);
    }
}
