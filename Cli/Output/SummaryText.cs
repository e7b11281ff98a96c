using CodeGraph.Grains;

namespace CodeGraph.Cli.Output;

/// <summary>What an index run did, in a dozen lines.</summary>
internal static class SummaryText
{
    private const int FailuresShown = 5;

    public static void Print(Report report, IndexSummary summary)
    {
        var skipped = summary.Skipped.Values.Sum();
        var shared = summary.Shared > 0 ? $", {Plain.Count(summary.Shared)} with the content of a parsed one" : "";
        report.Field("files", $"{Plain.Count(summary.Files)} of {Plain.Size(summary.SourceBytes)}: {Plain.Count(summary.ParsedNow)} parsed{shared}, {Plain.Count(summary.FromStore)} known from before");
        if (skipped > 0)
            report.Field("skipped", $"{Plain.Count(skipped)}: {Join(summary.Skipped.OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal))}");
        foreach (var failed in summary.Failed.Take(FailuresShown))
            report.Field("not parsed", failed);
        if (summary.Failed.Count > FailuresShown)
            report.Field("not parsed", $"and {Plain.Count(summary.Failed.Count - FailuresShown)} more; --json lists them");
        report.Field("symbols", Plain.Count(summary.Symbols));
        report.Field("references", Plain.Count(summary.References));
        report.Field("resolved", Join(summary.RelationsByTier));
        report.Field("external", $"{Plain.Count(summary.External)} ({Plain.Share(summary.External, summary.References)} of the references lead outside)");
        report.Field("unresolved", $"{Plain.Count(summary.Unresolved)} ({Plain.Share(summary.Unresolved, summary.References)} of the references; nothing is known of them)");
        report.Field("time", string.Join(", ", summary.PhaseTimes.Select(p => $"{p.Key} {Plain.Duration(p.Value)}")));
        report.Field("peak memory", Plain.Size(summary.PeakMemoryBytes));
        if (summary.SnapshotBytes > 0)
            report.Field("snapshot", Plain.Size(summary.SnapshotBytes));
    }

    private static string Join(IEnumerable<KeyValuePair<string, int>> counts) => string.Join(", ", counts.Select(c => $"{Plain.Count(c.Value)} {c.Key}"));
}
