namespace CodeGraph.Model;

/// <summary>How one symbol relates to another. Values are stored in files: append only, never renumber.</summary>
public enum RelationKind : byte
{
    Contains = 0,
    Calls = 1,
    References = 2,
    Imports = 3,
    Inherits = 4,
    Implements = 5,
    Overrides = 6,
}

/// <summary>How a relation was established, in falling trust. Values are stored in files: append only, never renumber.</summary>
public enum Tier : byte
{
    /// <summary>Bound by scope, import or declaration.</summary>
    Exact = 0,

    /// <summary>A member found through a declared or inferred receiver type.</summary>
    Typed = 1,

    /// <summary>The only symbol of that name and shape in the repository.</summary>
    Unique = 2,

    /// <summary>One of several candidates; all of them are kept.</summary>
    Ambiguous = 3,
}

/// <summary>What a use of a name does with it. Values are stored in files: append only, never renumber.</summary>
public enum ReferenceRole : byte
{
    Read = 0,
    Call = 1,
    Write = 2,
    Type = 3,
    Import = 4,
    Inherit = 5,
}

/// <summary>What linking found out about a use of a name. Values are stored in files: append only, never renumber.</summary>
public enum ReferenceState : byte
{
    /// <summary>One target (or one overload set member) is known.</summary>
    Resolved = 0,

    /// <summary>Several candidates remain.</summary>
    Ambiguous = 1,

    /// <summary>The name leads outside the repository.</summary>
    External = 2,

    /// <summary>Nothing is known: this is not the same as "refers to nothing".</summary>
    Unresolved = 3,
}

/// <summary>Names of the relation vocabulary in exports and answers.</summary>
public static class RelationNames
{
    public static string ToWire(this RelationKind kind) => kind switch
    {
        RelationKind.Contains => "contains",
        RelationKind.Calls => "calls",
        RelationKind.References => "references",
        RelationKind.Imports => "imports",
        RelationKind.Inherits => "inherits",
        RelationKind.Implements => "implements",
        RelationKind.Overrides => "overrides",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string ToWire(this Tier tier) => tier switch
    {
        Tier.Exact => "exact",
        Tier.Typed => "typed",
        Tier.Unique => "unique",
        Tier.Ambiguous => "ambiguous",
        _ => throw new ArgumentOutOfRangeException(nameof(tier), tier, null),
    };

    public static string ToWire(this ReferenceRole role) => role switch
    {
        ReferenceRole.Read => "read",
        ReferenceRole.Call => "call",
        ReferenceRole.Write => "write",
        ReferenceRole.Type => "type",
        ReferenceRole.Import => "import",
        ReferenceRole.Inherit => "inherit",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    public static string ToWire(this ReferenceState state) => state switch
    {
        ReferenceState.Resolved => "resolved",
        ReferenceState.Ambiguous => "ambiguous",
        ReferenceState.External => "external",
        ReferenceState.Unresolved => "unresolved",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
