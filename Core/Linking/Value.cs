using CodeGraph.Model;

namespace CodeGraph.Linking;

internal enum ValueKind : byte
{
    /// <summary>Nothing is known.</summary>
    None = 0,

    /// <summary>A symbol: <see cref="Value.Index"/>.</summary>
    Symbol,

    /// <summary>Several symbols: <see cref="Value.Count"/> entries of the file's set list from <see cref="Value.Index"/>.</summary>
    Set,

    /// <summary>A module or namespace without a symbol: <see cref="Value.Index"/> is its entity.</summary>
    Entity,

    /// <summary>Outside of the repository: <see cref="Value.Index"/> is the package, or -1.</summary>
    External,
}

/// <summary>What a use of a name denotes.</summary>
internal readonly record struct Value(ValueKind Kind, Tier Tier, int Index, int Count = 0)
{
    /// <summary>In type tables: nothing is known of the type.</summary>
    public const int UnknownType = -1;

    /// <summary>In type tables: the type is outside of the repository.</summary>
    public const int ExternalType = -2;

    public static readonly Value None = default;

    public static Value Of(int symbol, Tier tier) => new(ValueKind.Symbol, tier, symbol);

    public static Value OfEntity(int entity) => new(ValueKind.Entity, Tier.Exact, entity);

    public static Value External(int package) => new(ValueKind.External, Tier.Exact, package);
}

/// <summary>Where an import leads.</summary>
internal enum TargetKind : byte
{
    Unresolved = 0,

    /// <summary>A module, package, namespace or type: <see cref="ImportTarget.Index"/> is the entity.</summary>
    Entity,

    /// <summary>Members of that name: <see cref="ImportTarget.Index"/> is the first member node, see <see cref="EntityTable.Next"/>.</summary>
    Members,

    /// <summary>Outside of the repository: <see cref="ImportTarget.Index"/> is the package's text, or -1.</summary>
    External,
}

internal readonly record struct ImportTarget(TargetKind Kind, int Index)
{
    public static readonly ImportTarget Unresolved = default;

    public static ImportTarget Entity(int entity) => new(TargetKind.Entity, entity);

    public static ImportTarget Members(int node) => new(TargetKind.Members, node);

    public static ImportTarget External(int package) => new(TargetKind.External, package);
}
