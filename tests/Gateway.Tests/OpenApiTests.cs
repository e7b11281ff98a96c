using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodeGraph.Gateway.Tests;

/// <summary>The description of the API, as a linter and a generator of clients read it, and held against the gateway.</summary>
public sealed class OpenApiTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task A_linter_finds_no_errors_and_a_client_can_be_generated()
    {
        var description = Path.Combine(gateway.Folder, "openapi.json");
        await File.WriteAllTextAsync(description, await gateway.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        var (exitCode, output, errors) = await Node.Run("OpenApi", "check.mjs", description);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Matches(@"\A\d{4,} lines of types\s*\z", output);
    }

    [Fact]
    public async Task Everything_is_described()
    {
        var description = await gateway.Get("/openapi/v1.json");
        var silent = new List<string>();
        foreach (var (name, operation) in Operations(description))
        {
            if (!operation.TryGetProperty("summary", out _))
                silent.Add($"{name}: summary");
            silent.AddRange(Described(operation, "parameters").Where(p => !p.TryGetProperty("description", out _)).Select(p => $"{name}: {p.GetProperty("name")}"));
            silent.AddRange(operation.GetProperty("responses").EnumerateObject()
                .Where(r => r.Value.GetProperty("description").GetString() is "OK" or "Bad Request" or "Not Found" or "Conflict").Select(r => $"{name}: {r.Name}"));
        }

        Assert.Empty(silent);
    }

    [Fact]
    public async Task An_example_of_a_question_is_a_question()
    {
        foreach (var (name, operation) in Operations(await gateway.Get("/openapi/v1.json")).Where(o => o.Operation.TryGetProperty("requestBody", out _)))
        {
            Assert.True(operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").TryGetProperty("example", out var example), $"{name} has no example.");
            if (!name.Contains("{name}", StringComparison.Ordinal))
                continue;
            using var response = await gateway.Client.PostAsJsonAsync(new Uri(name.Split(' ')[1].Replace("{name}", "shop", StringComparison.Ordinal), UriKind.Relative), example);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{name}: {await response.Content.ReadAsStringAsync()}");
            var shown = operation.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("example");
            var members = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject().Select(m => m.Key);
            Assert.Equal(shown.EnumerateObject().Select(m => m.Name), members);
        }
    }

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonElement description) => description.GetProperty("paths").EnumerateObject()
        .Where(p => p.Name.StartsWith("/api/v1/", StringComparison.Ordinal))
        .SelectMany(p => p.Value.EnumerateObject().Select(o => ($"{o.Name} {p.Name}", o.Value)));

    private static IEnumerable<JsonElement> Described(JsonElement operation, string member) =>
        operation.TryGetProperty(member, out var list) ? list.EnumerateArray() : [];
}
