namespace CodeGraph.Git;

/// <summary>How a folder is watched.</summary>
public sealed class WatchOptions
{
    /// <summary>A change is told once nothing has changed for this long. Default: 10 ms.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>While things change without end, they are told this often. Default: 500 ms.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Where the system tells no changes, the folder is looked at this often. Default: 2 s.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Look at the folder in turns though the system could tell: changes on network drives are not told. Default: false.</summary>
    public bool AlwaysPoll { get; init; }
}

/// <summary>What changed below a folder.</summary>
/// <param name="Paths">Files that were written, made, removed or renamed, relative to the folder, with <c>/</c>.</param>
/// <param name="IsAll">More may have changed than the paths say: a folder came or went, a branch was switched, or nobody knows.</param>
public sealed record FolderChanges(IReadOnlyCollection<string> Paths, bool IsAll)
{
    public static readonly FolderChanges All = new([], IsAll: true);

    public static readonly FolderChanges None = new([], IsAll: false);

    /// <summary>These and later ones.</summary>
    public FolderChanges And(FolderChanges later)
    {
        ArgumentNullException.ThrowIfNull(later);
        return new([.. Paths.Union(later.Paths, StringComparer.Ordinal)], IsAll || later.IsAll);
    }
}

/// <summary>
/// Tells when files below a folder may have changed: by the system's notifications, and in turns where there are none (too many folders for the
/// system's limit, or <see cref="WatchOptions.AlwaysPoll"/>). May tell of changes that are none, never passes one over.
/// </summary>
public sealed class FolderWatcher : IDisposable
{
    /// <summary>Past this many paths it is cheaper to list the folder.</summary>
    private const int MaxPaths = 256;

    private readonly string folder;
    private readonly WatchOptions options;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly List<FileSystemWatcher> watchers = [];
    private HashSet<string> paths = new(StringComparer.Ordinal);
    private TaskCompletionSource changed = NewSignal();
    private bool isAll;

    /// <param name="folder">The folder, with everything below it.</param>
    /// <param name="gitFolder">The repository's git folder, whose HEAD and branches count too; null for none.</param>
    /// <param name="options">How to watch.</param>
    /// <param name="time">The clock.</param>
    public FolderWatcher(string folder, string? gitFolder, WatchOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (this.folder, this.options, this.time) = (folder, options, time);
        IsPolling = options.AlwaysPoll || !TryWatch(folder, OnFile);
        if (!IsPolling && gitFolder is not null && !IsBelow(gitFolder, folder))
            IsPolling = !TryWatch(gitFolder, (path, _) => OnGit(path));
    }

    /// <summary>Whether the folder is looked at in turns, since the system does not tell.</summary>
    public bool IsPolling { get; private set; }

    /// <summary>Waits until something may have changed since the last call, and has come to rest.</summary>
    public async Task<FolderChanges> Next(CancellationToken cancellation)
    {
        if (!IsPolling)
            await Rest(cancellation);
        if (IsPolling)
        {
            await Task.Delay(options.Poll, time, cancellation);
            return FolderChanges.All;
        }
        lock (gate)
        {
            var told = new FolderChanges(paths, isAll);
            (paths, isAll, changed) = (new(StringComparer.Ordinal), false, NewSignal());
            return told;
        }
    }

    public void Dispose()
    {
        foreach (var watcher in watchers)
            watcher.Dispose();
    }

    private async Task Rest(CancellationToken cancellation)
    {
        await changed.Task.WaitAsync(cancellation);
        var started = time.GetTimestamp();
        for (var before = -1; before != Count() && time.GetElapsedTime(started) < options.Longest;)
        {
            before = Count();
            await Task.Delay(options.Quiet, time, cancellation);
        }
    }

    private int Count()
    {
        lock (gate)
            return paths.Count;
    }

    private bool TryWatch(string root, Action<string, WatcherChangeTypes> tell)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(root)
            {
                IncludeSubdirectories = true,
                InternalBufferSize = 64 << 10,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Changed += (_, e) => tell(Relative(root, e.FullPath), e.ChangeType);
            watcher.Created += (_, e) => tell(Relative(root, e.FullPath), e.ChangeType);
            watcher.Deleted += (_, e) => tell(Relative(root, e.FullPath), e.ChangeType);
            watcher.Renamed += (_, e) =>
            {
                tell(Relative(root, e.OldFullPath), e.ChangeType);
                tell(Relative(root, e.FullPath), e.ChangeType);
            };
            watcher.Error += (_, e) => OnError(e.GetException());
            watcher.EnableRaisingEvents = true;
            watchers.Add(watcher);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or PlatformNotSupportedException)
        {
            // Linux: no inotify instance or watch is left for this user.
            watcher?.Dispose();
            return false;
        }
    }

    private void OnFile(string path, WatcherChangeTypes change)
    {
        if (path == ".git" || path.StartsWith(".git/", StringComparison.Ordinal))
            OnGit(path.Length > 5 ? path[5..] : "");
        else if (change == WatcherChangeTypes.Changed && Directory.Exists(Path.Join(folder, path)))
            return; // The entries that made it change are told by themselves.
        else
            Tell(path, all: change != WatcherChangeTypes.Changed && !IsFile(path));
    }

    // What is neither there as a file nor was one that is known may have been a folder with files.
    private bool IsFile(string path) => File.Exists(Path.Join(folder, path)) || Path.GetExtension(path).Length > 0 && !Directory.Exists(Path.Join(folder, path));

    private void OnGit(string path)
    {
        if (path is "HEAD" || (path.StartsWith("refs/heads/", StringComparison.Ordinal) && !path.EndsWith(".lock", StringComparison.Ordinal)))
            Tell(null, all: true);
    }

    private void OnError(Exception exception)
    {
        // A full buffer lost changes, and goes on; anything else ends the notifications.
        if (exception is not InternalBufferOverflowException)
            IsPolling = true;
        Tell(null, all: true);
    }

    private void Tell(string? path, bool all)
    {
        lock (gate)
        {
            if (path is not null && paths.Count < MaxPaths)
                paths.Add(path);
            else
                isAll = true;
            isAll |= all;
            changed.TrySetResult();
        }
    }

    private static bool IsBelow(string path, string root) => path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Relative(string root, string path) => Path.GetRelativePath(root, path).Replace('\\', '/');

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
