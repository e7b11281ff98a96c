using CodeGraph.Model;

namespace CodeGraph.Search;

/// <summary>Makes one segment of several, or of one without some of its blobs.</summary>
internal static class TextSegmentMerger
{
    /// <summary>Writes the blobs that are wanted, each once; nothing where none is.</summary>
    /// <param name="segments">Under a lease, with ids of one length.</param>
    public static void Merge(IReadOnlyList<TextSegment> segments, Func<BlobId, bool> wanted, string path)
    {
        var blobs = new List<BlobId>();
        var known = new HashSet<BlobId>();
        var numbers = new int[segments.Count][];
        for (var i = 0; i < segments.Count; i++)
        {
            numbers[i] = new int[segments[i].BlobCount];
            for (var blob = 0; blob < numbers[i].Length; blob++)
            {
                var id = segments[i].Blob(blob);
                numbers[i][blob] = wanted(id) && known.Add(id) ? blobs.Count : -1;
                if (numbers[i][blob] >= 0)
                    blobs.Add(id);
            }
        }
        if (blobs.Count == 0)
            return;

        // Of a segment that loses blobs the source bytes are known by share only.
        var sourceBytes = segments.Select((s, i) => s.SourceBytes * numbers[i].Count(n => n >= 0) / Math.Max(1, s.BlobCount)).Sum();
        var writer = new TextSegmentWriter(blobs, sourceBytes);
        foreach (var (trigram, list) in Lists(segments, numbers))
            writer.Add(trigram, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(list));
        writer.Finish(path);
    }

    /// <summary>The lists of all segments in new numbers; those of later segments are larger, so lists that follow one another stay ascending.</summary>
    private static IEnumerable<(uint Trigram, List<int> List)> Lists(IReadOnlyList<TextSegment> segments, int[][] numbers)
    {
        var open = new PriorityQueue<(int Segment, IEnumerator<(uint Trigram, ReadOnlyMemory<byte> List, bool IsBits)> Lists), (uint Trigram, int Segment)>();
        for (var i = 0; i < segments.Count; i++)
            Advance(i, segments[i].All().GetEnumerator());
        var (old, merged) = (new List<int>(), new List<int>());
        while (open.TryPeek(out _, out var first))
        {
            merged.Clear();
            while (open.TryPeek(out var next, out var key) && key.Trigram == first.Trigram)
            {
                open.Dequeue();
                old.Clear();
                PostingList.Read(next.Lists.Current.List.Span, next.Lists.Current.IsBits, old);
                merged.AddRange(old.Select(blob => numbers[next.Segment][blob]).Where(blob => blob >= 0));
                Advance(next.Segment, next.Lists);
            }
            if (merged.Count > 0)
                yield return (first.Trigram, merged);
        }

        void Advance(int segment, IEnumerator<(uint Trigram, ReadOnlyMemory<byte> List, bool IsBits)> lists)
        {
            if (lists.MoveNext())
                open.Enqueue((segment, lists), (lists.Current.Trigram, segment));
        }
    }
}
