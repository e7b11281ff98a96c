using System.Threading.Channels;

namespace CodeGraph.Git;

/// <summary>
/// The sources of a commit, a working tree or a plain folder: which files there are, which are left out and why, and their contents.
/// The listing is made once, when the tree is opened.
/// </summary>
public sealed class SourceTree : IAsyncDisposable
{
    private readonly SourceOptions options;
    private readonly DiskReader disk;
    private readonly BlobReader? blobs;

    internal SourceTree(string root, GitRepository? repository, SourceOptions options, DiskReader disk)
    {
        Root = root;
        Repository = repository;
        this.options = options;
        this.disk = disk;
        blobs = repository is null ? null : new BlobReader(repository);
    }

    /// <summary>The folder that paths are relative to; for a bare repository, the repository.</summary>
    public string Root { get; }

    /// <summary>Null for a folder in no repository.</summary>
    public GitRepository? Repository { get; }

    /// <summary>The full id of the commit that is read, or that is checked out; null without a repository or a first commit.</summary>
    public string? Commit { get; internal init; }

    /// <summary>
    /// What the answers are true for: the commit's id, or for files on disk <c>worktree-</c> or <c>folder-</c> and a hash of the commit, all paths and blob ids.
    /// </summary>
    public required string ContentId { get; init; }

    /// <summary>A hash of all paths and blob ids, and of what is left out: trees of the same make the same graph.</summary>
    public required string FilesId { get; init; }

    /// <summary>The branch read or checked out; null when detached, named by a tag or id, or without a repository.</summary>
    public string? Branch { get; internal init; }

    public bool IsShallow => Repository is { IsShallow: true };

    /// <summary>The files to read, in ordinal order of their paths.</summary>
    public required IReadOnlyList<SourceFile> Files { get; init; }

    /// <summary>
    /// What was left out by path, size or kind, in ordinal order: source files, and every submodule and symbolic link. Contents that turn
    /// out not to be source are told by <see cref="SourceContent.Skip"/>.
    /// </summary>
    public required IReadOnlyList<SkippedFile> Skipped { get; init; }

    /// <summary>Files that <see cref="SourceOptions.IsSource"/> did not want.</summary>
    public int OtherFiles { get; internal init; }

    /// <summary>
    /// Opens what a person means by a folder: the commit when a reference is given; otherwise the files on disk, below that folder; for
    /// a bare repository, which has none, its HEAD.
    /// </summary>
    /// <exception cref="GitException">The folder, the reference or git is missing; the message names the remedy.</exception>
    public static async Task<SourceTree> Open(string folder, string? reference = null, SourceOptions? options = null, CancellationToken cancellation = default)
    {
        if (reference is not null) return await OpenCommit(folder, reference, options, cancellation);
        GitRepository? repository = await GitRepository.Discover(folder, cancellation);
        if (repository is { HasWorkingTree: true }) return await SourceTreeBuilder.WorkingTree(repository, folder, options ?? new(), cancellation);
        return repository is { IsBare: true }
            ? await SourceTreeBuilder.OfCommit(repository, null, options ?? new(), cancellation)
            : await SourceTreeBuilder.Folder(folder, options ?? new(), cancellation);
    }

    /// <summary>Opens a commit of the repository that the folder lies in, from the repository's root.</summary>
    /// <param name="reference">A branch, tag, commit id or expression; null for HEAD.</param>
    public static async Task<SourceTree> OpenCommit(string folder, string? reference = null, SourceOptions? options = null, CancellationToken cancellation = default) =>
        await OpenCommit(await GitRepository.Open(folder, cancellation), reference, options, cancellation);

    /// <inheritdoc cref="OpenCommit(string, string, SourceOptions, CancellationToken)"/>
    public static Task<SourceTree> OpenCommit(GitRepository repository, string? reference = null, SourceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(repository);
        return SourceTreeBuilder.OfCommit(repository, reference, options ?? new(), cancellation);
    }

    /// <summary>Opens the files on disk below a folder of a working tree: tracked ones, and untracked ones that are not ignored.</summary>
    public static async Task<SourceTree> OpenWorkingTree(string folder, SourceOptions? options = null, CancellationToken cancellation = default) =>
        await OpenWorkingTree(await GitRepository.Open(folder, cancellation), folder, options, cancellation);

