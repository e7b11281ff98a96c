using System.Diagnostics;
using System.Text;

namespace CodeGraph.Git;

/// <summary>A folder for one test, and git commands in it. No configuration of the machine or the user reaches them.</summary>
internal sealed class TemporaryRepository : IDisposable
{
    private TemporaryRepository(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>A folder in no repository.</summary>
    public static TemporaryRepository OnlyFolder() =>
        new(Directory.CreateTempSubdirectory("codegraph-git-").FullName);

    /// <summary>A repository without a commit, on branch main.</summary>
    public static TemporaryRepository Empty(params string[] initOptions)
    {
        TemporaryRepository repository = OnlyFolder();
        repository.Git(["init", "--quiet", "--initial-branch=main", .. initOptions]);
        return repository;
    }

    /// <summary>A repository with one commit of the given files.</summary>
    public static TemporaryRepository With(params (string Path, string Text)[] files)
    {
        TemporaryRepository repository = Empty();
        foreach ((string path, string text) in files) repository.Write(path, text);
        repository.Commit("first");
        return repository;
    }

    public string PathOf(string path) => Path.Join(Folder, path);

    public void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllBytes(PathOf(path), bytes);
    }

    /// <summary>Commits everything and returns the commit's id.</summary>
    public string Commit(string message)
    {
        Git("add", "--all");
        Git("commit", "--quiet", "--allow-empty", "-m", message);
        return Git("rev-parse", "HEAD");
    }

    /// <summary>Runs git here and returns its output without the last line break.</summary>
    public string Git(params string[] arguments) => Git([], arguments);

    public string Git(byte[] input, params string[] arguments)
    {
        ProcessStartInfo start = new("git", arguments)
        {
            WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach ((string key, string value) in (ReadOnlySpan<(string, string)>)[
            ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_ALLOW_PROTOCOL", "file:ext"),
            ("GIT_AUTHOR_NAME", "Ada"), ("GIT_AUTHOR_EMAIL", "ada@example.org"), ("GIT_AUTHOR_DATE", "2024-01-02T03:04:05Z"),
            ("GIT_COMMITTER_NAME", "Ada"), ("GIT_COMMITTER_EMAIL", "ada@example.org"), ("GIT_COMMITTER_DATE", "2024-01-02T03:04:05Z")])
        {
            start.Environment[key] = value;
        }

        using Process git = Process.Start(start)!;
        Task<string> errors = git.StandardError.ReadToEndAsync();
        git.StandardInput.BaseStream.Write(input);
        git.StandardInput.Close();
        string output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0
            ? output.TrimEnd('\n')
            : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {errors.GetAwaiter().GetResult()}");
    }

    public void Dispose()
    {
        // Not Directory.Delete: it cannot remove names that are no UTF-8.
        using Process remove = Process.Start("rm", ["-rf", "--", Folder]);
        remove.WaitForExit();
    }
}

/// <summary>What tests ask of a tree.</summary>
internal static class SourceTreeTesting
{
    public static string Names(this SourceTree tree) => string.Join(' ', tree.Files.Select(file => file.Path));

    public static string SkippedNames(this SourceTree tree) => string.Join(' ', tree.Skipped.Select(file => $"{file.Path}:{file.Reason.ToWire()}"));

    /// <summary>All texts by path; what is not source has its reason instead, in brackets.</summary>
    public static async Task<Dictionary<string, string>> ReadTexts(this SourceTree tree, int consumers = 1)
    {
        Dictionary<string, string> texts = [];
        await tree.Read(
            tree.Files,
            (content, _) =>
            {
                using (content)
                {
                    lock (texts) texts.Add(content.File.Path, content.Skip is { } reason ? $"({reason.ToWire()})" : Encoding.UTF8.GetString(content.Utf8.Span));
                }

                return ValueTask.CompletedTask;
            },
            consumers);
        return texts;
    }
}
