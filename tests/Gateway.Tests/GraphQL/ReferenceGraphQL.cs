using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodeGraph.Gateway.Tests.GraphQL;

/// <summary>The reference implementation of GraphQL in a process of its own: a question a line, an answer a line.</summary>
public sealed class ReferenceGraphQL : IAsyncLifetime
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly SemaphoreSlim turn = new(1);
    private Process? node;

    public Task InitializeAsync()
    {
        var start = Node.Program("GraphQL/Reference", "reference.mjs");
        (start.RedirectStandardInput, start.StandardInputEncoding, start.StandardOutputEncoding) = (true, Utf8, Utf8);
        node = Process.Start(start)!;
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        node!.StandardInput.Close();
        await node.WaitForExitAsync();
        node.Dispose();
    }

    internal async Task<JsonElement> Ask(string question, JsonObject? input = null)
    {
        input ??= [];
        input["question"] = question;
        await turn.WaitAsync();
        try
        {
            await node!.StandardInput.WriteLineAsync(input.ToJsonString());
            await node.StandardInput.FlushAsync();
            var line = await node.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The reference implementation ended; its message is on the error output.");
            var answer = JsonDocument.Parse(line).RootElement;
            Assert.False(answer.TryGetProperty("failure", out var failure), failure.ToString());
            return answer;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Errors as lines, so that two lists can be compared: places, path and message of each, sorted.</summary>
    internal static string ErrorsOf(JsonElement answer) => string.Join('\n', answer.GetProperty("errors").EnumerateArray().Select(ErrorOf).Order(StringComparer.Ordinal));

    private static string ErrorOf(JsonElement error)
    {
        var places = error.TryGetProperty("locations", out var locations)
            ? string.Join(' ', locations.EnumerateArray().Select(l => $"{l.GetProperty("line")}:{l.GetProperty("column")}"))
            : "";
        var path = error.TryGetProperty("path", out var keys) ? string.Join('.', keys.EnumerateArray()) : "";
        return $"{places} {path} {error.GetProperty("message").GetString()}";
    }
}

[CollectionDefinition(Name)]
public sealed class ReferenceCollection : ICollectionFixture<ReferenceGraphQL>
{
    public const string Name = "GraphQL reference";
}
