using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CodeGraph.Model;

namespace CodeGraph.Git;

/// <summary>Lists the files of a commit.</summary>
internal static class CommitLister
{
    public static async Task<List<TreeEntry>> List(GitRepository repository, string commit, CancellationToken cancellation)
    {
        string folder = repository.Folder();
        if (await repository.IsPartialClone(cancellation)) return await ListPartial(folder, commit, cancellation);
        return Parse(await GitProcess.Run(folder, ["ls-tree", "-r", "-z", "-l", "--full-tree", "--end-of-options", commit], cancellation: cancellation));
    }

    /// <summary>
    /// Lists a commit of a partial clone, which may lack some of its blobs. Git gives up at the first size it cannot tell there, so sizes
    /// are asked for present blobs only.
    /// </summary>
    private static async Task<List<TreeEntry>> ListPartial(string folder, string commit, CancellationToken cancellation)
    {
        byte[] names = await GitProcess.Run(folder, ["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit], cancellation: cancellation);
        List<TreeEntry> entries = Parse(names);
        HashSet<BlobId> missing = await MissingObjects(folder, commit, cancellation);
        BlobId[] present = [.. entries.Where(entry => entry.Kind == TreeEntryKind.File && !missing.Contains(entry.Blob)).Select(entry => entry.Blob).Distinct()];
        byte[] asked = Encoding.ASCII.GetBytes(string.Concat(present.Select(id => id + "\n")));
        byte[] answers = await GitProcess.Run(folder, ["cat-file", "--batch-check=%(objectsize)", "--buffer"], input: asked, cancellation: cancellation);
        string[] sizes = Encoding.ASCII.GetString(answers).Split('\n');
        Dictionary<BlobId, long> sizeOf = present.Index().ToDictionary(pair => pair.Item, pair => long.Parse(sizes[pair.Index], CultureInfo.InvariantCulture));
        return entries.ConvertAll(entry => entry.Kind != TreeEntryKind.File ? entry
            : sizeOf.TryGetValue(entry.Blob, out long size) ? entry with { Size = size }
            : Missing(entry.Path, entry.Blob));
    }

    /// <summary>The objects of one commit that a partial clone left on the server.</summary>
    internal static async Task<HashSet<BlobId>> MissingObjects(string folder, string commit, CancellationToken cancellation)
    {
        byte[] output = await GitProcess.Run(
            folder, ["rev-list", "--objects", "--no-walk", "--missing=print", "--end-of-options", commit], cancellation: cancellation);
        HashSet<BlobId> missing = [];
        foreach (Range range in output.AsSpan().Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = output.AsSpan(range);
            if (line.StartsWith((byte)'?') && BlobId.TryParse(line[1..], out BlobId blob)) missing.Add(blob);
        }

        return missing;
    }

    /// <summary>Reads records of <c>MODE SP TYPE SP ID SP+ SIZE TAB PATH NUL</c>, where the size is "-" for a submodule, "BAD" for a missing blob, and may be left out.</summary>
    internal static List<TreeEntry> Parse(ReadOnlySpan<byte> output)
    {
        List<TreeEntry> entries = new(output.Length / 100);
        while (!output.IsEmpty)
        {
            int end = output.IndexOf((byte)0);
            ReadOnlySpan<byte> record = output[..end];
            output = output[(end + 1)..];

            int tab = record.IndexOf((byte)'\t');
            string path = GitPath.Decode(record[(tab + 1)..]);
            ReadOnlySpan<byte> mode = record[..6];
            ReadOnlySpan<byte> id = record[(record[7..].IndexOf((byte)' ') + 8)..tab];
            int space = id.IndexOf((byte)' ');
            ReadOnlySpan<byte> size = space < 0 ? "0"u8 : id[space..].TrimStart((byte)' ');
            if (space < 0) space = id.Length;
            BlobId.TryParse(id[..space], out BlobId blob);

            if (mode.SequenceEqual("160000"u8)) entries.Add(new TreeEntry(path, TreeEntryKind.Submodule, default, 0, $"at commit {blob}"));
            else if (mode.SequenceEqual("120000"u8)) entries.Add(new TreeEntry(path, TreeEntryKind.SymbolicLink, default, 0));
            else if (Utf8Parser.TryParse(size, out long bytes, out _)) entries.Add(new TreeEntry(path, TreeEntryKind.File, blob, bytes));
            else entries.Add(Missing(path, blob));
        }

        return entries;
    }

    private static TreeEntry Missing(string path, BlobId blob) => new(
        path, TreeEntryKind.Unreadable, default, 0, $"The repository does not hold blob {blob}. In a partial clone 'git fetch --refetch' brings it; otherwise see 'git fsck'.");
}
