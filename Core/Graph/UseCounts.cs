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
        var tiers = new int[(int)Tier.Ambiguous + 1];
        var (external, unresolved) = (0, 0);
        var uses = graph.References.Read();
        for (var i = 0; i < graph.References.Length; i++)
        {
            ref readonly var use = ref uses[i];
            if (use.State == ReferenceState.External)
                external++;
            else if (use.State == ReferenceState.Unresolved)
                unresolved++;
            else
                tiers[use.State == ReferenceState.Ambiguous ? (int)Tier.Ambiguous : (int)use.Tier]++;
        }
        return new(tiers, external, unresolved);
    }
}
