using CodeGraph.Gateway.Mcp.Text;
using CodeGraph.Grains;
using CodeGraph.Model;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>Symbols by name, or lines by their text.</summary>
internal sealed class SearchTool() : McpTool(
    "search",
    "Find symbols or text",
    "Find symbols by name, or indexed source lines by text. Rows are path:line, kind, #name; a symbol's id is path#name. Names that only resemble the query are marked ~.",
    $$"""
    "query":{"type":"string","description":"A name, its beginning, part or humps (RSS finds ReadSymbolSnapshot), or Type.member; with in=text a regular expression without look-around"},
    "in":{"enum":["symbols","text"],"description":"Default symbols"},
    "kind":{"enum":[{{string.Join(',', Kinds.Keys.Select(k => $"\"{k}\""))}}],"description":"Only such symbols"},
    "path":{"type":"string","description":"Only files under this path"}, {{Cursor}}
    """,
    "query")
{
    private static readonly Dictionary<string, SymbolKind> Kinds = Enum.GetValues<SymbolKind>().ToDictionary(k => k.ToWire());
    private static readonly Dictionary<string, bool> Places = new() { ["symbols"] = false, ["text"] = true };

    public override async Task<string> Answer(ToolCall call, CancellationToken cancellation)
    {
        var inText = call.Arguments.Choice("in", Places, otherwise: false);
        var kind = call.Arguments.Choice("kind", Kinds.ToDictionary(k => k.Key, k => (SymbolKind?)k.Value), otherwise: null);
        if (inText && kind is not null)
            throw new ToolFailure("'kind' is of symbols; leave it out with in=text.");
        var query = call.Arguments.Text("query");
        var path = call.Arguments.OptionalText("path");
        var snapshot = await call.Open(cancellation);
        return inText ? await SearchText(call, snapshot, query, path, cancellation) : await SearchSymbols(call, snapshot, query, kind, path, cancellation);
    }

    private static async Task<string> SearchSymbols(ToolCall call, ISnapshotQueries snapshot, string query, SymbolKind? kind, string? path, CancellationToken cancellation)
    {
        var asked = new SearchQuery(query, kind is { } only ? [only] : null, path, IncludeLocals: false, call.RowLimit, null, call.Cursor);
        var answer = await snapshot.Search(asked, cancellation);
        if (answer.Refusal is { } refusal)
            throw new ToolFailure(refusal);
        var text = new AnswerText(call.Budget);
        if (answer.Symbols.Count == 0)
            return NoSymbol(text, query, kind is not null || path is not null, answer);
        text.Head($"{Wording.Count(answer.Total, "symbol", "symbols")} in {Wording.Of(answer.Source)}");
        foreach (var symbol in answer.Symbols)
            text.TryRow((IsNamed(symbol, query) ? "" : "~ ") + Wording.Of(symbol));
        await NextPage.Tell(
            text, $"{Wording.Number(text.Rows)} of {Wording.Number(answer.Total)}", text.Rows, answer.Symbols.Count, answer.Cursor,
            async rows => (await snapshot.Search(asked with { Limit = rows }, cancellation)).Cursor);
        await Staleness.Tell(text, snapshot, answer.Symbols.Take(text.Rows).Select(s => s.Path), cancellation);
        return text.ToString();
    }

    private static async Task<string> SearchText(ToolCall call, ISnapshotQueries snapshot, string query, string? path, CancellationToken cancellation)
    {
        var asked = new TextQuery(query, Globs: path is null ? null : ["/" + path.Trim('/'), "/" + path.Trim('/') + "/**"], Limit: call.RowLimit, Cursor: call.Cursor);
        var answer = await snapshot.SearchText(asked, cancellation);
        if (answer.Refusal is { } refusal)
            throw new ToolFailure(refusal);
        var text = new AnswerText(call.Budget);
        var total = (answer.TotalIsExact ? "" : "at least ") + Wording.Count(answer.Total, "line", "lines");
        text.Head($"{total} in {Wording.Of(answer.Source)} ({Wording.Count(answer.FilesRead, "file", "files")} read; only files of indexed languages are searched)");
        foreach (var line in answer.Lines)
            text.TryRow($"{line.Path}:{Wording.Number(line.Line)} {(line.Definition is null ? "" : "(defines) ")}{OneLine.Of(line.Text)}");
        await NextPage.Tell(
            text, $"{Wording.Number(text.Rows)} lines{(answer.TimedOut ? ", as the time was over before all files were read" : "")}", text.Rows, answer.Lines.Count, answer.Cursor,
            async rows => (await snapshot.SearchText(asked with { Limit = rows }, cancellation)).Cursor);
        if (answer.Stale.Count > 0)
            text.Remark($"stale, not searched as they changed since they were indexed: {string.Join(", ", answer.Stale.Take(6).Select(p => OneLine.Of(p, 100)))}{(answer.Stale.Count > 6 ? ", ..." : "")}");
        return text.ToString();
    }

    private static string NoSymbol(AnswerText text, string query, bool filtered, SearchAnswer answer)
    {
        text.Head($"No symbol's name contains '{OneLine.Of(query)}' in {Wording.Of(answer.Source)}{(filtered ? " with this kind and path" : "")}.");
        if (answer.Similar.Count > 0)
            text.Head("Similar names, not the same:");
        foreach (var similar in answer.Similar)
            text.TryRow("~ " + Wording.Of(similar));
        text.Remark("in=text finds what is no symbol");
        return text.ToString();
    }

    /// <summary>Whether the last part of the query is the symbol's whole name.</summary>
    private static bool IsNamed(SymbolInfo symbol, string query) =>
        query.EndsWith(symbol.Name, StringComparison.OrdinalIgnoreCase) && (query.Length == symbol.Name.Length || !IsWord(query[^(symbol.Name.Length + 1)]));

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character == '_';
}
