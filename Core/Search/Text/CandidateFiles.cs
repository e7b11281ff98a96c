using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Search;

/// <summary>Which file of a snapshot is which blob of which segment, found out once a snapshot.</summary>
internal sealed class CandidateFiles
{
    private readonly Snapshot snapshot;
    private readonly TextIndex index;
    private readonly int[] segmentOf;
    private readonly int[] blobOf;

    public CandidateFiles(Snapshot snapshot, TextIndex index)
    {
        (this.snapshot, this.index) = (snapshot, index);
        (segmentOf, blobOf) = (new int[snapshot.FileCount], new int[snapshot.FileCount]);
        Array.Fill(segmentOf, -1);
        var files = new Dictionary<BlobId, int>(snapshot.FileCount);
        var sameAs = new int[snapshot.FileCount];
        for (var file = 0; file < sameAs.Length; file++)
        {
            sameAs[file] = files.GetValueOrDefault(snapshot.Blob(file), -1);
            files[snapshot.Blob(file)] = file;
        }
        for (var segment = 0; segment < index.Segments.Count; segment++)
        {
            for (var blob = 0; blob < index.Segments[segment].BlobCount; blob++)
            {
                for (var file = files.GetValueOrDefault(index.Segments[segment].Blob(blob), -1); file >= 0; file = sameAs[file])
                    (segmentOf[file], blobOf[file]) = (segment, blob);
            }
        }
        NotIndexed = segmentOf.Count(s => s < 0);
    }

    /// <summary>Files that no segment knows.</summary>
    public int NotIndexed { get; }

    /// <summary>The files that may match, ascending; those that no segment knows are always among them.</summary>
    public IEnumerable<int> Of(TrigramQuery query)
    {
        var sets = query.IsAll ? null : index.Segments.Select(query.Evaluate).ToArray();
        for (var file = 0; file < segmentOf.Length; file++)
        {
            if (sets is null || segmentOf[file] < 0 || sets[segmentOf[file]][blobOf[file]])
                yield return file;
        }
    }
}
