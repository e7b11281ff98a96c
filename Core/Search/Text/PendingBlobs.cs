using System.Numerics;
using CodeGraph.Model;

namespace CodeGraph.Search;

/// <summary>A blob that no segment has yet.</summary>
/// <param name="Trigrams">Its distinct trigrams in any order.</param>
internal sealed record PendingBlob(BlobId Blob, int Order, int SourceBytes, uint[] Trigrams);

/// <summary>Turns blobs with their trigrams into trigrams with their blobs: a counting sort over the trigrams that occur.</summary>
internal static class PendingBlobs
{
    /// <param name="blobs">In the order that they are to have.</param>
    /// <param name="path">Where the segment goes.</param>
    public static void Write(IReadOnlyList<PendingBlob> blobs, string path)
    {
        var (present, rank) = Rank(blobs);
        var starts = Starts(blobs, present, rank);
        var postings = new int[starts[^1]];
        var next = starts.AsSpan(0, starts.Length - 1).ToArray();
        for (var blob = 0; blob < blobs.Count; blob++)
        {
            foreach (var trigram in blobs[blob].Trigrams)
                postings[next[RankOf(present, rank, trigram)]++] = blob;
        }
        var writer = new TextSegmentWriter([.. blobs.Select(b => b.Blob)], blobs.Sum(b => (long)b.SourceBytes));
        var list = 0;
        for (var word = 0; word < present.Length; word++)
        {
            for (var bits = present[word]; bits != 0; bits &= bits - 1, list++)
                writer.Add((uint)((word * 64) + BitOperations.TrailingZeroCount(bits)), postings.AsSpan(starts[list]..starts[list + 1]));
        }
        writer.Finish(path);
    }

    /// <summary>Which trigrams occur, and how many occur below each 64 of them: 3 MB instead of a counter for each there could be.</summary>
    private static (ulong[] Present, int[] Rank) Rank(IReadOnlyList<PendingBlob> blobs)
    {
        var present = new ulong[Trigrams.Count / 64];
        foreach (var blob in blobs)
        {
            foreach (var trigram in blob.Trigrams)
                present[trigram >> 6] |= 1UL << (int)trigram;
        }
        var rank = new int[present.Length + 1];
        for (var word = 0; word < present.Length; word++)
            rank[word + 1] = rank[word] + BitOperations.PopCount(present[word]);
        return (present, rank);
    }

    private static int[] Starts(IReadOnlyList<PendingBlob> blobs, ulong[] present, int[] rank)
    {
        var starts = new int[rank[^1] + 1];
        foreach (var blob in blobs)
        {
            foreach (var trigram in blob.Trigrams)
                starts[RankOf(present, rank, trigram) + 1]++;
        }
        for (var i = 1; i < starts.Length; i++)
            starts[i] += starts[i - 1];
        return starts;
    }

    private static int RankOf(ulong[] present, int[] rank, uint trigram) =>
        rank[trigram >> 6] + BitOperations.PopCount(present[trigram >> 6] & ((1UL << (int)trigram) - 1));
}
