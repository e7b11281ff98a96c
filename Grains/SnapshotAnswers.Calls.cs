using System.Globalization;
using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Grains;

internal sealed partial class SnapshotAnswers
{
    public IEnumerable<RelationsAnswer> CallersInParts(TraversalQuery query, CancellationToken cancellation) =>
        InParts(query, (parts, options) => traversal.CallersInParts(parts, options, cancellation), cancellation);

    public IEnumerable<RelationsAnswer> CalleesInParts(TraversalQuery query, CancellationToken cancellation) =>
        InParts(query, (parts, options) => traversal.CalleesInParts(parts, options, cancellation), cancellation);

    private IEnumerable<RelationsAnswer> InParts(TraversalQuery query, Func<IReadOnlyList<int>, TraversalOptions, IEnumerable<TraversalPart>> walk, CancellationToken cancellation)
    {
        var options = Options(query);
        var (resolution, symbols) = Resolve(query.Symbol);
        if (symbols.Count == 0)
        {
            yield return new(source, resolution, [], 0, false, new(0, 0), 0, null);
            yield break;
        }
        foreach (var (part, last) in walk(symbols, options))
            yield return new(source, resolution, [.. part.Hops.Select(h => Relation(h, cancellation))], part.Total, !last, new(part.Unresolved, part.Ambiguous), part.OtherTiers, null);
    }

    /// <summary>What a cursor must not be carried away from; the length of a page may change.</summary>
    private static string QuestionOf(string kind, TraversalQuery query) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind} {query.Depth} {TiersOf(query.Tiers, query.IncludeAmbiguous)} {query.Symbol.Trim()}");

    private static TierSet TiersOf(TierSet wanted, bool includeAmbiguous) => wanted == TierSet.None
        ? TierSets.Of(includeAmbiguous)
        : wanted | (includeAmbiguous ? TierSet.Ambiguous : TierSet.None);
}
