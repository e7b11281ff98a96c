namespace CodeGraph.Search;

/// <summary>The best symbols behind a cursor: by score, and of one score by their number.</summary>
internal sealed class BestSymbols(int limit, SearchCursor? cursor)
{
    private readonly PriorityQueue<int, (long Score, int Symbol)> queue = new();
    private (long Score, int Symbol) last = (long.MinValue, 0);

    /// <summary>The score of the last symbol of the page, once it was taken.</summary>
    public long Last { get; private set; }

    /// <summary>Whether a symbol that comes no earlier than this one might be among the best.</summary>
    public bool Wants(long score, int symbol) => queue.Count < limit || score > last.Score || (score == last.Score && -symbol > last.Symbol);

    public void Offer(int symbol, long score)
    {
        var place = (score, -symbol);
        if (cursor is { } before && place.CompareTo((before.Major, -(int)before.Minor)) >= 0)
            return;
        if (queue.Count < limit)
            queue.Enqueue(symbol, place);
        else if (place.CompareTo(last) > 0)
            queue.DequeueEnqueue(symbol, place);
        else
            return;
        if (queue.Count == limit)
            queue.TryPeek(out _, out last);
    }

    /// <summary>Best first. Empties the collection.</summary>
    public int[] ToArray()
    {
        var symbols = new int[queue.Count];
        for (var i = symbols.Length - 1; i >= 0; i--)
        {
            queue.TryDequeue(out symbols[i], out var place);
            if (i == symbols.Length - 1)
                Last = place.Score;
        }
        return symbols;
    }
}