    /// <inheritdoc cref="OpenWorkingTree(string, SourceOptions, CancellationToken)"/>
    public static Task<SourceTree> OpenWorkingTree(GitRepository repository, string folder, SourceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(repository);
        return repository.HasWorkingTree
            ? SourceTreeBuilder.WorkingTree(repository, folder, options ?? new(), cancellation)
            : throw new GitException(GitError.Failed, $"'{folder}' has no working tree. Name a commit to read, such as HEAD.");
    }

    /// <summary>Opens the files on disk below a folder without asking git. Its .gitignore files count.</summary>
    public static Task<SourceTree> OpenFolder(string folder, SourceOptions? options = null, CancellationToken cancellation = default) =>
        SourceTreeBuilder.Folder(folder, options ?? new(), cancellation);

    /// <summary>
    /// The files on disk after some of this tree's changed, without listing them all again. Null where a listing is needed: for a commit's tree, or
    /// where files came, rules of what is ignored changed, or more changed than is told.
    /// </summary>
    public async Task<SourceTree?> After(FolderChanges changes, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return changes.IsAll || ContentId == Commit ? null : await SourceTreeBuilder.After(this, changes.Paths, options, disk, cancellation);
    }

    /// <summary>
    /// Reads files and hands each to the sink exactly once, a file that cannot be read as such. The sink owns what it is given and
    /// disposes it; reading pauses while <see cref="SourceOptions.MaxBytesInFlight"/> are not disposed, so a sink must not collect.
    /// The first failure stops everything, and is thrown once all consumers have returned.
    /// </summary>
    /// <param name="files">Some or all of <see cref="Files"/>.</param>
    /// <param name="consumers">How many calls of the sink run at once. With one, the files of a commit come in their order.</param>
    /// <exception cref="GitException">The repository or folder was removed, or git failed.</exception>
    public async Task Read(
        IReadOnlyList<SourceFile> files, Func<SourceContent, CancellationToken, ValueTask> sink, int consumers = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(consumers);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Channel<SourceContent> contents = Channel.CreateUnbounded<SourceContent>(new() { SingleReader = consumers == 1 });
        Task[] work = [Guard(() => Produce(files, contents.Writer, stop.Token), stop), .. Enumerable.Range(0, consumers).Select(_ => Guard(() => Consume(contents.Reader, sink, stop.Token), stop))];
        try
        {
            await Task.WhenAll(work);
        }
        catch (Exception)
        {
            while (contents.Reader.TryRead(out SourceContent? left)) left.Dispose();
            cancellation.ThrowIfCancellationRequested();

            // What failed first cancelled the others; their cancellations say nothing.
            Task? failed = Array.Find(work, task => task.IsFaulted);
            if (failed is not null) await failed;
            throw;
        }
    }

    /// <summary>The present text of one file, in the form of <see cref="SourceContent.Utf8"/>; null when it can no longer be read.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadText(SourceFile file, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!file.OnDisk && blobs is not null) return await blobs.Read(file.Blob, cancellation);
        using SourceContent content = disk.Read(file, null, 0);
        if (content.Skip is not null) return null;
        content.Normalize();
        return content.Utf8.ToArray();
    }

    public ValueTask DisposeAsync() => blobs?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task Produce(IReadOnlyList<SourceFile> files, ChannelWriter<SourceContent> output, CancellationToken cancellation)
    {
        try
        {
            ByteBudget budget = new(options.MaxBytesInFlight);
            List<SourceFile> stored = [];
            List<SourceFile> loose = [];
            foreach (SourceFile file in files) (file.OnDisk || Repository is null ? loose : stored).Add(file);
            Task fromDisk = loose.Count == 0 ? Task.CompletedTask : disk.Run(loose, output, budget, cancellation);
            Task fromGit = stored.Count == 0 ? Task.CompletedTask : new BlobPipeline(Repository!, stored, output, budget).Run(cancellation);
            await Task.WhenAll(fromGit, fromDisk);
        }
        finally
        {
            output.Complete();
        }
    }

    private async Task Consume(ChannelReader<SourceContent> input, Func<SourceContent, CancellationToken, ValueTask> sink, CancellationToken cancellation)
    {
        await foreach (SourceContent content in input.ReadAllAsync(cancellation))
            await sink(content.Classify(options), cancellation);
    }

    private static async Task Guard(Func<Task> work, CancellationTokenSource stop)
    {
        try
        {
            await Task.Run(work);
        }
        catch (Exception)
        {
            await stop.CancelAsync();
            throw;
        }
    }
}
