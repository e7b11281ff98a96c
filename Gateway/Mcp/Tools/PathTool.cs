using CodeGraph.Gateway.Mcp.Text;
using CodeGraph.Grains;
using CodeGraph.Model;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>How one symbol reaches another.</summary>
internal sealed class PathTool() : McpTool(
    "path",
    "Path between symbols",
    "A shortest chain of relations from one symbol to another, with the place of each step.",
    $$"""
    "from":{"type":"string","description":"{{Symbol}}"},
    "to":{"type":"string","description":"As from"}, {{Ambiguous}}
    """,
    "from", "to")
{
    private const int LongestChain = 32;

    public override async Task<string> Answer(ToolCall call, CancellationToken cancellation)
    {
        var query = new PathQuery(call.Arguments.Text("from"), call.Arguments.Text("to"), call.Arguments.Flag("ambiguous"), LongestChain);
        var snapshot = await call.Open(cancellation);
        var answer = await snapshot.Path(query, cancellation);
        if (Misunderstanding.Of(call, query.From, answer.Source, answer.From) is { } from)
            return from;
        if (Misunderstanding.Of(call, query.To, answer.Source, answer.To) is { } to)
            return to;
        var text = new AnswerText(call.Budget);
        text.Head($"from {Wording.Of(answer.From.Symbol!)}");
        text.Head($"to {Wording.Of(answer.To.Symbol!)} in {Wording.Of(answer.Source)}");
        text.Head(answer.Found ? Wording.Count(answer.Steps.Count, "step", "steps") : $"no chain of at most {Wording.Number(LongestChain)} steps in this direction");
        foreach (var step in answer.Steps)
            text.TryRow($"{step.Site.Path}:{Wording.Number(step.Site.Line)} {(step.From is { } start ? Wording.InFile(start) : "(file level)")} {step.Kind.ToWire()} {OneLine.Of(step.To.Id)} {step.Tier.ToWire()}");
        if (text.Rows < answer.Steps.Count)
            text.Remark($"left out: the last {Wording.Number(answer.Steps.Count - text.Rows)} steps; give a larger budget");
        if (!answer.Found)
            text.Remark($"unknown: on the way {Wording.Number(answer.Uncertainty.Unresolved)} uses stayed unresolved and {Wording.Number(answer.Uncertainty.Ambiguous)} ambiguous"
                + (query.IncludeAmbiguous ? "" : " (ambiguous: true follows those)"));
        await Staleness.Tell(text, snapshot, answer.Steps.Select(s => s.Site.Path), cancellation);
        return text.ToString();
    }
}
