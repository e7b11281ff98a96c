using System.Text.Json;

namespace CodeGraph.Cli.Tests;

/// <summary>The audit log on the command line.</summary>
public sealed class AuditCommandTests : IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Fact]
    public async Task What_was_done_is_listed_and_verified_and_a_change_is_named()
    {
        await workspace.Commit("shop", ("a.py", "def first(): pass\n"));
        await workspace.Run("shop", "index");
        await workspace.Run("shop", "gc");
        await workspace.Run("shop", "repositories", "remove", "shop");

        var listed = await workspace.Run("shop", "audit", "list", "--json");
        using var page = JsonDocument.Parse(listed.Output);
        Assert.Equal(["repository.remove", "store.collect", "index.start"], page.RootElement.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("action").GetString()));
        var filtered = await workspace.Run("shop", "audit", "list", "--action", "index");
        Assert.Contains($"\tallowed\tindex.start\t{Environment.UserName}\tshop", filtered.Output, StringComparison.Ordinal);

        var intact = await workspace.Run("shop", "audit", "verify");
        Assert.Equal(0, intact.ExitCode);
        Assert.Contains("3 entries, all as they were written", intact.Output, StringComparison.Ordinal);
        var checkpoint = intact.Output.Split("checkpoint ")[1].Trim();
        Assert.Equal(0, (await workspace.Run("shop", "audit", "verify", "--checkpoint", checkpoint)).ExitCode);

        var log = Directory.EnumerateFiles(workspace.At("home/audit"), "*.log").Single();
        await File.WriteAllTextAsync(log, (await File.ReadAllTextAsync(log)).Replace("store.collect", "store.collecT", StringComparison.Ordinal));
        var broken = await workspace.Run("shop", "audit", "verify");
        Assert.Equal(3, broken.ExitCode);
        Assert.Contains("entry 2 is not as it was written", broken.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_that_is_none_is_refused()
    {
        Directory.CreateDirectory(workspace.At("."));
        Assert.Equal(2, (await workspace.Run(".", "audit", "verify", "--checkpoint", "12")).ExitCode);
        Assert.Equal(2, (await workspace.Run(".", "audit", "list", "--limit", "0")).ExitCode);
    }

    [Theory]
    [InlineData("--rate-limit", "many")]
    [InlineData("--query-seconds", "0")]
    [InlineData("--audit-days", "-1")]
    [InlineData("--log-format", "xml")]
    [InlineData("--log-level", "7")]
    [InlineData("--graphql-cost", "0")]
    [InlineData("--metrics-from", "everywhere")]
    [InlineData("--proxies", "10")]
    public async Task Serve_refuses_what_it_cannot_be_run_with(string option, string value)
    {
        Directory.CreateDirectory(workspace.At("."));
        var refused = await workspace.Run(".", "serve", option, value);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains($"{option} takes", refused.Errors, StringComparison.Ordinal);
    }
}
