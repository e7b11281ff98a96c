using CodeGraph.Graph.Columns;

namespace CodeGraph.Graph.Differences;

/// <summary>
/// Which of the numbered things of one snapshot are those of another, its base: runs that both have, in whatever order. What is in no run is new, or gone.
/// Stored as varints: how many there are here, how many in the base, how many runs; then by run, in the order here, the number of new ones before it, where it starts in
/// the base as zigzag difference from the end of the run before there, and its length.
/// </summary>
internal sealed class Alignment
{
    private readonly int[] starts;
    private readonly int[] baseStarts;
    private readonly int[] lengths;

    /// <summary>The runs in the order of the base, by where they start there.</summary>
    private readonly int[] inBase;
    private readonly int[] startsInBase;

    /// <summary>Where the last answers were: neighbours are asked for one after the other. Threads may overwrite each other's, which costs them a search.</summary>
    private int lastRun;
    private int lastPlace;

    /// <summary>All answers, while a difference is made, which asks for each of them several times.</summary>
    private int[]? toBase;
    private int[]? fromBase;

    private Alignment(int count, int baseCount, int[] starts, int[] baseStarts, int[] lengths)
    {
        (Count, BaseCount) = (count, baseCount);
        (this.starts, this.baseStarts, this.lengths) = (starts, baseStarts, lengths);
        inBase = [.. Enumerable.Range(0, starts.Length)];
        startsInBase = [.. baseStarts];
        Array.Sort(startsInBase, inBase);
    }

    public int Count { get; }

    public int BaseCount { get; }

    /// <summary>Of a dense one, by number here that in the base; -1 where it has none.</summary>
    public ReadOnlySpan<int> AllToBase => toBase;

    /// <summary>Of a dense one, by number in the base that here; -1 where it has none.</summary>
    public ReadOnlySpan<int> AllFromBase => fromBase;

    /// <summary>How many are in no run.</summary>
    public int New => Count - lengths.Sum();

    /// <param name="inBase">By number here, that in the base; -1 where it has none. None occurs twice.</param>
    /// <param name="baseCount">How many there are in the base.</param>
    public static Alignment Of(ReadOnlySpan<int> inBase, int baseCount)
    {
        var (starts, baseStarts, lengths) = (new List<int>(), new List<int>(), new List<int>());
        for (var i = 0; i < inBase.Length; i++)
        {
            if (inBase[i] < 0)
                continue;
            if (i > 0 && inBase[i - 1] == inBase[i] - 1 && lengths.Count > 0 && inBase[i] > 0)
            {
                lengths[^1]++;
                continue;
            }
            starts.Add(i);
            baseStarts.Add(inBase[i]);
            lengths.Add(1);
        }
        return new(inBase.Length, baseCount, [.. starts], [.. baseStarts], [.. lengths]);
    }

    /// <summary>As <see cref="Of"/>, with all answers at hand; it takes an int for each number here and in the base.</summary>
    public static Alignment Dense(int[] inBase, int baseCount)
    {
        var dense = Of(inBase, baseCount);
        dense.toBase = inBase;
        dense.fromBase = new int[baseCount];
        Array.Fill(dense.fromBase, -1);
        for (var i = 0; i < inBase.Length; i++)
        {
            if (inBase[i] >= 0)
                dense.fromBase[inBase[i]] = i;
        }
        return dense;
    }

    /// <summary>Each is itself.</summary>
    public static Alignment Same(int count) => count == 0 ? new(0, 0, [], [], []) : new(count, count, [0], [0], [count]);

    /// <exception cref="InvalidDataException">The runs overlap or lead outside.</exception>
    public static Alignment Read(ref VarintReader input)
    {
        var (count, baseCount, runs) = (input.Count(), input.Count(), input.Count());
        var (starts, baseStarts, lengths) = (new int[runs], new int[runs], new int[runs]);
        var (end, baseEnd) = (0L, 0L);
        for (var i = 0; i < runs; i++)
        {
            var (start, baseStart, length) = (end + input.Count(), baseEnd + input.Signed(), input.Count());
            (end, baseEnd) = (start + length, baseStart + length);
            if (end > count || baseStart < 0 || baseEnd > baseCount || length == 0)
                throw new InvalidDataException("its runs lead outside");
            (starts[i], baseStarts[i], lengths[i]) = ((int)start, (int)baseStart, length);
        }
        return new(count, baseCount, starts, baseStarts, lengths);
    }

    public void Write(VarintWriter output)
    {
        output.Add(Count);
        output.Add(BaseCount);
        output.Add(starts.Length);
        var (end, baseEnd) = (0, 0);
        for (var i = 0; i < starts.Length; i++)
        {
            output.Add(starts[i] - end);
            output.AddSigned(baseStarts[i] - baseEnd);
            output.Add(lengths[i]);
            (end, baseEnd) = (starts[i] + lengths[i], baseStarts[i] + lengths[i]);
        }
    }

    /// <summary>The number in the base, the end for the end; -1 for what is new.</summary>
    public int ToBase(int number)
    {
        if (number == Count)
            return BaseCount;
        if (toBase is not null)
            return (uint)number < (uint)toBase.Length ? toBase[number] : -1;
        var run = RunOf(starts, number, ref lastRun);
        return run >= 0 && number - starts[run] < lengths[run] ? baseStarts[run] + (number - starts[run]) : -1;
    }

    /// <summary>The number here of one in the base; -1 for what is gone, or was never there.</summary>
    public int FromBase(int number)
    {
        if (fromBase is not null)
            return (uint)number < (uint)fromBase.Length ? fromBase[number] : -1;
        var place = RunOf(startsInBase, number, ref lastPlace);
        if (place < 0)
            return -1;
        var (run, distance) = (inBase[place], number - startsInBase[place]);
        return distance < lengths[run] ? starts[run] + distance : -1;
    }

    /// <summary>As <see cref="FromBase"/>, for where something starts: the end for the end, and for what is gone the end of the run before it.</summary>
    public int FromBaseStart(int start)
    {
        if (start == BaseCount)
            return Count;
        var place = RunOf(startsInBase, start, ref lastPlace);
        return place < 0 ? 0 : starts[inBase[place]] + Math.Min(start - startsInBase[place], lengths[inBase[place]]);
    }

    /// <summary>The last that starts at or before a number; -1 where none does.</summary>
    private static int RunOf(int[] starts, int number, ref int last)
    {
        var guess = last;
        if ((uint)guess < (uint)starts.Length && starts[guess] <= number && (guess + 1 == starts.Length || number < starts[guess + 1]))
            return guess;
        var (low, high) = (0, starts.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = starts[middle] <= number ? (middle + 1, high) : (low, middle);
        }
        return last = low - 1;
    }
}
