using System.Text;
using CodeGraph.Model;

namespace CodeGraph.Git;

/// <summary>
/// Lists the files of a working tree below a folder, as they are on disk: tracked ones, and untracked ones that are not ignored. A
/// tracked file that git finds unmodified keeps the id of its blob and is read from the repository, so line-ending and other
/// filters do not make two contents of one file.
/// </summary>
internal static class WorkingTreeLister
{
    private static readonly string[] Command =
        ["ls-files", "-z", "-v", "--stage", "--cached", "--modified", "--deleted", "--others", "--exclude-standard"];

    public static async Task<List<TreeEntry>> List(GitRepository repository, string folder, CancellationToken cancellation)
    {
        GitProcessOptions options = new() { Configuration = await WithoutFilters(folder, cancellation) };
        byte[] output = await GitProcess.Run(folder, Command, options, cancellation: cancellation);
        HashSet<BlobId> missing = await MissingBlobs(repository, cancellation);
        return Parse(output, folder, missing);
    }

    /// <summary>Blobs of HEAD that a partial clone lacks, usually none. Their files are read from disk.</summary>
    private static async Task<HashSet<BlobId>> MissingBlobs(GitRepository repository, CancellationToken cancellation)
    {
        if (!await repository.IsPartialClone(cancellation)) return [];
        string? head = await repository.TryResolve("HEAD", cancellation);
        return head is null ? [] : await CommitLister.MissingObjects(repository.Folder(), head, cancellation);
    }

    /// <summary>
    /// To see whether a file with a new time stamp was modified, git runs the clean filter that the repository configures for it. Emptied,
    /// no filter runs: such a file counts as modified and is read from disk.
    /// </summary>
    private static async Task<List<(string Key, string Value)>> WithoutFilters(string folder, CancellationToken cancellation)
    {
        GitOutcome outcome = await GitProcess.Try(
            folder, ["config", "-z", "--name-only", "--get-regexp", @"^filter\..*\.(clean|smudge|process|required)$"], cancellation: cancellation);
        return
        [
            .. Encoding.UTF8.GetString(outcome.Output).Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)
                .Select(key => (key, key.EndsWith(".required", StringComparison.Ordinal) ? "false" : "")),
        ];
    }

    /// <summary>
    /// Reads records of <c>TAG SP MODE SP ID SP STAGE TAB PATH NUL</c> for tracked files and <c>? SP PATH NUL</c> for others. A tracked file comes
    /// once as H (h where its changes are to be overlooked, S where it is not checked out, M while in conflict), and again as C when modified and R when deleted.
    /// </summary>
    private static List<TreeEntry> Parse(ReadOnlySpan<byte> output, string folder, HashSet<BlobId> missing)
    {
        Dictionary<string, (TreeEntry Entry, bool Modified)> tracked = new(StringComparer.Ordinal);
        List<TreeEntry> entries = [];
        while (!output.IsEmpty)
        {
            int end = output.IndexOf((byte)0);
            ReadOnlySpan<byte> record = output[..end];
            output = output[(end + 1)..];

            char tag = (char)record[0];
            if (tag == '?')
            {
                string name = GitPath.Decode(record[2..]);
                if (name.EndsWith('/')) entries.Add(new TreeEntry(name.TrimEnd('/'), TreeEntryKind.Submodule, default, 0, "an untracked repository"));
                else AddFromDisk(entries, folder, name, wasTracked: false);
                continue;
            }

            int tab = record.IndexOf((byte)'\t');
            string path = GitPath.Decode(record[(tab + 1)..]);
            if (tag == 'R')
            {
                tracked.Remove(path);
                tracked[path] = (default, true);
                continue;
            }

            bool known = tracked.TryGetValue(path, out (TreeEntry Entry, bool Modified) earlier);
            if (known && earlier.Entry.Path is null) continue;
            ReadOnlySpan<byte> id = record[9..tab];
            BlobId.TryParse(id[..id.IndexOf((byte)' ')], out BlobId blob);
            TreeEntryKind kind = record.Slice(2, 6) switch
            {
                var mode when mode.SequenceEqual("160000"u8) => TreeEntryKind.Submodule,
                var mode when mode.SequenceEqual("120000"u8) => TreeEntryKind.SymbolicLink,
                _ => TreeEntryKind.File,
            };
            if (tag == 'S') tracked[path] = (default, true);
            else tracked[path] = (new TreeEntry(path, kind, blob, 0), earlier.Modified || tag != 'H');
        }

        foreach ((TreeEntry entry, bool modified) in tracked.Values)
        {
            if (entry.Path is null) continue;
            if (entry.Kind == TreeEntryKind.Submodule) entries.Add(entry with { Blob = default, Detail = $"at commit {entry.Blob}" });
            else if (modified || missing.Contains(entry.Blob)) AddFromDisk(entries, folder, entry.Path, wasTracked: true);
            else if (entry.Kind == TreeEntryKind.SymbolicLink) entries.Add(entry with { Blob = default });
            else entries.Add(entry with { Size = SizeOnDisk(folder, entry.Path) });
        }

        return entries;
    }

    private static void AddFromDisk(List<TreeEntry> entries, string folder, string path, bool wasTracked)
    {
        if (GitPath.HasEscapes(path))
        {
            entries.Add(new TreeEntry(path, TreeEntryKind.Unreadable, default, 0, wasTracked
                ? "Its name is not valid UTF-8, so its changes can be read only once they are committed."
                : "Its name is not valid UTF-8, so it can be read only once it is committed."));
            return;
        }

        FileInfo file = new(GitPath.OnDisk(folder, path));
        if (file.Attributes != (FileAttributes)(-1) && file.Attributes.HasFlag(FileAttributes.ReparsePoint))
            entries.Add(new TreeEntry(path, TreeEntryKind.SymbolicLink, default, 0));
        else if (file.Exists)
            entries.Add(new TreeEntry(path, TreeEntryKind.File, default, file.Length));
    }

    /// <summary>The size of an unmodified file, for the size limit. Where the name cannot be opened it counts as small.</summary>
    private static long SizeOnDisk(string folder, string path)
    {
        if (GitPath.HasEscapes(path)) return 0;
        FileInfo file = new(GitPath.OnDisk(folder, path));
        return file.Exists ? file.Length : 0;
    }
}
