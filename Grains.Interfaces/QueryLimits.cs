namespace CodeGraph.Grains;

/// <summary>What a question may ask for at most, where strangers ask. They stand on the queries as validation attributes; grains themselves refuse only what means nothing.</summary>
public static class QueryLimits
{
    /// <summary>Characters of a symbol's name or id.</summary>
    public const int SymbolLength = 4096;

    /// <summary>Characters of a path.</summary>
    public const int PathLength = 4096;

    /// <summary>Files that are compared with the disk.</summary>
    public const int Paths = 1000;

    /// <summary>Characters of a name that is searched for.</summary>
    public const int NameLength = 1024;

    /// <summary>Characters of a pattern.</summary>
    public const int PatternLength = 4096;

    /// <summary>Characters of a cursor.</summary>
    public const int CursorLength = 1024;

    /// <summary>Kinds, languages or globs to choose among.</summary>
    public const int Choices = 256;

    /// <summary>Results on a page.</summary>
    public const int Results = 10_000;

    /// <summary>Levels of a walk, steps of a path, parts of a folder's path.</summary>
    public const int Depth = 64;

    /// <summary>Lines around a line.</summary>
    public const int ContextLines = 50;

    /// <summary>Tokens of a context.</summary>
    public const int LeastBudget = 100;

    /// <inheritdoc cref="LeastBudget"/>
    public const int MostBudget = 1_000_000;
}
