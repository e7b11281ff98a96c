using System.Text;
using CodeGraph.Model;

namespace CodeGraph.Git;

/// <summary>How much of a repository is brought here.</summary>
public sealed class CloneOptions
{
    /// <summary>
    /// Whether contents of old commits stay on the server, where it allows that (a blob-less partial clone); trees and the whole history of
    /// commits come in any case. The contents of one commit are then brought in a single batch before it is read, never one by one. Questions
    /// about the history of lines and of complexity need old contents. Default: false, everything.
    /// </summary>
    public bool WithoutOldContents { get; init; }
}

/// <summary>
/// The only writer of clones: bare repositories below a data folder, one per address. Clones are bare because commits are read through
/// git and a checkout would be written for nothing.
/// </summary>
public sealed class GitClone
{
    private static readonly string[] References = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];

    private readonly string dataFolder;
    private readonly CloneOptions options;

    /// <param name="dataFolder">Created when it does not exist.</param>
    public GitClone(string dataFolder, CloneOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataFolder);
        this.dataFolder = Path.GetFullPath(dataFolder);
        this.options = options ?? new CloneOptions();
    }

    /// <summary>The folder that an address is cloned into, whether it is there yet or not.</summary>
    public string FolderOf(string address) => Path.Join(dataFolder, GitAddress.Parse(address).FolderName);

    /// <summary>Clones the repository, or fetches what is new when it was cloned before. The result has all of its current HEAD's contents.</summary>
    /// <param name="address">As <see cref="GitAddress.Parse"/> takes it. Credentials in it are used and not stored.</param>
    /// <param name="progress">Gets git's own progress lines.</param>
    /// <exception cref="GitException">The address is refused, the remote cannot be read, or another process is cloning it.</exception>
    public async Task<GitRepository> CloneOrFetch(string address, IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        GitAddress from = GitAddress.Parse(address);
        Directory.CreateDirectory(dataFolder);
        string folder = Path.Join(dataFolder, from.FolderName);
        using FileStream held = Hold(from);
        if (Directory.Exists(folder)) await Fetch(from, folder, progress, cancellation);
        else await Clone(from, folder, progress, cancellation);

        GitRepository repository = await GitRepository.Open(folder, cancellation);
        if (await repository.TryResolve("HEAD", cancellation) is { } head) await FetchContents(from, repository, head, progress, cancellation);
        return repository;
    }

    /// <summary>Brings the contents of one commit that a clone without old contents lacks; does nothing in any other.</summary>
    public Task FetchContents(string address, GitRepository repository, string commit, IProgress<string>? progress = null, CancellationToken cancellation = default) =>
        FetchContents(GitAddress.Parse(address), repository, commit, progress, cancellation);

    private async Task Clone(GitAddress from, string folder, IProgress<string>? progress, CancellationToken cancellation)
    {
        // What an interrupted process left has the same name; holding the lock, nobody else writes there.
        string incoming = folder + ".incoming";
        Delete(incoming);
        try
        {
            // Without --local, even a repository on this machine goes through the transport, which trusts nothing in it.
            List<string> arguments = ["clone", "--bare", "--no-local", "--progress", "--origin=origin", "--template="];
            if (options.WithoutOldContents) arguments.Add("--filter=blob:none");
            await Transport(from, dataFolder, [.. arguments, "--", from.Url, incoming], progress, cancellation: cancellation);
            await Transport(from, incoming, ["config", "remote.origin.fetch", References[0]], null, cancellation: cancellation);
            Directory.Move(incoming, folder);
        }
        finally
        {
            Delete(incoming);
        }
    }

    private static async Task Fetch(GitAddress from, string folder, IProgress<string>? progress, CancellationToken cancellation)
    {
        await Transport(
            from, folder, ["fetch", "--progress", "--prune", "--no-write-fetch-head", "--", "origin", .. References], progress, cancellation: cancellation);
        string remote = GitPath.Decode(await Transport(from, folder, ["ls-remote", "--symref", "--", "origin", "HEAD"], null, cancellation: cancellation));

        // 'ref: refs/heads/main TAB HEAD': the default branch may have been renamed since.
        string first = remote.Split('\n', 2)[0];
        int tab = first.IndexOf('\t', StringComparison.Ordinal);
        if (tab > 5 && first.StartsWith("ref: refs/heads/", StringComparison.Ordinal))
            await GitProcess.Run(folder, ["symbolic-ref", "HEAD", first[5..tab]], cancellation: cancellation);
    }

    private static async Task FetchContents(GitAddress from, GitRepository repository, string commit, IProgress<string>? progress, CancellationToken cancellation)
    {
        GitOutcome partial = await GitProcess.Try(repository.Folder(), ["config", "--get", "remote.origin.promisor"], cancellation: cancellation);
        if (partial.Text != "true") return;
        HashSet<BlobId> missing = await CommitLister.MissingObjects(repository.Folder(), commit, cancellation);
        if (missing.Count == 0) return;

        // The call that git itself makes for missing objects, for all of them at once.
        await Transport(
            from,
            repository.Folder(),
            ["-c", "fetch.negotiationAlgorithm=noop", "fetch", "--progress", "--no-tags", "--no-write-fetch-head", "--filter=blob:none", "--stdin", "origin"],
            progress,
            Encoding.ASCII.GetBytes(string.Concat(missing.Select(id => id + "\n"))),
            cancellation);
    }

    private static async Task<byte[]> Transport(
        GitAddress from, string folder, string[] arguments, IProgress<string>? progress, ReadOnlyMemory<byte> input = default, CancellationToken cancellation = default)
    {
        GitProcessOptions transport = new()
        {
            Transport = true,
            Configuration = from.Credentials(),
            Progress = progress is null ? null : line => progress.Report(from.Redact(line)),
        };
        GitOutcome outcome = await GitProcess.Try(folder, arguments, transport, input, cancellation);
        return outcome.ExitCode == 0
            ? outcome.Output
            : throw GitException.FromCommand(folder, $"{arguments[0]} {from.Url}", outcome.ExitCode, from.Redact(outcome.Errors));
    }

    /// <summary>Locks an address against other processes and calls. The system lets go of the lock when its holder dies.</summary>
    private FileStream Hold(GitAddress from)
    {
        try
        {
            return new FileStream(Path.Join(dataFolder, from.FolderName + ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new GitException(GitError.Busy, $"'{from.Url}' is being cloned or fetched already. Wait for that to end.", exception);
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
