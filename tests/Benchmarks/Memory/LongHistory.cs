using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CodeGraph.Benchmarks.Memory;

/// <summary>A repository with the files of another and any number of commits: each commit but the last writes one file anew, and the next takes it back.</summary>
internal static class LongHistory
{
    /// <param name="folder">Whose files.</param>
    /// <param name="copy">The repository to make.</param>
    /// <param name="commits">Commits after the first.</param>
    public static async Task Make(string folder, string copy, int commits)
    {
        await Run("git", "clone", "--quiet", "--depth", "1", "file://" + folder, copy);
        var files = (await Run("git", "-C", copy, "ls-tree", "-r", "--format=%(objectname) %(path)", "HEAD")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.EndsWith(".cs", StringComparison.Ordinal) || line.EndsWith(".py", StringComparison.Ordinal) || line.EndsWith(".java", StringComparison.Ordinal) || line.EndsWith(".go", StringComparison.Ordinal))
            .Select(line => line.Split(' ', 2)).Where(parts => !parts[1].Contains('"', StringComparison.Ordinal)).ToArray();
        var branch = (await Run("git", "-C", copy, "symbolic-ref", "HEAD")).Trim();
        using var import = Start("git", "-C", copy, "fast-import", "--quiet", "--force");
        await using (var stream = import.StandardInput)
        {
            for (var commit = 0; commit < commits; commit++)
            {
                var file = files[commit / 2 % files.Length];
                var text = string.Create(CultureInfo.InvariantCulture, $"// written by commit {commit}\n");
                var change = commit % 2 == 0
                    ? $"M 100644 inline {file[1]}\ndata {Encoding.UTF8.GetByteCount(text)}\n{text}\n"
                    : $"M 100644 {file[0]} {file[1]}\n";
                await stream.WriteAsync($"commit {branch}\ncommitter a <a@example.org> {1_700_000_000 + commit} +0000\ndata 6\nedited\n{(commit == 0 ? $"from {branch}^0\n" : "")}{change}\n");
            }
        }
        await import.WaitForExitAsync();
        if (import.ExitCode != 0)
            throw new InvalidOperationException("git fast-import failed.");
    }

    private static async Task<string> Run(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        process.StandardInput.Close();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed.");
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
}
