using System.Diagnostics;
using System.Globalization;

namespace CodeGraph.Cli.Tests;

public sealed class WatchTests : IDisposable
{
    private readonly Workspace workspace = new();

    [Fact]
    public async Task Each_change_is_told_and_answered_until_ctrl_c()
    {
        await workspace.Commit("shop", ("main.py", "def before(): pass\n"));
        var start = new ProcessStartInfo("dotnet", [Shell.Program, "index", "--watch"]) { WorkingDirectory = workspace.At("shop"), RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in workspace.Environment)
            start.Environment[name] = value;
        using var watch = Process.Start(start)!;
        var errors = watch.StandardError.ReadToEndAsync();
        await LineWith(watch, "# watching");

        workspace.Write("shop", ("main.py", "def after(): pass\n"));
        Assert.Contains("1 files parsed", await LineWith(watch, "up to date"), StringComparison.Ordinal);
        Assert.Single((await workspace.Run("shop", "search", "after")).Results);

        await Shell.Run(workspace.Folder, "kill", ["-INT", watch.Id.ToString(CultureInfo.InvariantCulture)]);
        await watch.WaitForExitAsync();
        Assert.Equal("", await errors);
        Assert.Equal(0, watch.ExitCode);
    }

    [Theory]
    [InlineData("--watch", "--ref", "main")]
    [InlineData("--poll")]
    public async Task What_cannot_be_watched_is_refused(params string[] options)
    {
        await workspace.Commit("shop", ("main.py", "def before(): pass\n"));
        var outcome = await workspace.Run("shop", ["index", .. options]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--watch", outcome.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => workspace.Dispose();

    private static async Task<string> LineWith(Process process, string text)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        }
        throw new InvalidOperationException($"The output ended without '{text}'.");
    }
}
