namespace CodeGraph.Model;

/// <summary>Tiers that a traversal goes along.</summary>
[Flags]
public enum TierSet : byte
{
    None = 0,
    Exact = 1 << Tier.Exact,
    Typed = 1 << Tier.Typed,
    Unique = 1 << Tier.Unique,
    Ambiguous = 1 << Tier.Ambiguous,

    /// <summary>All that name one target.</summary>
    Certain = Exact | Typed | Unique,

    All = Certain | Ambiguous,
}

public static class TierSets
{
    public static bool Has(this TierSet tiers, Tier tier) => ((int)tiers >> (int)tier & 1) != 0;

    /// <summary>The certain tiers, and the ambiguous one where it is asked for.</summary>
    public static TierSet Of(bool includeAmbiguous) => includeAmbiguous ? TierSet.All : TierSet.Certain;

    /// <summary>Reads <c>exact,typed</c>.</summary>
    /// <returns>False where a part is no tier, or there is none.</returns>
    public static bool TryParse(string text, out TierSet tiers)
    {
        ArgumentNullException.ThrowIfNull(text);
        tiers = TierSet.None;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            TierSet one = part switch { "exact" => TierSet.Exact, "typed" => TierSet.Typed, "unique" => TierSet.Unique, "ambiguous" => TierSet.Ambiguous, _ => TierSet.None };
            if (one == TierSet.None)
                return false;
            tiers |= one;
        }
        return true;
    }
}
