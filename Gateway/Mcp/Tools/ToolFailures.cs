using CodeGraph.Client;
using CodeGraph.Gateway.Mcp.Text;
using CodeGraph.Grains;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>What the query service could not answer, said to a model: what is wrong, and what to do.</summary>
internal static class ToolFailures
{
    private const int LongestMessage = 1500;

    /// <returns>Null for a failure of the server itself, whose details are for its log.</returns>
    public static string? Explain(Exception exception) => exception switch
    {
        ToolFailure e => Lines(e.Message),
        RepositoryNotFoundException e => Lines($"{e.Message} status lists the repositories."),
        NotIndexedException e => Lines($"{e.Message} {(e.Status.Source is { } source ? $"To index it, run: codegraph index '{source}'" : "status says how it is going.")}"),
        SnapshotNotFoundException e => Lines(e.Message),
        InvalidCursorException e => Lines($"{e.Message} Ask without a cursor to begin again."),
        AccessDeniedException e => Lines(e.Message),
        SourceUnreadableException e => Lines(e.Message),
        OverloadedException e => Lines(e.Message),
        QueryTimeLimitException e => Lines(e.Message),
        TimeoutException => "The answer takes too long. Ask for less: a smaller depth, or a narrower path.",
        _ => null,
    };

    private static string Lines(string message) => string.Join('\n', message.Split('\n').Select(line => OneLine.Of(line, LongestMessage)));
}
