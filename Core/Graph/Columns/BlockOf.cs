namespace CodeGraph.Graph.Columns;

/// <summary>Values that are asked for many at once, in their order: a call for each of millions would cost more than the values.</summary>
/// <param name="first">The number of the first.</param>
/// <param name="values">Takes it and those behind it.</param>
internal delegate void BlockOf<T>(int first, Span<T> values);
