namespace CodeGraph.Linking;

/// <summary>
/// A value for each of many numbers, of which most have the same one: only pages with another take memory. Values of different numbers may be set by several threads at once.
/// </summary>
/// <param name="count">The numbers are below it.</param>
/// <param name="usual">What a number has that none was set for.</param>
internal sealed class SparseColumn<T>(int count, T usual)
{
    private const int PageBits = 6;
    private const int PageMask = (1 << PageBits) - 1;

    private readonly T[]?[] pages = new T[]?[(count >> PageBits) + 1];

    public T this[int number]
    {
        get => pages[number >> PageBits] is { } page ? page[number & PageMask] : usual;
        set
        {
            if (pages[number >> PageBits] is { } page)
                page[number & PageMask] = value;
            else if (!EqualityComparer<T>.Default.Equals(value, usual))
                NewPage(number >> PageBits)[number & PageMask] = value;
        }
    }

    public SparseColumn<T> Clone()
    {
        var clone = new SparseColumn<T>(count, usual);
        for (var i = 0; i < pages.Length; i++)
            clone.pages[i] = (T[]?)pages[i]?.Clone();
        return clone;
    }

    /// <summary>Another thread may be making the same one.</summary>
    private T[] NewPage(int index)
    {
        var page = new T[1 << PageBits];
        Array.Fill(page, usual);
        return Interlocked.CompareExchange(ref pages[index], page, null) ?? page;
    }
}
