using System.Runtime.InteropServices;
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
    private static readonly string[] Tracked = ["ls-files", "-z", "-v", "--stage", "--cached"];
    private static readonly string[] Changed = ["ls-files", "-z", "-v", "--modified", "--deleted", "--others", "--exclude-standard"];
    private static readonly string[] Whole = [.. Changed, "--stage", "--cached"];

    /// <param name="repository">The repository.</param>
    /// <param name="folder">The folder, in its working tree.</param>
    /// <param name="isSource">Whose size is wanted; that of other tracked files may be told as 0.</param>
    /// <param name="cancellation">Ends the listing.</param>
    public static async Task<List<TreeEntry>> List(GitRepository repository, string folder, Func<string, bool> isSource, CancellationToken cancellation)
    {
        List<string> configured = await Configured(folder, cancellation);
        GitProcessOptions options = new() { Configuration = WithoutFilters(configured) };

        // Git looks at every file to tell which are changed. What is tracked is known at once, and their sizes are asked for meanwhile, unless the index is written between the two.
        FileInfo index = new(Path.Join(repository.GitFolder, "index"));
        (DateTime, long) before = Stamp(index);
        Task<byte[]> changes = GitProcess.Run(folder, Changed, options, cancellation: cancellation);
        Task<HashSet<BlobId>> missing = MissingBlobs(repository, configured, cancellation);
        byte[] tracked = await GitProcess.Run(folder, Tracked, options, cancellation: cancellation);
        Listing listing = new(folder);
        listing.AddTracked(tracked);
        listing.Measure(isSource, cancellation);
        byte[] changed = await changes;
        if (Stamp(index) != before)
        {
            listing = new(folder);
            listing.AddTracked(await GitProcess.Run(folder, Whole, options, cancellation: cancellation));
            listing.Measure(isSource, cancellation);
        }
        else
        {
            listing.AddChanged(changed);
        }
        return listing.ToEntries(await missing);
    }

    private static (DateTime Written, long Length) Stamp(FileInfo file)
    {
        file.Refresh();
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }

    /// <summary>Blobs of HEAD that a partial clone lacks, usually none. Their files are read from disk.</summary>
    private static async Task<HashSet<BlobId>> MissingBlobs(GitRepository repository, List<string> configured, CancellationToken cancellation)
    {
        if (!configured.Exists(static key => !key.StartsWith("filter.", StringComparison.Ordinal))) return [];
        string? head = await repository.TryResolve("HEAD", cancellation);
        return head is null ? [] : await CommitLister.MissingObjects(repository.Folder(), head, cancellation);
    }

    /// <summary>
    /// To see whether a file with a new time stamp was modified, git runs the clean filter that the repository configures for it. Emptied,
    /// no filter runs: such a file counts as modified and is read from disk.
    /// </summary>
    private static List<(string Key, string Value)> WithoutFilters(List<string> configured) =>
    [
        .. configured.Where(static key => key.StartsWith("filter.", StringComparison.Ordinal)).Select(static key => (key, key.EndsWith(".required", StringComparison.Ordinal) ? "false" : "")),
    ];

    /// <summary>The names of the settings that matter here: of filters, and of a partial clone.</summary>
    private static async Task<List<string>> Configured(string folder, CancellationToken cancellation)
    {
        GitOutcome outcome = await GitProcess.Try(
            folder, ["config", "-z", "--name-only", "--get-regexp", $@"^(filter\..*\.(clean|smudge|process|required)|{GitRepository.PartialCloneSettings})$"], cancellation: cancellation);
        return [.. Encoding.UTF8.GetString(outcome.Output).Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What git has told so far.</summary>
    private sealed class Listing(string folder)
    {
        private readonly List<TreeEntry> others = [];
        private Dictionary<string, int>? places;
        private readonly List<(TreeEntry Entry, bool IsModified, bool IsGone)> tracked = [];

        /// <summary>
        /// Reads records of <c>TAG SP MODE SP ID SP STAGE TAB PATH NUL</c> for tracked files and <c>? SP PATH NUL</c> for others. A tracked file comes
        /// once as H (h where its changes are to be overlooked, S where it is not checked out, M while in conflict), and again as C when modified and R when deleted.
        /// </summary>
        public void AddTracked(ReadOnlySpan<byte> output)
        {
            while (Next(ref output, out ReadOnlySpan<byte> record))
            {
                if (record[0] == (byte)'?') AddOther(GitPath.Decode(record[2..]));
                else AddTracked((char)record[0], record);
            }
        }

        /// <summary>Reads records of <c>TAG SP PATH NUL</c>: what became of files that are known, and files that are not tracked.</summary>
        public void AddChanged(ReadOnlySpan<byte> output)
        {
            while (Next(ref output, out ReadOnlySpan<byte> record))
            {
                string path = GitPath.Decode(record[2..]);
                if (record[0] == (byte)'?') AddOther(path);
                else if (PlaceOf(path) is >= 0 and int place) Change(ref CollectionsMarshal.AsSpan(tracked)[place], (char)record[0]);
            }
        }

        /// <summary>Asks the system for the sizes of unmodified files, on all processors: one call for each of tens of thousands.</summary>
        public void Measure(Func<string, bool> isSource, CancellationToken cancellation) =>
            Parallel.For(0, tracked.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
            {
                ref (TreeEntry Entry, bool IsModified, bool IsGone) file = ref CollectionsMarshal.AsSpan(tracked)[i];
                if (file is { Entry.Kind: TreeEntryKind.File, IsModified: false, IsGone: false } && isSource(file.Entry.Path))
                    file.Entry = file.Entry with { Size = SizeOnDisk(folder, file.Entry.Path) };
            });

        public List<TreeEntry> ToEntries(HashSet<BlobId> missing)
        {
            List<TreeEntry> entries = new(tracked.Count + others.Count);
            foreach ((TreeEntry entry, bool isModified, bool isGone) in tracked)
            {
                if (isGone) continue;
                if (entry.Kind == TreeEntryKind.Submodule) entries.Add(entry with { Blob = default, Detail = $"at commit {entry.Blob}" });
                else if (isModified || (missing.Count > 0 && missing.Contains(entry.Blob))) AddFromDisk(entries, folder, entry.Path, wasTracked: true);
                else if (entry.Kind == TreeEntryKind.SymbolicLink) entries.Add(entry with { Blob = default });
                else entries.Add(entry);
            }

            entries.AddRange(others);
            return entries;
        }

        private static bool Next(ref ReadOnlySpan<byte> output, out ReadOnlySpan<byte> record)
        {
            int end = output.IndexOf((byte)0);
            record = end < 0 ? [] : output[..end];
            if (end >= 0) output = output[(end + 1)..];
            return end >= 0;
        }

        private static void Change(ref (TreeEntry Entry, bool IsModified, bool IsGone) file, char tag)
        {
            file.IsModified |= tag != 'H';
            file.IsGone |= tag is 'R' or 'S';
        }

        /// <summary>Where a tracked file stands, -1 for others. Mostly little changed and nobody asks, so the table is made for the first who does.</summary>
        private int PlaceOf(string path)
        {
            if (tracked.Count > 0 && tracked[^1].Entry.Path == path) return tracked.Count - 1;
            if (places is null || places.Count != tracked.Count)
            {
                places = new Dictionary<string, int>(tracked.Count, StringComparer.Ordinal);
                for (int i = 0; i < tracked.Count; i++) places[tracked[i].Entry.Path] = i;
            }

            return places.GetValueOrDefault(path, -1);
        }

        private void AddOther(string path)
        {
            if (path.EndsWith('/')) others.Add(new TreeEntry(path.TrimEnd('/'), TreeEntryKind.Submodule, default, 0, "an untracked repository"));
            else AddFromDisk(others, folder, path, wasTracked: false);
        }

        private void AddTracked(char tag, ReadOnlySpan<byte> record)
        {
            int tab = record.IndexOf((byte)'\t');
            string path = GitPath.Decode(record[(tab + 1)..]);
            // The stages of a file come one after the other; what became of it may come after all files.
            int place = tag is 'C' or 'R' ? PlaceOf(path) : tracked.Count > 0 && tracked[^1].Entry.Path == path ? tracked.Count - 1 : -1;
            if (place < 0)
            {
                place = tracked.Count;
                tracked.Add(default);
            }

            ref (TreeEntry Entry, bool IsModified, bool IsGone) file = ref CollectionsMarshal.AsSpan(tracked)[place];
            if (file.IsGone) return;
            ReadOnlySpan<byte> id = record[9..tab];
            BlobId.TryParse(id[..id.IndexOf((byte)' ')], out BlobId blob);
            TreeEntryKind kind = record.Slice(2, 6) switch
            {
                var mode when mode.SequenceEqual("160000"u8) => TreeEntryKind.Submodule,
                var mode when mode.SequenceEqual("120000"u8) => TreeEntryKind.SymbolicLink,
                _ => TreeEntryKind.File,
            };
            file.Entry = new TreeEntry(path, kind, blob, 0);
            Change(ref file, tag);
        }
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
