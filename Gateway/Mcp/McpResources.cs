using CodeGraph.Client;
using CodeGraph.Gateway.Mcp.Tools;
using CodeGraph.Grains;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace CodeGraph.Gateway.Mcp;

/// <summary>Files and symbols as resources, of the snapshot made last.</summary>
internal static class McpResources
{
    private const string Scheme = "codegraph://";
    private const string FileTemplate = Scheme + "{repository}/file/{+path}";
    private const string SymbolTemplate = Scheme + "{repository}/symbol/{+id}";
    private const string PlainText = "text/plain";

    public static ListResourceTemplatesResult Templates { get; } = new()
    {
        ResourceTemplates =
        [
            new() { Name = "file", Title = "Source file", UriTemplate = FileTemplate, MimeType = PlainText, Description = "A file exactly as it was indexed." },
            new() { Name = "symbol", Title = "Symbol", UriTemplate = SymbolTemplate, MimeType = PlainText, Description = "A symbol with its source and what surrounds it; # in the id as %23." },
        ],
    };

    /// <summary>One resource for each repository: what the tool <c>status</c> says of it.</summary>
    public static async Task<ListResourcesResult> List(ICodeGraph graph, CancellationToken cancellation) => new()
    {
        Resources =
        [
            .. (await graph.ListRepositories(cancellation)).Select(e => new Resource
            {
                Uri = Scheme + Uri.EscapeDataString(e.Name), Name = e.Name, Title = $"Repository {e.Name}", MimeType = PlainText, Description = "Commit, size and state of the index.",
            }),
        ],
    };

    public static async Task<ReadResourceResult> Read(string uri, ICodeGraph graph, RepositoryChoice choice, CancellationToken cancellation)
    {
        if (Parse(uri) is not var (repository, kind, place))
            throw new McpProtocolException($"'{uri}' is no resource of this server. There are {Scheme}<repository>, {FileTemplate} and {SymbolTemplate}.", McpErrorCode.InvalidParams);
        try
        {
            var text = kind switch
            {
                "" => await new StatusTool().Ask(graph, choice, new() { ["repository"] = repository }, cancellation),
                "symbol" => await ReadSymbol(uri, graph, repository, place, choice, cancellation),
                _ => await ReadFile(uri, graph, repository, place, cancellation),
            };
            return new() { Contents = [new TextResourceContents { Uri = uri, MimeType = PlainText, Text = text }] };
        }
        catch (Exception exception) when (ToolFailures.Explain(exception) is { } explained)
        {
            throw new McpProtocolException(explained, exception, NotFoundCode(exception));
        }
    }

    /// <summary>The repository, <c>file</c>, <c>symbol</c> or nothing, and the path or id; null for another address.</summary>
    internal static (string Repository, string Kind, string Place)? Parse(string uri)
    {
        if (!uri.StartsWith(Scheme, StringComparison.Ordinal))
            return null;
        var parts = uri[Scheme.Length..].Split('/', 3);
        if (parts[0].Length == 0)
            return null;
        var repository = Uri.UnescapeDataString(parts[0]);
        if (parts.Length == 1 || parts is [_, ""])
            return (repository, "", "");
        return parts is [_, "file" or "symbol", { Length: > 0 } rest] ? (repository, parts[1], Uri.UnescapeDataString(rest)) : null;
    }

    private static async Task<string> ReadSymbol(string uri, ICodeGraph graph, string repository, string id, RepositoryChoice choice, CancellationToken cancellation)
    {
        var snapshot = (await graph.OpenSnapshot(repository, commit: null, cancellation)).Queries;
        return (await snapshot.GetSymbol(id, cancellation)).Resolution.Match == Match.Found
            ? await new SymbolTool().Ask(graph, choice, new() { ["symbol"] = id, ["repository"] = repository }, cancellation)
            : throw new McpProtocolException($"No one symbol is at '{uri}'. The tool search tells ids.", McpErrorCode.ResourceNotFound);
    }

    private static async Task<string> ReadFile(string uri, ICodeGraph graph, string repository, string path, CancellationToken cancellation)
    {
        var snapshot = (await graph.OpenSnapshot(repository, commit: null, cancellation)).Queries;
        var answer = await snapshot.FileText(new(path), cancellation);
        if (answer.Path is null)
        {
            var near = answer.NearPaths.Count > 0 ? " Did you mean " + string.Join(" or ", answer.NearPaths.Take(5)) + "?" : "";
            throw new McpProtocolException($"No indexed file is at '{uri}'.{near}", McpErrorCode.ResourceNotFound);
        }
        return answer.Text!.Text ?? throw new ToolFailure($"{answer.Path} cannot be shown as it was indexed: {answer.Text.Problem}");
    }

    private static McpErrorCode NotFoundCode(Exception exception) =>
        exception is RepositoryNotFoundException or NotIndexedException or SnapshotNotFoundException ? McpErrorCode.ResourceNotFound : McpErrorCode.InternalError;
}
