using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using CodeGraph.Model;

namespace CodeGraph.Git;

/// <summary>Makes source trees from listings: leaves out what the options and the classifier do not want, and gives files on disk their ids.</summary>
internal static class SourceTreeBuilder
{
    /// <summary>A .gitattributes file beyond this size is not one.</summary>
    private const long MaxAttributesBytes = 1024 * 1024;

    private const int HashedAtOnce = 64 * 1024;

    public static async Task<SourceTree> OfCommit(GitRepository repository, string? reference, SourceOptions options, CancellationToken cancellation)
    {
        options.Validate();
        string commit = await repository.Resolve(reference, cancellation);
        Task<string?> branch = repository.Branch(reference, cancellation);
        List<TreeEntry> entries = await CommitLister.List(repository, commit, cancellation);
        DiskReader disk = new(repository.Root, repository.UsesSha256, options.MaxFileBytes);
        Selection selection = await Select(entries, blobs: repository, disk, options, cancellation);
        return new SourceTree(repository.Root, repository, options, disk)
        {
            Commit = commit,
            ContentId = commit,
            FilesId = IdOf(selection.Files, selection.Skipped),
            Branch = await branch,
            Files = selection.Files,
            Skipped = selection.Skipped,
            OtherFiles = selection.OtherFiles,
        };
    }

    public static async Task<SourceTree> WorkingTree(GitRepository repository, string folder, SourceOptions options, CancellationToken cancellation)
    {
        options.Validate();
        folder = GitRepository.ExistingFolder(folder);
        Task<List<TreeEntry>> listing = WorkingTreeLister.List(repository, folder, options.IsSource, cancellation);
        Task<string?> commit = repository.TryResolve("HEAD", cancellation);
        Task<string?> branch = repository.Branch(cancellation: cancellation);
        List<TreeEntry> entries = await listing;

        // Git lists nothing below a folder that the repository around it ignores. Who names such a folder means what is in it.
        if (entries.Count == 0 && folder != repository.Root) entries = FolderLister.List(folder, cancellation);

        DiskReader disk = new(folder, repository.UsesSha256, options.MaxFileBytes);
        Selection selection = await Select(entries, blobs: null, disk, options, cancellation);
        string files = IdOf(selection.Files, selection.Skipped);
        return new SourceTree(folder, repository, options, disk)
        {
            Commit = await commit,
            ContentId = ContentId("worktree-", await commit, files),
            FilesId = files,
            Branch = await branch,
            Files = selection.Files,
            Skipped = selection.Skipped,
            OtherFiles = selection.OtherFiles,
        };
    }

    public static async Task<SourceTree> Folder(string folder, SourceOptions options, CancellationToken cancellation)
    {
        options.Validate();
        folder = GitRepository.ExistingFolder(folder);
        List<TreeEntry> entries = FolderLister.List(folder, cancellation);
        DiskReader disk = new(folder, usesSha256: false, options.MaxFileBytes);
        Selection selection = await Select(entries, blobs: null, disk, options, cancellation);
        string files = IdOf(selection.Files, selection.Skipped);
        return new SourceTree(folder, null, options, disk)
        {
            ContentId = ContentId("folder-", null, files),
            FilesId = files,
            Files = selection.Files,
            Skipped = selection.Skipped,
            OtherFiles = selection.OtherFiles,
        };
    }

