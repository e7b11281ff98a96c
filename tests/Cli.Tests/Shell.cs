using System.Diagnostics;
using System.Reflection;

namespace CodeGraph.Cli.Tests;

/// <param name="ExitCode">As the shell sees it.</param>
internal sealed record Outcome(int ExitCode, string Output, string Errors)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The lines that are results.</summary>
    public string[] Results => [.. Lines.Where(line => !line.StartsWith('#'))];
}

/// <summary>Runs programs to their end.</summary>
internal static class Shell
{
    /// <summary>The built command line.</summary>
    public static string Program { get; } = BuildValue("Program");

    public static string RepositoryRoot { get; } = BuildValue("RepositoryRoot");

    public static async Task<Outcome> Run(string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, await output, await errors);
    }

    private static string BuildValue(string key) =>
        typeof(Shell).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    public static async Task Git(string folder, params string[] arguments)
    {
        var outcome = await Run(folder, "git", arguments, new Dictionary<string, string?>
        {
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_CONFIG_SYSTEM"] = "/dev/null",
            ["GIT_AUTHOR_NAME"] = "Test",
            ["GIT_AUTHOR_EMAIL"] = "test@example.org",
            ["GIT_COMMITTER_NAME"] = "Test",
            ["GIT_COMMITTER_EMAIL"] = "test@example.org",
        });
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
    }
}
