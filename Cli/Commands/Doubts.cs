using CodeGraph.Cli.Output;
using CodeGraph.Grains;

namespace CodeGraph.Cli.Commands;

/// <summary>What an answer cannot know, said with every answer, so that "none found" is not read as "none".</summary>
internal static class Doubts
{
    /// <param name="report">Where to print.</param>
    /// <param name="uncertainty">How much is open.</param>
    /// <param name="whatElse">What an open use may turn out to be: <c>further callers</c>.</param>
    /// <param name="found">How many relations are certain.</param>
    /// <param name="ambiguousIncluded">Whether the ambiguous uses are among the results.</param>
    public static void Print(Report report, Uncertainty uncertainty, string whatElse, int found, bool ambiguousIncluded = false)
    {
        if (uncertainty.Unresolved > 0)
            report.Warning($"{Plain.Count(uncertainty.Unresolved, "unresolved use", "unresolved uses")} of this name may be {whatElse}");
        if (uncertainty.Ambiguous > 0)
        {
            report.Warning($"{Plain.Count(uncertainty.Ambiguous, "ambiguous use", "ambiguous uses")} may mean this symbol or another"
                + (ambiguousIncluded ? "; included here, with the tier ambiguous" : "; --include-ambiguous shows them where the command has it"));
        }

        if (found == 0 && uncertainty is { Unresolved: 0, Ambiguous: 0 })
            report.Remark("nothing is left open: every use of this name is resolved or leads elsewhere");
    }
}
