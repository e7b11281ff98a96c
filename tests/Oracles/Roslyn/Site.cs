namespace CodeGraph.Oracles.Roslyn;

/// <summary>A place in the folder; line and column are 1-based, columns count Unicode code points.</summary>
internal readonly record struct Place(string Path, int Line, int Column)
{
    public override string ToString() => $"{Path}:{Line}:{Column}";
}

/// <summary>What Roslyn says about a use of a name.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="At">Where the use is.</param>
/// <param name="Name">The name as it is written.</param>
/// <param name="Declarations">Where what it means is declared; any of them is right. Empty for what the folder does not declare.</param>
/// <param name="Alternatives">Places that may be named as well, but do not count as found: the type of a constructor.</param>
internal sealed record Site(string Kind, Place At, string Name, Place[] Declarations, Place[] Alternatives);

internal static class Kinds
{
    public const string Call = "call";
    public const string Construction = "construction";
    public const string Type = "reference type";
    public const string Member = "reference memb.";
    public const string Local = "reference local";
    public const string Namespace = "reference ns";
    public const string Inheritance = "inheritance";
    public const string Overrides = "overrides";
}

/// <summary>A use for which the index and Roslyn differ.</summary>
internal sealed record Finding(Site Site, string Got)
{
    public override string ToString() =>
        $"{Site.Kind}: {Site.At} {Site.Name} expected {(Site.Declarations.Length == 0 ? "nothing of the folder" : string.Join(" or ", Site.Declarations.Take(2)))} got {Got}";
}
