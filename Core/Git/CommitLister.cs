using System.Buffers.Text;
using CodeGraph.Model;

namespace CodeGraph.Git;

/// <summary>Lists the files of a commit.</summary>
internal static class CommitLister
{
    public static async Task<List<TreeEntry>> List(GitRepository repository, string commit, CancellationToken cancellation)
    {
        byte[] output = await GitProcess.Run(
            repository.Folder(), ["ls-tree", "-r", "-z", "-l", "--full-tree", "--end-of-options", commit], cancellation: cancellation);
        return Parse(output);
    }

    /// <summary>Reads records of <c>MODE SP TYPE SP ID SP+ SIZE TAB PATH NUL</c>, where the size is "-" for a submodule and "BAD" for a missing blob.</summary>
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
            ReadOnlySpan<byte> size = id[space..].TrimStart((byte)' ');
            BlobId.TryParse(id[..space], out BlobId blob);

            if (mode.SequenceEqual("160000"u8)) entries.Add(new TreeEntry(path, TreeEntryKind.Submodule, default, 0, $"at commit {blob}"));
            else if (mode.SequenceEqual("120000"u8)) entries.Add(new TreeEntry(path, TreeEntryKind.SymbolicLink, default, 0));
            else if (Utf8Parser.TryParse(size, out long bytes, out _)) entries.Add(new TreeEntry(path, TreeEntryKind.File, blob, bytes));
            else entries.Add(new TreeEntry(path, TreeEntryKind.Unreadable, default, 0, $"The repository does not hold blob {blob}; 'git fetch --refetch' brings it."));
        }

        return entries;
    }
}
