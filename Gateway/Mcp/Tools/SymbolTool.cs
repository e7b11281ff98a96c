using CodeGraph.Gateway.Mcp.Text;
using CodeGraph.Grains;
using CodeGraph.Model;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>What one needs to know of a symbol.</summary>
internal sealed class SymbolTool() : McpTool(
    "symbol",
    "Context of a symbol",
    "One symbol with its source as indexed, documentation, callers, callees, types and siblings, within the budget. Ask this before reading files.",
    $$"""
    "symbol":{"type":"string","description":"{{Symbol}}"},
    """,
    "symbol")
{
    /// <summary>The context's own budget counts texts at 4 bytes a token; the rest is places, tiers and headings.</summary>
    private const double TextShare = 0.6;

    public override async Task<string> Answer(ToolCall call, CancellationToken cancellation)
    {
        var name = call.Arguments.Text("symbol");
        var snapshot = await call.Open(cancellation);
        var answer = await snapshot.Context(new(name, (int)(call.Budget * TextShare)), cancellation);
        if (answer.Resolution is not { Symbol: { } symbol })
            return Misunderstanding.Of(call, name, answer.Source, answer.Resolution)!;
        var text = new AnswerText(call.Budget);
        text.Head($"{Wording.Of(symbol)} in {Wording.Of(answer.Source)}");
        if (symbol.Signature is { Length: > 0 } signature)
            text.Head(OneLine.Of(signature));
        TellSource(text, answer);
        var shown = TellAround(text, answer);
        foreach (var (role, count) in LeftOut(answer, shown))
            text.Remark($"left out: {Wording.Number(count)} {Plural(role)}{(role is ContextRole.Caller or ContextRole.Callee ? $"; relations lists all {Plural(role)}" : "; a larger budget shows more")}");
        text.Remark(Wording.Of(answer.Uncertainty));
        await Overloads.Tell(text, snapshot, symbol, cancellation);
        await Staleness.Tell(text, snapshot, [symbol.Path], cancellation);
        return text.ToString();
    }

    private static void TellSource(AnswerText text, ContextAnswer answer)
    {
        if (answer.Documentation is { Length: > 0 } documentation && !Holds(answer.Code?.Text, documentation))
            text.TryBlock(documentation.TrimEnd());
        if (answer.Code is not { } code)
            return;
        if (code.Text is not { Length: > 0 } source)
        {
            text.Remark(code.Problem is { } problem ? "no source: " + OneLine.Of(problem) : $"left out: the source, {Wording.Count(code.Lines, "line", "lines")}; give a larger budget");
            return;
        }
        var end = code.StartLine + code.Lines - 1;
        var cut = code.EndLine < end;
        if (!text.TryBlock($"source, lines {Wording.Number(code.StartLine)}-{Wording.Number(code.EndLine)}{(cut ? $" of {Wording.Number(code.StartLine)}-{Wording.Number(end)}" : "")}:\n{source.TrimEnd('\n', '\r')}"))
            text.Remark("left out: the source; give a larger budget");
        else if (cut)
            text.Remark($"left out: source lines {Wording.Number(code.EndLine + 1)}-{Wording.Number(end)}; read them in the file, or give a larger budget");
    }

    /// <summary>Whether the source has the documentation inside of it, as docstrings are, blanks aside: it is not to be paid for twice.</summary>
    private static bool Holds(string? source, string documentation) =>
        source is not null && OneLine.Of(source, source.Length).Contains(OneLine.Of(documentation, documentation.Length), StringComparison.Ordinal);

    private static Dictionary<ContextRole, int> TellAround(AnswerText text, ContextAnswer answer)
    {
        var shown = new Dictionary<ContextRole, int>();
        foreach (var group in answer.Items.GroupBy(i => (i.Role, i.Distance)).OrderBy(g => g.Key.Distance).ThenBy(g => g.Key.Role))
        {
            string? heading = Plural(group.Key.Role) + (group.Key is { Distance: > 1, Role: not ContextRole.Sibling } ? " of those" : "") + ":";
            foreach (var item in group)
            {
                if (!text.TryRow(Row(item), heading))
                    break;
                heading = null;
                shown[item.Role] = shown.GetValueOrDefault(item.Role) + 1;
            }
        }
        return shown;
    }

    /// <summary>Place, tier, name and signature; the name without its path where that is the one of the place.</summary>
    private static string Row(ContextItem item)
    {
        var (path, line) = (item.Site, item.Symbol) switch
        {
            ({ } site, _) => (site.Path, site.Line),
            (_, { } symbol) => (symbol.Path, symbol.Line),
            _ => (item.Path, 1),
        };
        var text = item.Text.StartsWith(path + "#", StringComparison.Ordinal) ? item.Text[path.Length..] : item.Text;
        return $"{path}:{Wording.Number(line)} {(item.Tier is { } tier ? tier.ToWire() + " " : "")}{OneLine.Of(text)}";
    }

    private static IEnumerable<(ContextRole Role, int Count)> LeftOut(ContextAnswer answer, Dictionary<ContextRole, int> shown) =>
        from role in Enum.GetValues<ContextRole>()
        let given = answer.Items.Count(i => i.Role == role)
        let count = answer.LeftOut.Where(l => l.Role == role).Sum(l => l.Count) + given - shown.GetValueOrDefault(role)
        where count > 0
        select (role, count);

    private static string Plural(ContextRole role) => role switch
    {
        ContextRole.Caller => "callers",
        ContextRole.Callee => "callees",
        ContextRole.Type => "types",
        ContextRole.Sibling => "siblings",
        ContextRole.Part => "other parts",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };
}
