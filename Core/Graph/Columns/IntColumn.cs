using CodeGraph.Graph.Differences;

namespace CodeGraph.Graph.Columns;

/// <summary>A column of 32-bit integers: packed, or told by the column of another snapshot.</summary>
internal readonly struct IntColumn
{
    private readonly PackedColumn packed;
    private readonly DifferentColumn? different;

    public IntColumn(PackedColumn packed) => this.packed = packed;

    public IntColumn(DifferentColumn different) => this.different = different;

    public int Count => different?.Count ?? packed.Count;

    public int this[int index] => different is null ? packed[index] : different[index];

    /// <summary>Unpacks all of it.</summary>
    public int[] ToArray()
    {
        if (different is null)
            return packed.ToArray();
        var values = new int[different.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = different[i];
        return values;
    }
}
