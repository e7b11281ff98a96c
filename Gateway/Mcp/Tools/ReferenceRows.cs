using CodeGraph.Gateway.Mcp.Text;
using CodeGraph.Grains;
using CodeGraph.Model;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>Every place that names a symbol.</summary>
internal static class ReferenceRows
{
    public static async Task<string> Answer(ToolCall call, ISnapshotQueries snapshot, string symbol, bool ambiguous, CancellationToken cancellation)
    {
        var question = $"references {symbol} {ambiguous}";
        var answer = await snapshot.References(new(symbol, ambiguous, Limit: 0), cancellation);
        if (answer.Resolution is not { Symbol: { } found })
            return Misunderstanding.Of(call, symbol, answer.Source, answer.Resolution)!;
        var skipped = PositionCursor.PositionOf(call.Cursor, answer.Source, question);
        var references = (await snapshot.References(new(symbol, ambiguous, skipped + call.RowLimit), cancellation)).References.Skip(skipped).ToList();
        var text = new AnswerText(call.Budget);
        text.Head($"{Wording.Of(found)} in {Wording.Of(answer.Source)}");
        text.Head(Wording.Count(answer.Total, "reference", "references"));
        var told = SiteRow.Tell(text, [.. references.Select(Row)]);
        var shown = skipped + told;
        if (shown < answer.Total)
            text.Remark($"left out: {Wording.Number(answer.Total - shown)}; to go on: cursor \"{PositionCursor.At(answer.Source, question, shown)}\"");
        text.Remark(Wording.Of(answer.Uncertainty));
        await Overloads.Tell(text, snapshot, found, cancellation);
        await Staleness.Tell(text, snapshot, references.Take(told).Select(r => r.Site.Path), cancellation);
        return text.ToString();
    }

    private static SiteRow Row(ReferenceInfo use) => new(
        "", use.Site.Path, use.Site.Line, $"{use.Role.ToWire()} in {(use.From is { } from ? Wording.InFile(from) : "(file level)")} {use.Tier.ToWire()}");
}
