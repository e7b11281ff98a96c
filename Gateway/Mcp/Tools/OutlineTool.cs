using CodeGraph.Gateway.Mcp.Text;
using CodeGraph.Grains;
using CodeGraph.Model;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>The symbols of a file.</summary>
internal sealed class OutlineTool() : McpTool(
    "outline",
    "Outline of a file",
    "The symbols of a file as a tree with lines and signatures: cheaper than reading the file.",
    $$"""
    "path":{"type":"string","description":"Relative to the repository's root"}, {{Cursor}}
    """,
    "path")
{
    private const int LongestSignature = 200;

    public override async Task<string> Answer(ToolCall call, CancellationToken cancellation)
    {
        var path = call.Arguments.Text("path");
        var snapshot = await call.Open(cancellation);
        var answer = await snapshot.Outline(path, cancellation);
        if (answer.Path is null)
            return Misunderstanding.NoFile(call, path, answer.Source, answer.NearPaths);
        var rows = Rows(answer.Symbols).ToList();
        var question = "outline " + answer.Path;
        var skipped = PositionCursor.PositionOf(call.Cursor, answer.Source, question);
        var text = new AnswerText(call.Budget);
        text.Head($"{answer.Path} in {Wording.Of(answer.Source)}: {answer.Language.ToString().ToLowerInvariant()}, {Wording.Count(answer.Lines, "line", "lines")}, {Wording.Count(rows.Count, "symbol", "symbols")}; rows: lines, kind, name");
        var shown = skipped + rows.Skip(skipped).TakeWhile(row => text.TryRow(row)).Count();
        if (shown < rows.Count)
            text.Remark($"left out: {Wording.Number(rows.Count - shown)}; to go on: cursor \"{PositionCursor.At(answer.Source, question, shown)}\"");
        await Staleness.Tell(text, snapshot, [answer.Path], cancellation);
        return text.ToString();
    }

    /// <summary>Depth first in the order of the file, without recursion: the tree may be as deep as its source.</summary>
    private static IEnumerable<string> Rows(IReadOnlyList<OutlineNode> roots)
    {
        var open = new Stack<(OutlineNode Node, int Depth)>(roots.Reverse().Select(r => (r, 0)));
        while (open.TryPop(out var at))
        {
            var symbol = at.Node.Symbol;
            var lines = symbol.EndLine > symbol.Line ? $"{Wording.Number(symbol.Line)}-{Wording.Number(symbol.EndLine)}" : Wording.Number(symbol.Line);
            yield return $"{new string(' ', Math.Min(at.Depth, 20))}{lines} {symbol.Kind.ToWire()} {OneLine.Of(symbol.Signature is { Length: > 0 } signature ? signature : symbol.Name, LongestSignature)}";
            foreach (var child in at.Node.Children.Reverse())
                open.Push((child, at.Depth + 1));
        }
    }
}
