using System.Collections.Frozen;
using CodeGraph.Gateway.Problems;
using CodeGraph.Model;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>Kinds of symbols as a query parameter has them.</summary>
internal static class KindParameter
{
    private static readonly FrozenDictionary<string, SymbolKind> Kinds = Enum.GetValues<SymbolKind>().ToFrozenDictionary(k => k.ToWire(), StringComparer.OrdinalIgnoreCase);

    /// <param name="texts">The parameter's values.</param>
    /// <param name="kinds">What they mean; null for all.</param>
    /// <returns>What is wrong with them; null where nothing is.</returns>
    public static ProblemHttpResult? Parse(string[]? texts, out IReadOnlyList<SymbolKind>? kinds)
    {
        kinds = null;
        var found = new List<SymbolKind>();
        foreach (var text in texts ?? [])
        {
            if (!Kinds.TryGetValue(text, out var kind))
                return GatewayProblems.UnknownKind(text, Kinds.Keys);
            found.Add(kind);
        }
        if (found.Count > 0)
            kinds = found;
        return null;
    }
}