    /// <summary>See <see cref="SourceTree.After"/>.</summary>
    public static async Task<SourceTree?> After(SourceTree before, IReadOnlyCollection<string> paths, SourceOptions options, DiskReader disk, CancellationToken cancellation)
    {
        Dictionary<string, int> indexes = new(before.Files.Count, StringComparer.Ordinal);
        for (int i = 0; i < before.Files.Count; i++) indexes[before.Files[i].Path] = i;
        SourceFile?[] files = [.. before.Files];
        List<TreeEntry> written = [];
        foreach (string path in paths)
        {
            if (path.EndsWith(".gitignore", StringComparison.Ordinal) || path.EndsWith(".gitattributes", StringComparison.Ordinal)) return null;
            FileInfo file = new(GitPath.OnDisk(before.Root, path));
            bool isThere = file.Exists || file.LinkTarget is not null;
            if (!indexes.TryGetValue(path, out int index))
            {
                if (isThere && options.IsSource(path)) return null;
                continue;
            }

            if (file.LinkTarget is not null || (isThere && file.Length > options.MaxFileBytes)) return null;
            if (isThere) written.Add(new TreeEntry(path, TreeEntryKind.File, default, file.Length));
            else files[index] = null;
        }

        (BlobId Id, string? Detail)[] ids = await disk.Hash(written, cancellation);
        for (int i = 0; i < written.Count; i++)
        {
            int index = indexes[written[i].Path];
            if (ids[i].Id.IsEmpty) return null;
            if (ids[i].Id != before.Files[index].Blob) files[index] = before.Files[index] with { Blob = ids[i].Id, Size = written[i].Size, OnDisk = true };
        }

        List<SourceFile> kept = [.. files.OfType<SourceFile>()];
        string id = IdOf(kept, before.Skipped);
        return new SourceTree(before.Root, before.Repository, options, disk)
        {
            Commit = before.Commit,
            ContentId = ContentId(before.ContentId[..(before.ContentId.IndexOf('-') + 1)], before.Commit, id),
            FilesId = id,
            Branch = before.Branch,
            Files = kept,
            Skipped = before.Skipped,
            OtherFiles = before.OtherFiles,
        };
    }

