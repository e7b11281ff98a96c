using System.Text.Json;
using CodeGraph.Client;
using ModelContextProtocol.Protocol;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>A question that a model can ask. Asking changes nothing.</summary>
internal abstract class McpTool
{
    private const string Repository = """ "repository":{"type":"string","description":"Optional where one is visible or the server was started in it"} """;
    private const string Budget = """ "budget":{"type":"integer","description":"Most tokens of the answer, 1000-20000; default 4000"} """;

    /// <summary>For <c>properties</c> of a tool whose answers go on.</summary>
    protected const string Cursor = """ "cursor":{"type":"string","description":"From the answer before, to go on"}, """;

    protected const string Ambiguous = """ "ambiguous":{"type":"boolean","description":"Also uses with several possible targets"}, """;

    protected const string Symbol = "Name, Type.member, path#name, or id path#Qualified.Name";

    /// <param name="name">As the model calls it.</param>
    /// <param name="title">As people see it.</param>
    /// <param name="description">When to ask, and what comes back. Every word is paid for in each conversation.</param>
    /// <param name="properties">The tool's own properties as JSON, each followed by a comma.</param>
    /// <param name="required">Those without which there is no question.</param>
    protected McpTool(string name, string title, string description, string properties, params string[] required) => Definition = new()
    {
        Name = name,
        Title = title,
        Description = description,
        InputSchema = JsonDocument.Parse($$"""
            {"type":"object","properties":{ {{properties}} {{Repository}}, {{Budget}} },"required":[{{string.Join(',', required.Select(r => $"\"{r}\""))}}],"additionalProperties":false}
            """).RootElement,
        Annotations = new() { ReadOnlyHint = true, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false },
    };

    public Tool Definition { get; }

    /// <exception cref="ToolFailure">The question cannot be answered as it was asked.</exception>
    public abstract Task<string> Answer(ToolCall call, CancellationToken cancellation);

    /// <summary>Asks on behalf of a prompt or a resource.</summary>
    public Task<string> Ask(ICodeGraph graph, RepositoryChoice choice, Dictionary<string, string> arguments, CancellationToken cancellation) =>
        Answer(new(new(Definition, arguments.ToDictionary(a => a.Key, a => JsonSerializer.SerializeToElement(a.Value))), graph, choice), cancellation);
}
