using System.Text;

namespace CodeGraph.Git;

/// <summary>
/// A git repository on this machine, read through the git program. Nothing here writes to the repository, reaches the network or runs
/// what its configuration names.
/// </summary>
public sealed class GitRepository
{
    private const int ReferencesShown = 8;

    /// <summary>Names of the settings that a partial clone has, as a regular expression.</summary>
    internal const string PartialCloneSettings = @"remote\..*\.promisor|extensions\.partialclone";

    private GitRepository(string root, string gitFolder, bool isBare, bool isShallow, bool hasWorkingTree, bool usesSha256)
    {
        Root = root;
        GitFolder = gitFolder;
        IsBare = isBare;
        IsShallow = isShallow;
        HasWorkingTree = hasWorkingTree;
        UsesSha256 = usesSha256;
    }

    /// <summary>The top folder of the working tree; the git folder itself where there is none.</summary>
    public string Root { get; }

    /// <summary>The folder with refs and configuration: <c>.git</c>, a linked worktree's own, or the bare repository.</summary>
    public string GitFolder { get; }

    public bool IsBare { get; }

    /// <summary>Whether history was cut by a shallow clone.</summary>
    public bool IsShallow { get; }

    /// <summary>Whether the folder that was asked about lies in a checked-out working tree.</summary>
    public bool HasWorkingTree { get; }

    /// <summary>Whether object ids are SHA-256 rather than SHA-1.</summary>
    public bool UsesSha256 { get; }

    /// <summary>Finds the repository that a folder lies in; null when there is none.</summary>
    /// <exception cref="GitException">The folder does not exist, git is missing, or git does not trust the folder's owner.</exception>
    public static async Task<GitRepository?> Discover(string folder, CancellationToken cancellation = default)
    {
        folder = ExistingFolder(folder);
        GitOutcome outcome = await GitProcess.Try(
            folder,
            ["rev-parse", "--is-bare-repository", "--is-shallow-repository", "--is-inside-work-tree", "--show-object-format", "--absolute-git-dir"],
            cancellation: cancellation);
        if (outcome.ExitCode != 0)
        {
            GitException failure = GitException.FromCommand(folder, "rev-parse", outcome.ExitCode, outcome.Errors);
            return failure.Error == GitError.NotARepository ? null : throw failure;
        }

        // The git folder comes last because its name may hold line breaks.
        string[] lines = outcome.Text.Split('\n', 5);
        bool hasWorkingTree = lines[2] == "true";
        string root = !hasWorkingTree ? lines[4]
            : Path.Exists(Path.Join(folder, ".git")) ? folder
            : (await GitProcess.Try(folder, ["rev-parse", "--show-toplevel"], cancellation: cancellation)).Text;
        return new GitRepository(root, lines[4], lines[0] == "true", lines[1] == "true", hasWorkingTree, lines[3] == "sha256");
    }

    /// <summary>The repository that a folder lies in.</summary>
    /// <exception cref="GitException">There is none, or <see cref="Discover"/> failed.</exception>
    public static async Task<GitRepository> Open(string folder, CancellationToken cancellation = default) =>
        await Discover(folder, cancellation) ?? throw GitException.NotARepository(folder);

    /// <summary>The full id of the commit that a branch, tag, commit id or expression such as <c>HEAD~2</c> names.</summary>
    /// <param name="reference">Null for HEAD.</param>
    /// <exception cref="GitException">It names no commit; the message lists what exists.</exception>
    public async Task<string> Resolve(string? reference, CancellationToken cancellation = default) =>
        await TryResolve(reference ?? "HEAD", cancellation) ?? throw await Unknown(reference, cancellation);

    /// <summary>As <see cref="Resolve"/>, but null when nothing has that name.</summary>
    public async Task<string?> TryResolve(string reference, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (reference.Length == 0 || reference.AsSpan().IndexOfAny('\0', '\n') >= 0) return null;
        GitOutcome outcome = await GitProcess.Try(
            Folder(), ["rev-parse", "--verify", "--quiet", "--end-of-options", reference + "^{commit}"], cancellation: cancellation);
        return outcome.ExitCode == 0 && outcome.Text.Length is 40 or 64 ? outcome.Text : null;
    }

