using System.Net;
using System.Text.Json;

namespace CodeGraph.Gateway.Tests;

/// <summary>What stands after the question mark of an address is read, or refused.</summary>
public sealed class QueryParameterTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Shop = "/api/v1/repositories/shop";

    [Fact]
    public async Task An_unknown_parameter_is_named_with_the_nearest_and_all_that_there_are()
    {
        var problem = await gateway.GetProblem($"{Shop}/callers?symbol=main&dept=2", HttpStatusCode.BadRequest, "invalid-request");

        Assert.Equal(
            "'dept' is no parameter of this address. Did you mean \"depth\"? It has commit, cursor, depth, includeAmbiguous, limit, symbol, tiers.",
            problem.GetProperty("detail").GetString());
        Assert.Equal("dept", problem.GetProperty("parameter").GetString());
    }

    [Theory]
    [InlineData("callers?symbol=main&depth=1&depth=2", "depth")]
    [InlineData("callers?symbol=main&symbol=main", "symbol")]
    [InlineData("callers?symbol=main&Symbol=main", "symbol")]
    [InlineData("callers?symbol=main&commit=a&commit=b", "commit")]
    public async Task A_parameter_of_one_value_is_given_once(string question, string parameter)
    {
        var problem = await gateway.GetProblem($"{Shop}/{question}", HttpStatusCode.BadRequest, "invalid-request");

        Assert.Equal(parameter, problem.GetProperty("parameter").GetString(), ignoreCase: true);
    }

    [Theory]
    [InlineData("search?q=main&kind=function&kind=class")]
    [InlineData("search?Q=main")]
    [InlineData("text?q=main&glob=*.py&glob=!none&language=python")]
    public async Task Parameters_of_several_values_and_of_any_case_are_read(string question) => await gateway.Get($"{Shop}/{question}");

    [Fact]
    public async Task A_long_name_is_cut()
    {
        var problem = await gateway.GetProblem($"{Shop}?{new string('x', 5000)}=1", HttpStatusCode.BadRequest, "invalid-request");

        Assert.InRange(problem.GetProperty("detail").GetString()!.Length, 100, 200);
    }

    [Fact]
    public async Task The_description_lists_exactly_what_is_read()
    {
        var wrong = new List<string>();
        foreach (var path in (await gateway.Get("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Where(p => p.Name.StartsWith("/api/v1/", StringComparison.Ordinal)))
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var described = Described(operation.Value).ToDictionary(p => p.Name, p => p.TakesMany, StringComparer.OrdinalIgnoreCase);
                Assert.True(operation.Value.GetProperty("responses").TryGetProperty("400", out _), $"{operation.Name} {path.Name} does not tell of 400.");
                var read = await Refusal(operation.Name, path.Name, "no-such-parameter=1");
                if (!described.Keys.Order(StringComparer.Ordinal).SequenceEqual(read.GetProperty("parameters").EnumerateArray().Select(p => p.GetString()!)))
                    wrong.Add($"{operation.Name} {path.Name}: reads {read.GetProperty("parameters")}");
                foreach (var (name, _) in described.Where(p => !p.Value))
                    Assert.Equal(name, (await Refusal(operation.Name, path.Name, $"{name}=1&{name}=2")).GetProperty("parameter").GetString());
            }
        }

        Assert.Empty(wrong);
    }

    private static IEnumerable<(string Name, bool TakesMany)> Described(JsonElement operation) => !operation.TryGetProperty("parameters", out var parameters) ? []
        : parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query")
            .Select(p => (p.GetProperty("name").GetString()!, p.GetProperty("schema").TryGetProperty("items", out _)));

    private async Task<JsonElement> Refusal(string method, string path, string query)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(method.ToUpperInvariant()), new Uri($"{path.Replace("{name}", "shop", StringComparison.Ordinal).Replace("{id}", "x", StringComparison.Ordinal)}?{query}", UriKind.Relative));
        using var response = await gateway.Client.SendAsync(request);
        return await RunningGateway.ReadProblem(response, HttpStatusCode.BadRequest, "invalid-request");
    }
}
