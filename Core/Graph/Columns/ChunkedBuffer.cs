using System.Buffers;

namespace CodeGraph.Graph.Columns;

/// <summary>
/// Items that come one after the other, in rented chunks of bounded size. An array that doubles holds three times its items while it grows, and leaves in the pool what no
/// later column may need.
/// </summary>
internal sealed class ChunkedBuffer<T>
{
    private const int FirstChunk = 1 << 10;
    private const int LargestChunk = 1 << 16;

    private readonly List<(T[] Items, int Count)> full = [];
    private T[] chunk = ArrayPool<T>.Shared.Rent(FirstChunk);
    private int before;
    private int used;

    /// <summary>Items so far.</summary>
    public int Count => before + used;

    /// <summary>Room behind the last item; what is written there counts once <see cref="Advance"/> was called.</summary>
    /// <param name="count">The least items of it.</param>
    public Span<T> Reserve(int count)
    {
        if (used + count > chunk.Length)
        {
            full.Add((chunk, used));
            before = checked(before + used);
            (chunk, used) = (ArrayPool<T>.Shared.Rent(Math.Max(count, Math.Min(chunk.Length * 2, LargestChunk))), 0);
        }
        return chunk.AsSpan(used);
    }

    /// <summary>Counts items that were written.</summary>
    public void Advance(int count) => used += count;

    /// <summary>Copies all items, and gives the chunks back: nothing else may be asked of it after.</summary>
    public void MoveTo(Span<T> target)
    {
        full.Add((chunk, used));
        foreach (var (items, count) in full)
        {
            items.AsSpan(0, count).CopyTo(target);
            target = target[count..];
            ArrayPool<T>.Shared.Return(items);
        }
        full.Clear();
        chunk = [];
    }
}
