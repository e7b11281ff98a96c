namespace CodeGraph.Search;

/// <summary>Whether letters match in either case.</summary>
public enum CaseRule
{
    Sensitive = 0,
    Insensitive = 1,

    /// <summary>Insensitive where the pattern has no upper-case letter.</summary>
    Smart = 2,
}

/// <summary>How a pattern is meant.</summary>
/// <param name="Fixed">Every character stands for itself.</param>
/// <param name="WholeWord">No letter, digit or underscore before and behind a match.</param>
public sealed record PatternOptions(bool Fixed = false, CaseRule Case = CaseRule.Sensitive, bool WholeWord = false);
