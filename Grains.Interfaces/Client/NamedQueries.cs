using System.ComponentModel.DataAnnotations;

namespace CodeGraph.Client;

/// <summary>What <see cref="Grains.ISnapshotQueries.GetSymbol"/> is asked, as the body of a request.</summary>
/// <param name="Symbol">A name (exact, or a suffix of the qualified name), <c>path#name</c>, or an id.</param>
public sealed record SymbolQuery([property: StringLength(Grains.QueryLimits.SymbolLength, MinimumLength = 1)] string Symbol);

/// <summary>What <see cref="Grains.ISnapshotQueries.Outline"/> is asked, as the body of a request.</summary>
/// <param name="Path">The file's path in the repository.</param>
public sealed record OutlineQuery([property: StringLength(Grains.QueryLimits.PathLength, MinimumLength = 1)] string Path);

/// <summary>Which of some files are other on disk than what was indexed.</summary>
/// <param name="Paths">Paths as answers have them.</param>
public sealed record StaleQuery([property: MaxLength(Grains.QueryLimits.Paths)] IReadOnlyList<string> Paths);
