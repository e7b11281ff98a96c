namespace CodeGraph.Graph.Differences;

/// <summary>
/// What has to be added to expected numbers to have the true ones: runs of rows that all want the same. Stored as varints: how many runs; then by run the rows before it,
/// its length, and the zigzag of what is added.
/// Example: rows 10 to 12 are 5 too small, all others right: 1, 10, 3, 10.
/// </summary>
internal sealed class Corrections
{
    private readonly int[] starts;
    private readonly int[] ends;
    private readonly int[] added;

    /// <summary>Where the last answer was, as in <see cref="Alignment"/>: how many runs start at or before its row.</summary>
    private int last;

    private Corrections(int[] starts, int[] ends, int[] added) => (this.starts, this.ends, this.added) = (starts, ends, added);

    public static Corrections None { get; } = new([], [], []);

    /// <exception cref="InvalidDataException">The bytes are no corrections of so many rows.</exception>
    public static Corrections Read(ReadOnlySpan<byte> bytes, int rows)
    {
        if (bytes.IsEmpty)
            return None;
        var input = new VarintReader(bytes);
        var runs = input.Count();
        if (runs > rows)
            throw new InvalidDataException("there are more corrections than rows");
        var (starts, ends, added) = (new int[runs], new int[runs], new int[runs]);
        var end = 0L;
        for (var i = 0; i < runs; i++)
        {
            var start = end + input.Count();
            end = start + input.Count();
            if (end > rows)
                throw new InvalidDataException("its corrections lead outside");
            (starts[i], ends[i], added[i]) = ((int)start, (int)end, input.Signed());
        }
        return new(starts, ends, added);
    }

    /// <summary>The stored form; empty where nothing is to be corrected.</summary>
    /// <param name="values">By row, what is true.</param>
    /// <param name="expected">By row, what is expected.</param>
    public static byte[] Write(ReadOnlySpan<int> values, ReadOnlySpan<int> expected)
    {
        var (runs, output) = (0, new VarintWriter());
        var (start, end, current) = (0, 0, 0);
        for (var row = 0; row < values.Length; row++)
        {
            if (current == 0 && (row += values[row..].CommonPrefixLength(expected[row..])) == values.Length)
                break;
            var correction = unchecked(values[row] - expected[row]);
            if (correction == current)
                continue;
            Flush(row);
            (start, current) = (row, correction);
        }
        Flush(values.Length);
        return output.Counted(runs);

        void Flush(int row)
        {
            if (current == 0)
                return;
            output.Add(start - end);
            output.Add(row - start);
            output.AddSigned(current);
            runs++;
            end = row;
        }
    }

    public int Of(int row)
    {
        var low = last;
        if ((low > 0 && starts[low - 1] > row) || (low < starts.Length && starts[low] <= row))
        {
            (low, var high) = (0, starts.Length);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                (low, high) = starts[middle] <= row ? (middle + 1, high) : (low, middle);
            }
            last = low;
        }
        return low > 0 && row < ends[low - 1] ? added[low - 1] : 0;
    }
}
