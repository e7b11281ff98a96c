namespace CodeGraph.Search;

/// <summary>
/// Which trigrams a text must hold to match. <see cref="All"/> is no condition. A query may let through what does not match; it never keeps out what does.
/// </summary>
internal abstract record TrigramQuery
{
    public static readonly TrigramQuery All = new Everything();

    /// <summary>Whether it lets every text through.</summary>
    public bool IsAll => this is Everything;

    public static TrigramQuery And(TrigramQuery left, TrigramQuery right)
    {
        if (left.IsAll || left.Equals(right))
            return right;
        if (right.IsAll)
            return left;
        return new Both([.. Parts<Both>(left, b => b.Queries), .. Parts<Both>(right, b => b.Queries)]);
    }

    public static TrigramQuery Or(TrigramQuery left, TrigramQuery right)
    {
        if (left.IsAll || right.IsAll)
            return All;
        return left.Equals(right) ? left : new Either([.. Parts<Either>(left, e => e.Queries), .. Parts<Either>(right, e => e.Queries)]);
    }

    /// <summary>That a text holds one of some pieces, of which each has at least three bytes; no condition where one has fewer.</summary>
    /// <param name="pieces">Folded bytes, one a character.</param>
    public static TrigramQuery AnyOf(IReadOnlyCollection<string> pieces)
    {
        TrigramQuery? any = null;
        foreach (var piece in pieces)
        {
            if (piece.Length < 3)
                return All;
            any = any is null ? Holding(piece) : Or(any, Holding(piece));
        }
        return any ?? All;
    }

    /// <summary>The blobs of a segment that may match.</summary>
    public abstract BitSet Evaluate(TextSegment segment);

    private static TrigramQuery Holding(string piece)
    {
        var parts = new HashSet<TrigramQuery>();
        for (var i = 2; i < piece.Length; i++)
            parts.Add(new One(Trigrams.Of((byte)piece[i - 2], (byte)piece[i - 1], (byte)piece[i])));
        return parts.Count == 1 ? parts.Single() : new Both([.. parts]);
    }

    private static IReadOnlyList<TrigramQuery> Parts<T>(TrigramQuery query, Func<T, IReadOnlyList<TrigramQuery>> parts)
        where T : TrigramQuery => query is T several ? parts(several) : [query];

    private sealed record Everything : TrigramQuery
    {
        public override BitSet Evaluate(TextSegment segment) => BitSet.Full(segment.BlobCount);
    }

    private sealed record One(uint Trigram) : TrigramQuery
    {
        public override BitSet Evaluate(TextSegment segment)
        {
            var blobs = new BitSet(segment.BlobCount);
            var (list, isBits) = segment.Postings(Trigram);
            PostingList.Read(list.Span, isBits, blobs);
            return blobs;
        }
    }

    private sealed record Both(IReadOnlyList<TrigramQuery> Queries) : TrigramQuery
    {
        /// <summary>Fewer candidates than this are read sooner than the remaining lists.</summary>
        private const int FewEnough = 2;

        public override BitSet Evaluate(TextSegment segment)
        {
            var trigrams = Queries.OfType<One>().Distinct().Select(q => segment.Postings(q.Trigram)).OrderBy(p => p.List.Length).ToList();
            BitSet? blobs = null;
            foreach (var (list, isBits) in trigrams)
            {
                var having = new BitSet(segment.BlobCount);
                PostingList.Read(list.Span, isBits, having);
                Narrow(having);
                if (blobs!.HasAtMost(FewEnough))
                    return blobs;
            }
            foreach (var query in Queries.Where(q => q is not One))
                Narrow(query.Evaluate(segment));
            return blobs!;

            void Narrow(BitSet having)
            {
                if (blobs is null)
                    blobs = having;
                else
                    blobs.IntersectWith(having);
            }
        }
    }

    private sealed record Either(IReadOnlyList<TrigramQuery> Queries) : TrigramQuery
    {
        public override BitSet Evaluate(TextSegment segment)
        {
            var blobs = new BitSet(segment.BlobCount);
            foreach (var query in Queries)
                blobs.UnionWith(query.Evaluate(segment));
            return blobs;
        }
    }
}