    /// <param name="entries">What was listed.</param>
    /// <param name="blobs">The repository where the files are those of a commit; null where they are on disk.</param>
    /// <param name="disk">Reads what is on disk.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="cancellation">Ends it.</param>
    private static async Task<Selection> Select(
        List<TreeEntry> entries, GitRepository? blobs, DiskReader disk, SourceOptions options, CancellationToken cancellation)
    {
        Sort(entries);
        SourceAttributes attributes = await ReadAttributes(entries, blobs, disk, cancellation);
        FileClassifier classifier = new(entries.Select(entry => entry.Path), attributes);
        List<TreeEntry> wanted = [];
        List<SkippedFile> skipped = [];
        bool[] isSource = new bool[entries.Count];
        SkipReason?[] reasons = new SkipReason?[entries.Count];
        Parallel.For(0, entries.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            if (isSource[i] = options.IsSource(entries[i].Path)) reasons[i] = Unwanted(classifier.Classify(entries[i].Path), options);
        });
        int otherFiles = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            TreeEntry entry = entries[i];
            if (entry.Kind is TreeEntryKind.Submodule or TreeEntryKind.SymbolicLink)
                skipped.Add(new SkippedFile(entry.Path, entry.Kind == TreeEntryKind.Submodule ? SkipReason.Submodule : SkipReason.SymbolicLink, entry.Detail));
            else if (!isSource[i])
                otherFiles++;
            else if (entry.Kind == TreeEntryKind.Unreadable)
                skipped.Add(new SkippedFile(entry.Path, SkipReason.Unreadable, entry.Detail));
            else if (reasons[i] is { } reason)
                skipped.Add(new SkippedFile(entry.Path, reason));
            else if (entry.Size > options.MaxFileBytes)
                skipped.Add(new SkippedFile(entry.Path, SkipReason.TooLarge, $"{entry.Size} bytes; the limit is {options.MaxFileBytes}"));
            else
                wanted.Add(entry);
        }

        List<SourceFile> files = await Identify(wanted, attributes, disk, skipped, cancellation);
        return new Selection(files, skipped, otherFiles);
    }

    /// <summary>Git lists tracked files in order, so that there is often nothing to do.</summary>
    private static void Sort(List<TreeEntry> entries)
    {
        for (int i = 1; i < entries.Count; i++)
        {
            if (string.CompareOrdinal(entries[i - 1].Path, entries[i].Path) <= 0) continue;
            entries.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
            return;
        }
    }

    private static SkipReason? Unwanted(SkipReason? reason, SourceOptions options) => reason switch
    {
        SkipReason.Vendored when options.IncludeVendored => null,
        SkipReason.Generated or SkipReason.Minified when options.IncludeGenerated => null,
        _ => reason,
    };

    /// <summary>Hashes what is on disk only. A file that cannot be read now moves to the skipped ones.</summary>
    private static async Task<List<SourceFile>> Identify(
        List<TreeEntry> wanted, SourceAttributes attributes, DiskReader disk, List<SkippedFile> skipped, CancellationToken cancellation)
    {
        List<TreeEntry> loose = wanted.FindAll(entry => entry.OnDisk);
        (BlobId Id, string? Detail)[] ids = await disk.Hash(loose, cancellation);
        List<SourceFile> files = new(wanted.Count);
        int next = 0;
        int before = skipped.Count;
        foreach (TreeEntry entry in wanted)
        {
            (BlobId blob, string? detail) = entry.OnDisk ? ids[next++] : (entry.Blob, null);
            if (blob.IsEmpty) skipped.Add(new SkippedFile(entry.Path, SkipReason.Unreadable, detail));
            else files.Add(new SourceFile(entry.Path, blob, entry.Size) { OnDisk = entry.OnDisk, IsHandWritten = attributes.Of(entry.Path).Generated == false });
        }

        if (skipped.Count > before) skipped.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        return files;
    }

    private static async Task<SourceAttributes> ReadAttributes(
        List<TreeEntry> entries, GitRepository? repository, DiskReader disk, CancellationToken cancellation)
    {
        List<TreeEntry> files = entries.FindAll(static entry =>
            entry.Kind == TreeEntryKind.File && entry.Size <= MaxAttributesBytes
            && (entry.Path == ".gitattributes" || entry.Path.EndsWith("/.gitattributes", StringComparison.Ordinal)));
        if (files.Count == 0) return SourceAttributes.None;

        List<(string Path, string Text)> texts = [];
        await using BlobReader? blobs = repository is null ? null : new BlobReader(repository);
        foreach (TreeEntry entry in files)
        {
            if (blobs is null)
            {
                using SourceContent content = disk.Read(new SourceFile(entry.Path, default, entry.Size), null, 0);
                if (content.Utf8.Length <= MaxAttributesBytes) texts.Add((entry.Path, Encoding.UTF8.GetString(content.Utf8.Span)));
            }
            else if (await blobs.Read(entry.Blob, cancellation) is { } text)
            {
                texts.Add((entry.Path, Encoding.UTF8.GetString(text.Span)));
            }
        }

        return SourceAttributes.Parse(texts);
    }

    /// <summary>SHA-256 over <c>path NUL id how</c> of all files in order, then over <c>path NUL reason</c> of those left out, shortened to the 40 digits of a commit id.</summary>
    private static string IdOf(IReadOnlyList<SourceFile> files, IReadOnlyList<SkippedFile> skipped)
    {
        // One call for many files: each costs more than hashing a path does.
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ArrayBufferWriter<byte> buffer = new(HashedAtOnce * 2);
        foreach (SourceFile file in files)
        {
            Encoding.UTF8.GetBytes(file.Path, buffer);
            Span<byte> rest = buffer.GetSpan(2 + BlobId.Sha256Length);
            rest[0] = 0;
            file.Blob.CopyTo(rest[1..]);
            rest[1 + file.Blob.Length] = file.IsHandWritten ? (byte)1 : (byte)0;
            buffer.Advance(2 + file.Blob.Length);
            if (buffer.WrittenCount < HashedAtOnce) continue;
            hash.AppendData(buffer.WrittenSpan);
            buffer.ResetWrittenCount();
        }

        foreach (SkippedFile file in skipped)
        {
            Encoding.UTF8.GetBytes(file.Path, buffer);
            buffer.Write<byte>([0, (byte)file.Reason]);
        }

        hash.AppendData(buffer.WrittenSpan);
        return Shortened(hash.GetHashAndReset());
    }

    /// <summary>What is on disk is told by its files and by the commit it goes with, which answers name.</summary>
    private static string ContentId(string prefix, string? commit, string files) => prefix + Shortened(SHA256.HashData(Encoding.ASCII.GetBytes($"{commit} {files}")));

    private static string Shortened(byte[] hash) => Convert.ToHexStringLower(hash)[..40];

    private readonly record struct Selection(List<SourceFile> Files, List<SkippedFile> Skipped, int OtherFiles);
}
