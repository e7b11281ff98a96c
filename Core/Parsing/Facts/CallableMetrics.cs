namespace CodeGraph.Parsing.Facts;

/// <summary>How complex the body of a function, method, constructor or named lambda is. All zero of a declaration without one;
/// a member of an interface counts as straight code.</summary>
/// <param name="Cyclomatic">Independent paths, 1 for straight code: T. McCabe, A complexity measure, IEEE TSE 2 (1976), each logical operator being a decision.</param>
/// <param name="Cognitive">G. A. Campbell, Cognitive Complexity, SonarSource 2018, without the increment for recursion, which one file cannot tell.</param>
/// <param name="Nesting">How deep ifs, loops, switches, handlers and unnamed functions stand inside of one another.</param>
public readonly record struct CallableMetrics(int Cyclomatic, int Cognitive, int Nesting);
