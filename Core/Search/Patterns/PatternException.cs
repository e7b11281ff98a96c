namespace CodeGraph.Search;

/// <summary>A text search that cannot be carried out as it was asked. The message says why and what to write instead.</summary>
public sealed class PatternException(string message, Exception? inner = null) : ArgumentException(message, inner);
