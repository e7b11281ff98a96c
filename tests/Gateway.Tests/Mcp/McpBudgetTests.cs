using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using CodeGraph.Client;
using CodeGraph.Gateway.Mcp.Text;
using CodeGraph.Gateway.Mcp.Tools;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;

namespace CodeGraph.Gateway.Tests.Mcp;

/// <summary>A gateway with this very repository, as it is on disk.</summary>
public sealed class OwnRepository : IAsyncLifetime
{
    private const int Symbols = 8;

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("codegraph-budget-");
    private WebApplication app = null!;

    public static string Root { get; } = typeof(OwnRepository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    public McpClient Client { get; private set; } = null!;

    /// <summary>The symbols that the most depends on: those with the longest answers.</summary>
    public IReadOnlyList<SymbolInfo> Central { get; private set; } = [];

    public async Task InitializeAsync()
    {
        app = GatewayHost.Build(new GatewayOptions { Urls = ["http://127.0.0.1:0"], DataFolder = data.FullName });
        await app.StartAsync();
        using (var scope = app.Services.CreateScope())
        {
            var graph = scope.ServiceProvider.GetRequiredService<ICodeGraph>();
            var started = await graph.StartIndex(new(Root, WorkingTree: Path.Exists(Path.Combine(Root, ".git"))));
            await foreach (var progress in graph.WatchIndex(started.Repository))
                Assert.True(progress.Phase != IndexPhase.Failed, progress.Message);
            var snapshot = (await graph.OpenSnapshot(started.Repository)).Queries;
            Central = [.. (await snapshot.Central(new(Limit: Symbols), CancellationToken.None)).Central.Select(c => c.Symbol!)];
        }
        Client = await McpClient.CreateAsync(new HttpClientTransport(new() { Endpoint = new(new Uri(GatewayHost.AddressesOf(app)[0]), "/mcp") }));
    }

    public async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        await app.DisposeAsync();
        data.Delete(recursive: true);
    }
}

/// <summary>Budgets and pages, asked of a real repository.</summary>
public sealed partial class McpBudgetTests(OwnRepository repository) : IClassFixture<OwnRepository>
{
    [Fact]
    public async Task No_answer_is_longer_than_its_budget()
    {
        var asked = 0;
        foreach (var symbol in repository.Central)
        {
            await Parallel.ForEachAsync(QuestionsAbout(symbol), async (question, _) =>
            {
                foreach (var budget in (int?[])[null, ToolCall.LeastBudget, 9000])
                {
                    var arguments = budget is null ? question.Arguments : new Dictionary<string, object?>(question.Arguments) { ["budget"] = budget };
                    var tokens = TokenEstimate.Of(await repository.Client.Ask(question.Tool, arguments));
                    Assert.True(tokens <= (budget ?? ToolCall.DefaultBudget), $"{question.Tool} {JsonSerializer.Serialize(arguments)}: {tokens} tokens");
                    Interlocked.Increment(ref asked);
                }
            });
        }
        Assert.True(asked > 250, $"{asked} questions");
    }

    [Theory]
    [InlineData("search", "query", "", null)]
    [InlineData("relations", "symbol", "path:", "callers")]
    [InlineData("relations", "symbol", "path:", "references")]
    [InlineData("impact", "target", "path:", null)]
    [InlineData("outline", "path", "file:", null)]
    public async Task Small_pages_together_hold_what_a_large_one_does(string tool, string argument, string form, string? relation)
    {
        var symbol = repository.Central.First(s => s.Name.Length > 2);
        var value = form switch { "path:" => symbol.Id, "file:" => LongestFile(), _ => symbol.Name };
        var arguments = new Dictionary<string, object?> { [argument] = value };
        if (relation is not null)
            arguments["relation"] = relation;
        var whole = await repository.Client.Ask(tool, new Dictionary<string, object?>(arguments) { ["budget"] = ToolCall.MostBudget });

        var rows = new List<string>();
        arguments["budget"] = ToolCall.LeastBudget;
        for (string? cursor = ""; cursor is not null; arguments["cursor"] = cursor)
        {
            var page = await repository.Client.Ask(tool, arguments);
            rows.AddRange(RowsOf(page));
            cursor = McpGateway.CursorOf(page);
            if (rows.Count > 150)
                break;
        }

        var expected = RowsOf(whole).Where(r => tool != "impact" || char.IsDigit(r.TrimStart()[0])).ToList();
        var found = rows.Where(r => tool != "impact" || char.IsDigit(r.TrimStart()[0])).ToList();
        Assert.Equal(expected.Take(found.Count).ToList(), found);
        Assert.True(found.Count > 20 || found.Count == expected.Count, $"{found.Count} of {expected.Count}");
    }

    private static IEnumerable<(string Tool, Dictionary<string, object?> Arguments)> QuestionsAbout(SymbolInfo symbol)
    {
        yield return ("search", new() { ["query"] = symbol.Name });
        yield return ("search", new() { ["query"] = Regex.Escape(symbol.Name), ["in"] = "text" });
        yield return ("symbol", new() { ["symbol"] = symbol.Id });
        yield return ("symbol", new() { ["symbol"] = symbol.Name });
        foreach (var relation in (string[])["callers", "callees", "references", "hierarchy"])
            yield return ("relations", new() { ["symbol"] = symbol.Id, ["relation"] = relation, ["depth"] = 3, ["ambiguous"] = true });
        yield return ("impact", new() { ["target"] = symbol.Id });
        yield return ("impact", new() { ["target"] = symbol.Path });
        yield return ("outline", new() { ["path"] = symbol.Path });
        yield return ("locate", new() { ["place"] = $"{symbol.Path}:{symbol.Line}" });
    }

    /// <summary>The rows of an answer: what neither its head nor its remarks are.</summary>
    private static IEnumerable<string> RowsOf(string answer) => answer.Split('\n').Skip(1)
        .Where(line => line.TrimStart() is [var first, ..] && (char.IsDigit(first) || first == '~' || line.Contains(".cs:", StringComparison.Ordinal)))
        .Where(line => !line.Contains(" dependents in ", StringComparison.Ordinal) && !line.Contains("cursor \"", StringComparison.Ordinal)
            && !line.StartsWith("unknown:", StringComparison.Ordinal) && !line.EndsWith(" sites", StringComparison.Ordinal) && !line.EndsWith(" references", StringComparison.Ordinal))
        .SelectMany(SinglePlaces);

    /// <summary>A row of several lines as a row for each, as pages may part them.</summary>
    private static IEnumerable<string> SinglePlaces(string row)
    {
        var places = SeveralLines().Match(row);
        return places.Success ? places.Groups["lines"].Value.Split(',').Select(line => $"{places.Groups["before"]}:{line} {places.Groups["after"]}") : [row];
    }

    [GeneratedRegex(@"^(?<before>\S+):(?<lines>\d+(,\d+)*) (?<after>.*)$")]
    private static partial Regex SeveralLines();

    private string LongestFile() => repository.Central.GroupBy(s => s.Path).MaxBy(g => File.ReadLines(Path.Combine(OwnRepository.Root, g.Key)).Count())!.Key;
}
