using System.Text.Json;
using CodeGraph.Client;
using CodeGraph.Gateway.Mcp.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace CodeGraph.Gateway.Mcp;

/// <summary>Questions that people ask often, with what the graph knows put in.</summary>
internal static class McpPrompts
{
    private const string Explain = "explain";
    private const string Impact = "impact";

    public static ListPromptsResult All { get; } = new()
    {
        Prompts =
        [
            new()
            {
                Name = Explain, Title = "Explain this", Description = "What a symbol does, how it is used, and what it relies on.",
                Arguments = [Argument("symbol", "Name, Type.member, path#name or id", required: true), Argument("repository", "Its name; optional where one is visible", required: false)],
            },
            new()
            {
                Name = Impact, Title = "Impact of a change", Description = "What a change of a symbol or file may break, and which tests to run.",
                Arguments =
                [
                    Argument("target", "A symbol or the path of a file", required: true), Argument("change", "What is to be changed", required: false),
                    Argument("repository", "Its name; optional where one is visible", required: false),
                ],
            },
        ],
    };

    /// <exception cref="McpProtocolException">There is no such prompt, an argument is missing or unknown, or the question cannot be answered.</exception>
    public static async Task<GetPromptResult> Get(GetPromptRequestParams asked, ICodeGraph graph, RepositoryChoice choice, CancellationToken cancellation)
    {
        var prompt = All.Prompts.FirstOrDefault(p => p.Name == asked.Name)
            ?? throw Invalid($"There is no prompt '{asked.Name}'. Prompts: {string.Join(", ", All.Prompts.Select(p => p.Name))}.");
        var arguments = Check(prompt, asked.Arguments);
        try
        {
            return prompt.Name == Explain ? await GetExplain(arguments, graph, choice, cancellation) : await GetImpact(arguments, graph, choice, cancellation);
        }
        catch (Exception exception) when (ToolFailures.Explain(exception) is { } explained)
        {
            throw Invalid(explained);
        }
    }

    private static async Task<GetPromptResult> GetExplain(Dictionary<string, string> arguments, ICodeGraph graph, RepositoryChoice choice, CancellationToken cancellation) => Message(
        $"Explain {arguments["symbol"]}: what it does, how its callers use it, what it relies on, and what surprises. Cite path:line. Where the graph says unknown, unresolved or stale, "
            + "say so and look into the file instead of guessing.",
        await new SymbolTool().Ask(graph, choice, ArgumentsOf(arguments, "symbol"), cancellation));

    private static async Task<GetPromptResult> GetImpact(Dictionary<string, string> arguments, ICodeGraph graph, RepositoryChoice choice, CancellationToken cancellation) => Message(
        $"Assess a change of {arguments["target"]}{(arguments.TryGetValue("change", out var change) ? $" ({change})" : "")}: what may break and how, which callers need an edit, and which tests "
            + "to run first. Cite path:line. Uses counted as unknown may be affected too: say how to find out.",
        await new ImpactTool().Ask(graph, choice, ArgumentsOf(arguments, "target"), cancellation));

    private static Dictionary<string, string> ArgumentsOf(Dictionary<string, string> arguments, string main)
    {
        var asked = new Dictionary<string, string> { [main] = arguments[main] };
        if (arguments.TryGetValue("repository", out var repository))
            asked["repository"] = repository;
        return asked;
    }

    private static Dictionary<string, string> Check(Prompt prompt, IDictionary<string, JsonElement>? given)
    {
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in given ?? new Dictionary<string, JsonElement>())
        {
            if (prompt.Arguments!.All(a => a.Name != name))
                throw Invalid($"'{name}' is no argument of the prompt {prompt.Name}. It takes: {string.Join(", ", prompt.Arguments!.Select(a => a.Name))}.");
            if (value.ValueKind != JsonValueKind.String)
                throw Invalid($"'{name}' must be a text.");
            if (value.GetString() is { Length: > 0 } text)
                arguments[name] = text;
        }
        return prompt.Arguments!.FirstOrDefault(a => a.Required == true && !arguments.ContainsKey(a.Name)) is { } missing
            ? throw Invalid($"'{missing.Name}' is missing: {missing.Description}.")
            : arguments;
    }

    private static GetPromptResult Message(string instruction, string answer) => new()
    {
        Messages = [new() { Role = Role.User, Content = new TextContentBlock { Text = $"{instruction}\n\nThe code graph says:\n{answer}" } }],
    };

    private static PromptArgument Argument(string name, string description, bool required) => new() { Name = name, Description = description, Required = required };

    private static McpProtocolException Invalid(string message) => new(message, McpErrorCode.InvalidParams);
}