    /// <summary>The branch that a reference means, without <c>refs/heads/</c>; null for tags, commit ids and a detached HEAD.</summary>
    /// <param name="reference">Null for HEAD.</param>
    public async Task<string?> Branch(string? reference = null, CancellationToken cancellation = default)
    {
        string[] arguments = reference is null or "HEAD"
            ? ["symbolic-ref", "--quiet", "HEAD"]
            : ["rev-parse", "--symbolic-full-name", "--end-of-options", reference];
        GitOutcome outcome = await GitProcess.Try(Folder(), arguments, cancellation: cancellation);
        string name = outcome.Text.Split('\n')[^1];
        return outcome.ExitCode == 0 && name.StartsWith("refs/heads/", StringComparison.Ordinal) ? name["refs/heads/".Length..] : null;
    }

    /// <summary>Branches, tags and remote branches with the commits they lead to, the most recently committed first.</summary>
    public async Task<IReadOnlyList<GitReference>> References(CancellationToken cancellation = default)
    {
        byte[] output = await GitProcess.Run(
            Folder(),
            ["for-each-ref", "--sort=-creatordate", "--format=%(refname) %(objectname) %(*objectname) %(objecttype) %(*objecttype)", "refs/heads", "refs/tags", "refs/remotes"],
            cancellation: cancellation);
        List<GitReference> references = [];
        foreach (string line in GitPath.Decode(output).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // A lightweight reference has empty fields for the object behind the tag.
            string[] fields = line.Split(' ');
            string commit = fields[2].Length > 0 ? fields[2] : fields[1];
            string type = fields[4].Length > 0 ? fields[4] : fields[3];
            if (type == "commit") references.Add(new GitReference(fields[0], commit));
        }

        return references;
    }

    /// <summary>
    /// Whether objects may have been left on the server. There git searches for seconds before it reports one as missing, so it has to be
    /// asked in other ways.
    /// </summary>
    internal async Task<bool> IsPartialClone(CancellationToken cancellation)
    {
        GitOutcome outcome = await GitProcess.Try(
            Folder(), ["config", "--get-regexp", $"^({PartialCloneSettings})$"], cancellation: cancellation);
        return outcome.ExitCode == 0;
    }

    /// <summary>The folder to run git in. A repository that is gone is told apart from one that refuses.</summary>
    internal string Folder() => Directory.Exists(GitFolder) && Directory.Exists(Root) ? Root : throw GitException.Gone(Root);

    internal static string ExistingFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Directory.Exists(full) ? full : throw new GitException(
            GitError.FolderMissing,
            File.Exists(full) ? $"'{full}' is a file. Give the folder that holds it." : $"The folder '{full}' does not exist. Check its spelling.");
    }

    private async Task<GitException> Unknown(string? reference, CancellationToken cancellation)
    {
        IReadOnlyList<GitReference> existing = await References(cancellation);
        if (reference is null or "HEAD")
        {
            string branch = await Branch(cancellation: cancellation) ?? "HEAD";
            return new GitException(GitError.NoCommits, existing.Count == 0
                ? $"The repository '{Root}' has no commits yet. Commit once, or index the folder as it is on disk with --working-tree."
                : $"The current branch '{branch}' of '{Root}' has no commits yet. Name another branch: {Listed(existing)}.");
        }

        StringBuilder message = new($"'{reference}' is not a branch, tag or commit of '{Root}'.");
        message.Append(existing.Count == 0 ? " The repository has no commits yet: commit once, or index the folder with --working-tree." : $" There is: {Listed(existing)}.");
        if (IsShallow) message.Append(" The repository is a shallow clone; 'git fetch --unshallow' brings the rest of its history.");
        return new GitException(GitError.UnknownReference, message.ToString());
    }

    private static string Listed(IReadOnlyList<GitReference> references)
    {
        string names = string.Join(", ", references.Take(ReferencesShown).Select(reference => reference.ShortName));
        return references.Count > ReferencesShown ? $"{names} and {references.Count - ReferencesShown} more" : names;
    }
}

/// <summary>A name for a commit.</summary>
/// <param name="Name">The full name, <c>refs/heads/main</c>.</param>
/// <param name="Commit">The commit it leads to, through an annotated tag where there is one.</param>
public sealed record GitReference(string Name, string Commit)
{
    /// <summary>The name as people say it: <c>main</c>, <c>v1.0</c>, <c>origin/main</c>.</summary>
    public string ShortName => Name.Split('/', 3)[2];
}
