using CodeGraph.Linking;

namespace CodeGraph.Grains;

internal sealed partial class SnapshotAnswers
{
    public async Task<ExplainAnswer> Explain(LocateQuery query, UseExplainer explainer, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Line);
        if (query.Column is { } column)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(column, nameof(query));
        var file = FindPath(query.Path);
        if (file < 0)
            return new(source, null, null, snapshot.NearPaths(query.Path));
        var path = snapshot.Path(file);
        return new(source, path, await explainer.Explain(snapshot, key, path, query.Line, query.Column, cancellation) is { } explained ? Use(explained) : null, []);
    }

    private static ExplainedUse Use(Explanation explained) => new(
        explained.Name, new(explained.Path, explained.Line, explained.Column), explained.Role, explained.State, explained.Tier,
        [.. explained.Targets.Select(Step)], [.. explained.Steps.Select(Step)]);

    private static ExplainedStep Step(ExplanationStep step) => new(step.Text, step.Path is { } path ? new(path, step.Line, step.Column) : null);
}
