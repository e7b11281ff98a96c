using CodeGraph.Gateway.Mcp.Text;
using CodeGraph.Grains;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>Says of an answer what may have passed it by: files it cites that changed on disk since they were indexed, and commits that came after.</summary>
internal static class Staleness
{
    private const int PathsNamed = 6;

    public static async Task Tell(AnswerText text, ISnapshotQueries snapshot, IEnumerable<string> cited, CancellationToken cancellation)
    {
        var stale = await snapshot.FindStale([.. cited.Distinct(StringComparer.Ordinal)], cancellation);
        if (stale.Problem is { } problem)
            text.Remark("stale: " + OneLine.Of(problem));
        if (stale.MovedTo is { } commit)
            text.Remark($"stale: the repository is at commit {Wording.Short(commit)} by now; what came with it is not in this answer. Index again to be sure.");
        if (stale.Files.Count == 0)
            return;
        var named = string.Join(", ", stale.Files.Take(PathsNamed).Select(f => OneLine.Of(f.Path, 100)));
        var more = stale.Files.Count > PathsNamed ? $" and {Wording.Number(stale.Files.Count - PathsNamed)} more" : "";
        text.Remark($"stale: changed on disk since they were indexed, lines may be off: {named}{more}. Index again to be sure.");
    }
}
