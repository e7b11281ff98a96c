using System.Globalization;
using CodeGraph.Gateway.Mcp.Text;
using CodeGraph.Grains;
using CodeGraph.Model;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>What stands at a place: from a line of a stack trace or a diff to symbols and definitions.</summary>
internal sealed class LocateTool() : McpTool(
    "locate",
    "What is at a line",
    "From path:line or path:line:column (a stack trace, a diff) to the symbols around it, and what the names there lead to (go to definition); with why, the reasons.",
    """
    "place":{"type":"string","description":"path:line or path:line:column, 1-based"},
    "why":{"type":"boolean","description":"tell also why the name there (without a column the line's first call) leads where it leads, or what was missing; takes seconds"},
    """,
    "place")
{
    public override async Task<string> Answer(ToolCall call, CancellationToken cancellation)
    {
        var query = Parse(call.Arguments.Text("place"));
        var snapshot = await call.Open(cancellation);
        var answer = await snapshot.Locate(query, cancellation);
        if (answer.Path is null)
            return Misunderstanding.NoFile(call, query.Path, answer.Source, answer.NearPaths);
        if (query.Line > answer.Lines)
            throw new ToolFailure($"{answer.Path} had {Wording.Count(answer.Lines, "line", "lines")} when it was indexed; there is no line {Wording.Number(query.Line)}.");
        var text = new AnswerText(call.Budget);
        text.Head($"{answer.Path}:{Wording.Number(query.Line)}{(query.Column is { } column ? ":" + Wording.Number(column) : "")} in {Wording.Of(answer.Source)}");
        text.Head(answer.Enclosing.Count == 0 ? "inside of: no definition (file level)" : "inside of, innermost first:");
        foreach (var around in answer.Enclosing)
            text.TryRow($"{around.Kind.ToWire()} {Wording.Number(around.Line)}-{Wording.Number(around.EndLine)} {OneLine.Of(around.Id)}");
        foreach (var defined in answer.Defined)
            text.TryRow("defines " + Wording.Of(defined));
        var before = text.Rows;
        foreach (var use in answer.Uses)
            text.TryRow(Row(use));
        if (text.Rows - before < answer.TotalUses)
            text.Remark($"left out: {Wording.Number(answer.TotalUses - (text.Rows - before))} of {Wording.Number(answer.TotalUses)} names; give a column");
        if (call.Arguments.Flag("why"))
            await TellWhy(text, snapshot, query, cancellation);
        await Staleness.Tell(text, snapshot, [answer.Path], cancellation);
        return text.ToString();
    }

    private static async Task TellWhy(AnswerText text, ISnapshotQueries snapshot, LocateQuery query, CancellationToken cancellation)
    {
        if ((await snapshot.Explain(query, cancellation)).Use is not { } use)
        {
            text.Remark("why: no name is used there");
            return;
        }
        text.TryRow($"why col {Wording.Number(use.Site.Column)} {OneLine.Of(use.Name, 80)} is {(use.State == ReferenceState.Resolved ? use.Tier.ToWire() : use.State.ToWire())}:");
        foreach (var step in use.Steps)
            text.TryRow(" " + Row(step));
        foreach (var target in use.Targets)
            text.TryRow(" so " + Row(target));
    }

    private static string Row(ExplainedStep step) => step.Site is { } site
        ? $"{OneLine.Of(step.Text)} ({OneLine.Of(site.Path)}:{Wording.Number(site.Line)}:{Wording.Number(site.Column)})"
        : OneLine.Of(step.Text);

    private static string Row(LocatedUse use)
    {
        var name = $"col {Wording.Number(use.Site.Column)} {OneLine.Of(use.Name, 80)} ({use.Role.ToWire()})";
        return (use.State, use.File) switch
        {
            (ReferenceState.External, _) => name + " external: outside of the repository",
            (ReferenceState.Unresolved, _) => name + " unresolved: nothing is known of it",
            (_, { } file) => $"{name} -> file {file} {use.Tier.ToWire()}",
            _ => $"{name} -> {string.Join(" or ", use.Targets.Select(Wording.Of))}{(use.TotalTargets > use.Targets.Count ? " or more" : "")} {use.Tier.ToWire()}",
        };
    }

    /// <exception cref="ToolFailure">It names no place.</exception>
    private static LocateQuery Parse(string place)
    {
        var parts = place.Split(':');
        var numbers = parts.Reverse().TakeWhile(p => Number(p) > 0).Take(2).Count();
        if (numbers == 2 && parts.Length > 2)
            return new(string.Join(':', parts[..^2]), Number(parts[^2]), Number(parts[^1]));
        return numbers >= 1 && parts.Length > 1
            ? new(string.Join(':', parts[..^1]), Number(parts[^1]))
            : throw new ToolFailure($"'{OneLine.Of(place)}' is no place: give path:line or path:line:column, with numbers from 1.");
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
