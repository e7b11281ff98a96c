using CodeGraph.Cli.Output;
using CodeGraph.Grains;

namespace CodeGraph.Cli.Commands;

/// <summary>A name that stands for no symbol, or for several.</summary>
/// <param name="Given">The name as it was given.</param>
/// <param name="What">What it should have named: <c>symbol</c>, <c>file</c>.</param>
/// <param name="OnlySimilar">Whether the candidates do not fit either, and have names in <paramref name="NearNames"/>.</param>
internal sealed record Misunderstanding(
    AnswerSource Source, string Given, string What, IReadOnlyList<SymbolInfo> Candidates, IReadOnlyList<string> NearNames, bool OnlySimilar = false)
{
    public static Misunderstanding? Of(AnswerSource source, string given, Resolution resolution) => resolution.Match == Match.Found
        ? null
        : new(source, given, "symbol", resolution.Candidates, resolution.NearNames);

    public void Print(Report report)
    {
        if (Candidates.Count > 0 && !OnlySimilar)
        {
            report.Head($"'{Plain.Text(Given)}' fits several symbols; ask again with the id of one of them:", Source);
            foreach (var candidate in Candidates)
                report.Symbol(candidate);
            report.EndRows();
            return;
        }

        report.Head($"'{Plain.Text(Given)}' is not found: no {What} of that name.", Source);
        if (NearNames.Count > 0)
            report.Remark("did you mean: " + string.Join(", ", NearNames.Select(Plain.Text)));
        foreach (var candidate in Candidates)
            report.Symbol(candidate);
        report.EndRows();
    }
}
