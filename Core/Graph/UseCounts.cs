using CodeGraph.Model;

namespace CodeGraph.Graph;

/// <summary>How many uses of names a graph has, by how they ended.</summary>
/// <param name="ByTier">Resolved and ambiguous ones, by <see cref="Tier"/>.</param>
/// <param name="External">Those that lead outside of the repository.</param>
/// <param name="Unresolved">Those of which nothing is known.</param>
public sealed record UseCounts(IReadOnlyList<int> ByTier, int External, int Unresolved)
{
    public static UseCounts Of(GraphTables graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var uses = graph.References.Read();
        return Of(graph.References.Length, use => (uses[use].State, uses[use].Tier));
    }

    public static UseCounts Of(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return Of(snapshot.ReferenceCount, use => (snapshot.Reference(use).State, snapshot.Reference(use).Tier));
    }

    private static UseCounts Of(int uses, Func<int, (ReferenceState State, Tier Tier)> of)
    {
        var tiers = new int[(int)Tier.Ambiguous + 1];
        var (external, unresolved) = (0, 0);
        for (var use = 0; use < uses; use++)
        {
            var (state, tier) = of(use);
            if (state == ReferenceState.External)
                external++;
            else if (state == ReferenceState.Unresolved)
                unresolved++;
            else
                tiers[state == ReferenceState.Ambiguous ? (int)Tier.Ambiguous : (int)tier]++;
        }
        return new(tiers, external, unresolved);
    }
}
