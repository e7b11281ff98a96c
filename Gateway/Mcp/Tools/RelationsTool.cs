using CodeGraph.Gateway.Mcp.Text;
using CodeGraph.Grains;
using CodeGraph.Model;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>Callers, callees, references and the hierarchy of a symbol.</summary>
internal sealed class RelationsTool() : McpTool(
    "relations",
    "Callers, callees, references, hierarchy",
    "Who calls a symbol, what it calls, every place that names it, or its base and derived types and overrides. Rows are path:lines, symbol, tier: "
        + "exact, typed, unique in falling trust. Says how many uses stayed unresolved.",
    $$"""
    "symbol":{"type":"string","description":"{{Symbol}}"},
    "relation":{"enum":["callers","callees","references","hierarchy"]},
    "depth":{"type":"integer","description":"Levels to follow, 1-16; default 1; not for references"}, {{Ambiguous}} {{Cursor}}
    """,
    "symbol", "relation")
{
    private static readonly Dictionary<string, Kind?> Kinds = Enum.GetValues<Kind>().ToDictionary(k => k.ToString().ToLowerInvariant(), k => (Kind?)k);

    private enum Kind
    {
        Callers = 0,
        Callees = 1,
        References = 2,
        Hierarchy = 3,
    }

    public override async Task<string> Answer(ToolCall call, CancellationToken cancellation)
    {
        var symbol = call.Arguments.Text("symbol");
        var relation = call.Arguments.Choice("relation", Kinds, otherwise: null) ?? throw new ToolFailure($"'relation' is missing: give one of {string.Join(", ", Kinds.Keys)}.");
        var query = new TraversalQuery(symbol, call.Arguments.Integer("depth", 1, 16, 1), call.Arguments.Flag("ambiguous"), call.RowLimit, TierSet.None, call.Cursor);
        var snapshot = await call.Open(cancellation);
        return relation switch
        {
            Kind.Callers => await Calls(call, snapshot, "caller", query, snapshot.Callers, cancellation),
            Kind.Callees => await Calls(call, snapshot, "callee", query, snapshot.Callees, cancellation),
            Kind.References => await ReferenceRows.Answer(call, snapshot, symbol, query.IncludeAmbiguous, cancellation),
            _ => await HierarchyRows.Answer(call, snapshot, symbol, query.Depth, cancellation),
        };
    }

    private static async Task<string> Calls(
        ToolCall call, ISnapshotQueries snapshot, string what, TraversalQuery query, Func<TraversalQuery, CancellationToken, Task<RelationsAnswer>> ask, CancellationToken cancellation)
    {
        var answer = await ask(query, cancellation);
        if (answer.Resolution is not { Symbol: { } symbol })
            return Misunderstanding.Of(call, query.Symbol, answer.Source, answer.Resolution)!;
        var text = new AnswerText(call.Budget);
        text.Head($"{Wording.Of(symbol)} in {Wording.Of(answer.Source)}");
        text.Head(Wording.Count(answer.Total, $"{what} site", $"{what} sites") + (query.Depth > 1 ? $" on {Wording.Number(query.Depth)} levels (first column)" : ""));
        var shown = SiteRow.Tell(text, [.. answer.Relations.Select(r => Row(r, what == "caller", query.Depth))]);
        await NextPage.Tell(
            text, $"{Wording.Number(shown)} of {Wording.Number(answer.Total)} sites", shown, answer.Relations.Count, answer.Cursor,
            async rows => (await ask(query with { Limit = rows }, cancellation)).Cursor);
        text.Remark(Wording.Of(answer.Uncertainty));
        await Overloads.Tell(text, snapshot, symbol, cancellation);
        await Staleness.Tell(text, snapshot, answer.Relations.Take(shown).Select(r => r.Site.Path), cancellation);
        return text.ToString();
    }

    /// <summary>The site, who stands there or where it leads, the tier; past the first level both ends, as neither is the symbol asked for.</summary>
    private static SiteRow Row(RelationInfo relation, bool isCaller, int depth)
    {
        var from = relation.From is { } symbol ? Wording.InFile(symbol) : "(file level)";
        var to = OneLine.Of(relation.To.Id);
        var ends = (isCaller, relation.Distance) switch
        {
            (true, 1) => from,
            (false, 1) => to,
            _ => $"{from} -> {to}",
        };
        return new(depth > 1 ? Wording.Number(relation.Distance) + " " : "", relation.Site.Path, relation.Site.Line, $"{ends} {relation.Tier.ToWire()}");
    }
}
