namespace CodeGraph.Linking.Incremental;

/// <summary>The types of the program before the present one, for files whose names mean what they meant then.</summary>
/// <param name="Before">The program before.</param>
/// <param name="Map">What its numbers are now.</param>
/// <param name="Search">Tells which files are unaffected, as far as is known.</param>
internal sealed record KeptTypes(LinkContext Before, ProgramMap Map, UnaffectedFiles Search);
