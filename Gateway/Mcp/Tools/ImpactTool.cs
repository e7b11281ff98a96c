using System.Text.Json;
using CodeGraph.Gateway.Mcp.Text;
using CodeGraph.Grains;
using CodeGraph.Model;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>What may break when a symbol or a file changes.</summary>
internal sealed class ImpactTool() : McpTool(
    "impact",
    "Impact of a change",
    "What may break when a symbol or file changes: everything that depends on it, nearest first, and the tests and entry points that reach it.",
    $$"""
    "target":{"type":"string","description":"Symbol ({{Symbol}}) or file path"},
    "depth":{"type":"integer","description":"Levels to follow, 1-64; default 16"}, {{Ambiguous}} {{Cursor}}
    """,
    "target")
{
    /// <summary>Of the rows' room, what tests and entry points may take each.</summary>
    private const int SideShare = 5;

    public override async Task<string> Answer(ToolCall call, CancellationToken cancellation)
    {
        var target = call.Arguments.Text("target");
        var query = new TraversalQuery(target, call.Arguments.Integer("depth", 1, 64, 16), call.Arguments.Flag("ambiguous"), call.RowLimit, TierSet.None, call.Cursor);
        var snapshot = await call.Open(cancellation);
        var answer = await snapshot.Impact(query, cancellation);
        if (answer.Path is null && Misunderstanding.Of(call, target, answer.Source, answer.Resolution) is { } misunderstood)
            return misunderstood;
        var text = new AnswerText(call.Budget);
        text.Head($"{(answer.Path is { } path ? "file " + path : Wording.Of(answer.Resolution.Symbol!))} in {Wording.Of(answer.Source)}");
        text.Head($"{Wording.Count(answer.Total, "dependent", "dependents")} in {Wording.Count(answer.Files, "file", "files")}; "
            + $"{Wording.Count(answer.TotalTests, "test", "tests")} and {Wording.Count(answer.TotalEntryPoints, "entry point", "entry points")} reach it");
        if (answer.Levels.Count > 1)
            text.Head("dependents by distance: " + string.Join(", ", answer.Levels.Select(l => $"{Wording.Number(l.Distance)}: {Wording.Number(l.Dependents)}")));
        if (query.Cursor is null)
            TellReached(text, answer);
        var before = text.Rows;
        text.Head("dependents: distance, place, symbol, relation, tier");
        foreach (var dependent in answer.Symbols)
            text.TryRow(Row(dependent));
        var shown = text.Rows - before;
        await NextPage.Tell(
            text, $"{Wording.Number(shown)} of {Wording.Number(answer.Total)} dependents", shown, answer.Symbols.Count, answer.Cursor,
            async rows => (await snapshot.Impact(query with { Limit = rows }, cancellation)).Cursor);
        text.Remark(Wording.Of(answer.Uncertainty));
        if (answer.Path is null)
            await Overloads.Tell(text, snapshot, answer.Resolution.Symbol!, cancellation);
        await Staleness.Tell(text, snapshot, answer.Symbols.Take(shown).Select(s => s.Site.Path), cancellation);
        return text.ToString();
    }

    private static void TellReached(AnswerText text, ImpactAnswer answer)
    {
        var tests = answer.Tests.Select(t => $"{t.Path}{(t.Symbol is { } symbol ? $":{Wording.Number(symbol.Line)} {Wording.InFile(symbol)}" : "")}").ToList();
        var entries = answer.EntryPoints.Select(e => $"{e.Path}{(e.Symbol is { } symbol ? $":{Wording.Number(symbol.Line)} {Wording.InFile(symbol)}" : " (file level)")} {JsonNamingPolicy.CamelCase.ConvertName(e.Rule.ToString())}").ToList();
        Tell(text, "tests", tests, answer.TotalTests);
        Tell(text, "entry points", entries, answer.TotalEntryPoints);
    }

    private static void Tell(AnswerText text, string what, List<string> rows, int total)
    {
        if (total == 0)
            return;
        var room = text.Left / SideShare;
        var shown = rows.TakeWhile(row => (room -= TokenEstimate.Of(row) + 1) >= 0).ToList();
        text.Head($"{what}, nearest first{(shown.Count < total ? $" ({Wording.Number(shown.Count)} of {Wording.Number(total)}; a larger budget shows more)" : "")}:");
        foreach (var row in shown)
            text.TryRow(row);
    }

    private static string Row(RelationInfo dependent) =>
        $"{Wording.Number(dependent.Distance)} {dependent.Site.Path}:{Wording.Number(dependent.Site.Line)} "
        + $"{(dependent.From is { } from ? Wording.InFile(from) : "(file level)")} {dependent.Kind.ToWire()} {dependent.Tier.ToWire()}";
}
