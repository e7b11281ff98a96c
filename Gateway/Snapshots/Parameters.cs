using System.Collections.Frozen;
using CodeGraph.Gateway.Problems;
using CodeGraph.Model;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>Kinds, languages, tiers and measures as the parameters of a URL have them.</summary>
internal static class Parameters
{
    private static readonly FrozenDictionary<string, SymbolKind> Kinds = Enum.GetValues<SymbolKind>().ToFrozenDictionary(k => k.ToWire(), StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, Language> Languages =
        Enum.GetValues<Language>().Where(l => l != Language.None).ToFrozenDictionary(l => l.ToString().ToLowerInvariant(), StringComparer.OrdinalIgnoreCase);

    /// <returns>Null for all.</returns>
    /// <exception cref="RefusedException">One of them is none.</exception>
    public static IReadOnlyList<SymbolKind>? ToKinds(string[]? names) => names is not { Length: > 0 } ? null
        : [.. names.Select(n => Kinds.TryGetValue(n, out var kind) ? kind : throw new RefusedException(GatewayProblems.UnknownKind(n, Kinds.Keys)))];

    /// <inheritdoc cref="ToKinds"/>
    public static IReadOnlyList<Language>? ToLanguages(string[]? names) => names is not { Length: > 0 } ? null
        : [.. names.Select(n => Languages.TryGetValue(n, out var language) ? language : throw new RefusedException(GatewayProblems.UnknownLanguage(n, Languages.Keys)))];

    /// <returns>None where none are named.</returns>
    /// <exception cref="RefusedException">One of them is none.</exception>
    public static TierSet ToTiers(string? text)
    {
        var tiers = TierSet.None;
        return string.IsNullOrEmpty(text) || TierSets.TryParse(text, out tiers) ? tiers : throw new RefusedException(GatewayProblems.UnknownTiers(text));
    }

    /// <summary>One of an enumeration by its name on the wire.</summary>
    /// <exception cref="RefusedException">It has none of that name.</exception>
    public static T ToChoice<T>(string name)
        where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>().FirstOrDefault(v => v.ToString()!.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new RefusedException(GatewayProblems.InvalidRequest(
            "There is no such choice.", $"'{name}' is none of {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}."));
}
