using CodeGraph.Gateway.Mcp.Text;
using CodeGraph.Grains;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>Answers about names that mean no symbol, or several: never a guess.</summary>
internal static class Misunderstanding
{
    /// <returns>What to say instead of an answer; null where exactly one symbol was meant.</returns>
    public static string? Of(ToolCall call, string name, AnswerSource source, Resolution resolution) => resolution.Match switch
    {
        Match.Several => Candidates(call, name, source, resolution.Candidates),
        Match.NotFound => NotFound(call, name, source, resolution.NearNames),
        _ => null,
    };

    public static string NoFile(ToolCall call, string path, AnswerSource source, IReadOnlyList<string> nearPaths)
    {
        var text = new AnswerText(call.Budget);
        text.Head($"No indexed file has the path '{OneLine.Of(path)}' in {Wording.Of(source)}. Paths are relative to the repository's root.");
        if (nearPaths.Count > 0)
            text.Head("Did you mean:");
        foreach (var near in nearPaths)
            text.TryRow(near);
        return text.ToString();
    }

    private static string Candidates(ToolCall call, string name, AnswerSource source, IReadOnlyList<SymbolInfo> candidates)
    {
        var text = new AnswerText(call.Budget);
        text.Head($"'{OneLine.Of(name)}' fits several symbols in {Wording.Of(source)}; none was chosen. Ask again with path#name of one of these:");
        foreach (var candidate in candidates)
            text.TryRow(Wording.Of(candidate));
        if (text.Rows < candidates.Count)
            text.Remark($"left out: {Wording.Number(candidates.Count - text.Rows)} more; a longer name (Type.member) or a larger budget shows them");
        return text.ToString();
    }

    private static string NotFound(ToolCall call, string name, AnswerSource source, IReadOnlyList<string> nearNames)
    {
        var text = new AnswerText(call.Budget);
        text.Head($"No symbol is named '{OneLine.Of(name)}' in {Wording.Of(source)}.");
        if (nearNames.Count > 0)
            text.Head("Other names, not the same: " + string.Join(", ", nearNames.Select(n => OneLine.Of(n, 60))));
        text.Remark("search finds parts of names, and text; what was written after the last index is not known yet (status says when that was)");
        return text.ToString();
    }
}
