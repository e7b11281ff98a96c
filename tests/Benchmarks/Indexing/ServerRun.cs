using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CodeGraph.Client;

namespace CodeGraph.Benchmarks.Indexing;

/// <summary><c>codegraph serve</c> on a port of its own, until it is disposed of.</summary>
internal sealed partial class ServerRun : IAsyncDisposable
{
    private readonly Process server;

    private ServerRun(Process server, string address) => (this.server, Client) = (server, new HttpClient { BaseAddress = new(address) });

    public int ProcessId => server.Id;

    public HttpClient Client { get; }

    /// <param name="home">Its data folder.</param>
    public static async Task<ServerRun> Start(string home)
    {
        var start = new ProcessStartInfo(ProgramRuns.Path, ["serve", "--port", "0", "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CODEGRAPH_HOME"] = home;
        var server = Process.Start(start)!;
        while (true)
        {
            var line = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await server.StandardError.ReadToEndAsync());
            if (Address().Match(line) is { Success: true } match)
                return new(server, match.Value);
        }
    }

    /// <summary>Seconds until a commit is indexed, from the request on.</summary>
    public async Task<double> Index(string folder, string? reference)
    {
        var began = Stopwatch.GetTimestamp();
        using var started = await Client.PostAsJsonAsync("/api/v1/repositories", new IndexCommand(folder, reference));
        var accepted = await started.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<IndexAccepted>();
        var progress = await Client.GetStringAsync(new Uri($"/api/v1/repositories/{accepted!.Name}/job", UriKind.Relative));
        return progress.Length == 0 || progress.Contains("\"phase\":\"done\"", StringComparison.Ordinal) ? Stopwatch.GetElapsedTime(began).TotalSeconds : throw new InvalidOperationException(progress);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        server.Kill();
        await server.WaitForExitAsync();
        server.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
