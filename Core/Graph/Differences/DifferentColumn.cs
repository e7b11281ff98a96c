namespace CodeGraph.Graph.Differences;

/// <summary>A column told by that of the base: each row from its row there, under the numbers here, and corrected.</summary>
/// <param name="count">How many rows.</param>
/// <param name="rows">Which row is which.</param>
/// <param name="expected">What a row is expected to hold, by its number and that in the base.</param>
/// <param name="corrections">What is to be added; to 0 for rows that the base does not have.</param>
internal sealed class DifferentColumn(int count, Alignment rows, Func<int, int, int> expected, Corrections corrections)
{
    public int Count => count;

    public int this[int row]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)count, nameof(row));
            return unchecked(Expected(row) + corrections.Of(row));
        }
    }

    /// <summary>Without its correction.</summary>
    public int Expected(int row) => rows.ToBase(row) is >= 0 and var baseRow ? expected(row, baseRow) : 0;
}
