namespace CodeGraph.Model;

/// <summary>Why something that nothing names may be reached all the same. Values are on the wire: append only.</summary>
[Flags]
public enum ReachReasons : ushort
{
    None = 0,

    /// <summary>Visible outside of the project: others may use it.</summary>
    Exported = 1,

    /// <summary>A main function or HTTP handler.</summary>
    EntryPoint = 2,

    /// <summary>A test, or in a test file.</summary>
    Test = 4,

    /// <summary>Overrides or implements a member that may be called in its place.</summary>
    Refines = 8,

    /// <summary>Has an attribute, annotation or decorator, which may register it.</summary>
    Annotated = 16,

    /// <summary>The repository has uses of its name of which nothing is known.</summary>
    UnresolvedUses = 32,

    /// <summary>A member in a dynamic language, where a use that led to its namesake may mean it as well.</summary>
    DynamicNamesake = 64,

    /// <summary>Run by the language without its name: operators, constructors, special methods.</summary>
    Implicit = 128,
}

public static class ReachReasonNames
{
    private static readonly (ReachReasons Reason, string Name)[] Names =
    [
        (ReachReasons.Exported, "exported"), (ReachReasons.EntryPoint, "entryPoint"), (ReachReasons.Test, "test"), (ReachReasons.Refines, "refines"),
        (ReachReasons.Annotated, "annotated"), (ReachReasons.UnresolvedUses, "unresolvedUses"), (ReachReasons.DynamicNamesake, "dynamicNamesake"), (ReachReasons.Implicit, "implicit"),
    ];

    /// <summary>Each reason by its name in answers.</summary>
    public static IReadOnlyList<string> ToWire(this ReachReasons reasons) => [.. Names.Where(n => (reasons & n.Reason) != 0).Select(n => n.Name)];
}
