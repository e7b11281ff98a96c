namespace CodeGraph.Git;

/// <summary>What went wrong with git, for callers that react to it rather than show it.</summary>
public enum GitError : byte
{
    Failed = 0,
    GitMissing = 1,
    FolderMissing = 2,
    NotARepository = 3,
    UntrustedOwner = 4,
    NoCommits = 5,
    UnknownReference = 6,
    RepositoryGone = 7,
    RefusedAddress = 8,
    RemoteUnavailable = 9,
    Busy = 10,
}

/// <summary>Git, or a repository, could not do what was asked. The message names the remedy and quotes git where it said more.</summary>
public sealed class GitException(GitError error, string message, Exception? inner = null) : Exception(message, inner)
{
    public GitError Error { get; } = error;

    /// <summary>Whether the same command may succeed a moment later: the network or the server failed, and nothing is wrong with address or rights.</summary>
    public bool IsTransient { get; private init; }

    internal static GitException Missing(string program, Exception inner) => new(
        GitError.GitMissing,
        $"The program '{program}' could not be started. Install git 2.31 or later and make sure that it is on the PATH.",
        inner);

    internal static GitException NotARepository(string folder) => new(
        GitError.NotARepository,
        $"'{folder}' is not in a git repository. Give a folder inside one, or read the folder as it is on disk, without naming a commit.");

    internal static GitException Gone(string folder, Exception? inner = null) => new(
        GitError.RepositoryGone,
        $"The repository at '{folder}' was removed while it was read. Restore it and start again.",
        inner);

    /// <summary>Turns a failed git command into a message: known complaints get their remedy, all others are quoted.</summary>
    internal static GitException FromCommand(string folder, string command, int exitCode, string errors)
    {
        string said = errors.Trim();
        if (said.Contains("detected dubious ownership", StringComparison.Ordinal))
        {
            return new GitException(
                GitError.UntrustedOwner,
                $"Git does not trust '{folder}' because another user owns it. If you do, run: git config --global --add safe.directory '{folder}'");
        }

        if (said.Contains("not a git repository", StringComparison.Ordinal))
            return NotARepository(folder);
        if (!Directory.Exists(folder))
            return Gone(folder);
        if (Says(RemoteComplaints, said) || Says(TransientComplaints, said))
        {
            return new GitException(
                GitError.RemoteUnavailable,
                $"The remote repository could not be read. Check the address, the network and the access rights. Git said: {said}")
            {
                IsTransient = Says(TransientComplaints, said) && !Says(LastingComplaints, said),
            };
        }

        string because = said.Length == 0 ? $"with exit code {exitCode} and no explanation" : $"(exit code {exitCode}): {said}";
        return new GitException(GitError.Failed, $"'git {command}' failed in '{folder}' {because}");
    }

    private static readonly string[] RemoteComplaints =
    [
        "could not read from remote repository",
        "could not resolve host",
        "unable to access",
        "authentication failed",
        "could not read username",
        "could not read password",
        "does not appear to be a git repository",
        "connection refused",
        "repository not found",
        "does not exist",
    ];

    /// <summary>What git, curl and ssh say of a network or server that fails.</summary>
    private static readonly string[] TransientComplaints =
    [
        "could not resolve host",
        "temporary failure in name resolution",
        "connection refused",
        "connection reset",
        "connection timed out",
        "operation timed out",
        "failed to connect",
        "network is unreachable",
        "early eof",
        "empty reply from server",
        "hung up unexpectedly",
        "unexpected disconnect",
        "rpc failed",
        "returned error: 429",
        "returned error: 5",
    ];

    /// <summary>What is said too where another try is in vain.</summary>
    private static readonly string[] LastingComplaints = ["authentication failed", "permission denied", "returned error: 401", "returned error: 403", "returned error: 404", "repository not found"];

    private static bool Says(string[] complaints, string said) => complaints.Any(complaint => said.Contains(complaint, StringComparison.OrdinalIgnoreCase));
}
