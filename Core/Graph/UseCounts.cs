using CodeGraph.Model;

namespace CodeGraph.Graph;

/// <summary>How many uses of names a graph has, by how they ended.</summary>
/// <param name="ByTier">Resolved and ambiguous ones, by <see cref="Tier"/>.</param>
/// <param name="External">Those that lead outside of the repository.</param>
/// <param name="Unresolved">Those of which nothing is known.</param>
public sealed record UseCounts(IReadOnlyList<int> ByTier, int External, int Unresolved)
{
    public static UseCounts Of(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var tiers = new int[(int)Tier.Ambiguous + 1];
        var (external, unresolved) = (0, 0);
        foreach (var (shape, count) in new ReferenceColumns(snapshot.Data).CountShapes())
        {
            if (shape.State == ReferenceState.External)
                external += count;
            else if (shape.State == ReferenceState.Unresolved)
                unresolved += count;
            else
                tiers[(int)(shape.State == ReferenceState.Ambiguous ? Tier.Ambiguous : shape.Tier)] += count;
        }
        return new(tiers, external, unresolved);
    }
}
