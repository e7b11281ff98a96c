using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodeGraph.Gateway.Tests.GraphQL;

/// <summary>Section 6 of the specification: the same data and the same errors as the reference implementation gives from the same JSON.</summary>
[Collection(ReferenceCollection.Name)]
public sealed class ExecutionTests(ReferenceGraphQL reference)
{
    private static readonly JsonElement Corpus = JsonDocument.Parse(Kitchen.Read("Execution.json")).RootElement;

    public static TheoryData<string> Requests => [.. Corpus.GetProperty("requests").EnumerateArray().Select(r => JsonSerializer.Serialize(r))];

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_is_answered_as_by_the_reference(string request)
    {
        var asked = JsonDocument.Parse(request).RootElement;
        var text = asked.GetProperty("query").GetString()!;
        var name = asked.TryGetProperty("operationName", out var given) ? given.GetString() : null;
        var variables = asked.TryGetProperty("variables", out var values) ? values : default;
        var data = Corpus.GetProperty("data");

        var expected = await reference.Ask("execute", new JsonObject
        {
            ["schema"] = Kitchen.Definition, ["text"] = text, ["operationName"] = name, ["data"] = JsonNode.Parse(data.GetRawText()),
            ["variables"] = variables.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(variables.GetRawText()),
        });
        var answer = await Kitchen.Execute(text, name, variables, data);

        Assert.Equal(expected.GetProperty("hasData").GetBoolean(), answer.TryGetProperty("data", out var found));
        if (found.ValueKind != JsonValueKind.Undefined)
            Assert.Equal(Text(expected.GetProperty("data")), Text(found));
        Assert.Equal(ReferenceGraphQL.ErrorsOf(expected), answer.TryGetProperty("errors", out _) ? ReferenceGraphQL.ErrorsOf(answer) : "");
    }

    /// <summary>One form for equal JSON; the order of fields is part of it.</summary>
    private static string Text(JsonElement json) => JsonSerializer.Serialize(json);
}
