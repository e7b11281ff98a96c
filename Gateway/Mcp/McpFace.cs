using CodeGraph.Client;
using CodeGraph.Gateway.Mcp.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CodeGraph.Gateway.Mcp;

/// <summary>What this server offers over the Model Context Protocol, whatever the transport: tools, resources, prompts, completions.</summary>
/// <param name="graph">The graph as the caller of the request at hand may see it; asked once at the beginning of each request.</param>
/// <param name="choice">The repository that is meant where a call names none.</param>
/// <param name="time">For progress.</param>
/// <param name="isOwn">Whether the caller is the user of this process, who may read what went wrong inside of it; for others that is in the log.</param>
internal sealed class McpFace(Func<ICodeGraph> graph, RepositoryChoice choice, TimeProvider time, bool isOwn)
{
    private const string Instructions =
        "A code graph of indexed repositories: exact answers about who calls what, with path:line and how sure each relation is. Start with search or symbol; names that fit several "
        + "symbols are listed, never guessed. '...@commit' names what an answer is true for; 'stale' and 'unknown' lines say what it may lack. Answers keep to a token budget and "
        + "end with a cursor where there is more.";

    private static readonly McpTool[] Tools =
    [
        new SearchTool(), new SymbolTool(), new RelationsTool(), new ImpactTool(), new PathTool(), new OutlineTool(), new LocateTool(), new StatusTool(),
    ];

    /// <summary>Options for one server; each session has its own, as the protocol keeps state in them.</summary>
    public McpServerOptions CreateOptions() => new()
    {
        ServerInfo = new Implementation { Name = "codegraph", Title = "Orleans.CodeGraph", Version = typeof(McpFace).Assembly.GetName().Version!.ToString(3) },
        ServerInstructions = Instructions,
        ScopeRequests = false,
        Capabilities = new() { Tools = new(), Resources = new(), Prompts = new(), Completions = new() },
        Handlers = new()
        {
            ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. Tools.Select(t => t.Definition)] }),
            CallToolHandler = Call,
            ListResourcesHandler = async (_, cancellation) => await McpResources.List(graph(), cancellation),
            ListResourceTemplatesHandler = (_, _) => ValueTask.FromResult(McpResources.Templates),
            ReadResourceHandler = async (request, cancellation) => await McpResources.Read(request.Params.Uri, graph(), choice, cancellation),
            ListPromptsHandler = (_, _) => ValueTask.FromResult(McpPrompts.All),
            GetPromptHandler = async (request, cancellation) => await McpPrompts.Get(request.Params, graph(), choice, cancellation),
            CompleteHandler = async (request, cancellation) => await McpCompletions.Of(request.Params, graph(), choice, cancellation),
        },
    };

    private async ValueTask<CallToolResult> Call(RequestContext<CallToolRequestParams> request, CancellationToken cancellation)
    {
        var tool = Tools.FirstOrDefault(t => t.Definition.Name == request.Params.Name) ?? throw new McpProtocolException(
            $"There is no tool '{request.Params.Name}'. Tools: {string.Join(", ", Tools.Select(t => t.Definition.Name))}.", McpErrorCode.InvalidParams);
        var caller = graph();
        await using var progress = await ProgressReport.Begin(request, time, cancellation);
        try
        {
            return Result(await tool.Answer(new(new(tool.Definition, request.Params.Arguments), caller, choice), cancellation), isError: false);
        }
        catch (Exception exception) when (ToolFailures.Explain(exception) is { } explained)
        {
            return Result(explained, isError: true);
        }
        catch (Exception exception) when (isOwn && exception is not OperationCanceledException)
        {
            return Result($"codegraph failed: {exception.Message}", isError: true);
        }
    }

    private static CallToolResult Result(string text, bool isError) => new() { Content = [new TextContentBlock { Text = text }], IsError = isError };
}
