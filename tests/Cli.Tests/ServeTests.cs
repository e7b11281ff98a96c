using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CodeGraph.Cli.Tests;

/// <summary>A server beside other processes on one data folder.</summary>
public sealed partial class ServeTests : IDisposable
{
    private readonly Workspace workspace = new();

    [Fact]
    public async Task What_a_shell_indexes_is_told_by_the_server_and_answered_from()
    {
        await workspace.Commit("shop", ("cart.py", "def first(): pass\n"));
        using var server = Serve();
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressOf(server) };
            using var events = new StreamReader(await client.GetStreamAsync(new Uri("/api/v1/events", UriKind.Relative)));
            for (var i = 0; i < 2; i++)
            {
                await workspace.Commit("shop", ($"more{i}.py", $"def more{i}(): pass\n"));
                var index = await workspace.Run("shop", "index");
                Assert.True(index.ExitCode == 0, index.Errors);

                var told = await NextIndexed(events);
                Assert.Equal("shop", told.GetProperty("repository").GetString());
                var found = await client.GetStringAsync(new Uri($"/api/v1/repositories/shop/symbol?name=more{i}", UriKind.Relative));
                Assert.Equal(told.GetProperty("commit").GetString(), JsonDocument.Parse(found).RootElement.GetProperty("source").GetProperty("commit").GetString());
            }
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    public void Dispose() => workspace.Dispose();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    private Process Serve()
    {
        var start = new ProcessStartInfo("dotnet", [Shell.Program, "serve", "--port", "0"]) { WorkingDirectory = workspace.Folder, RedirectStandardOutput = true };
        foreach (var (name, value) in workspace.Environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task<Uri> AddressOf(Process server)
    {
        while (await server.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Address().Match(line) is { Success: true } address)
                return new(address.Value);
        }
        throw new InvalidOperationException("The server ended before it listened.");
    }

    /// <summary>The next event that tells of a snapshot.</summary>
    private static async Task<JsonElement> NextIndexed(StreamReader events)
    {
        var isIndexed = false;
        while (await events.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                isIndexed = line == "event: indexed";
            else if (isIndexed && line.StartsWith("data: ", StringComparison.Ordinal))
                return JsonDocument.Parse(line["data: ".Length..]).RootElement;
        }
        throw new InvalidOperationException("The stream of events ended.");
    }
}
