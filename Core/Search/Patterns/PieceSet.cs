namespace CodeGraph.Search;

/// <summary>Sets of byte strings (one byte a character) that describe how the matches of an expression begin, end, or all there are.</summary>
internal static class PieceSet
{
    public static readonly IReadOnlyCollection<string> Empty = [""];

    /// <summary>Every string of the one with every string of the other behind it.</summary>
    public static IReadOnlyCollection<string> Cross(IReadOnlyCollection<string> left, IReadOnlyCollection<string> right) =>
        left.SelectMany(l => right.Select(r => l + r)).ToHashSet(StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Union(IReadOnlyCollection<string> left, IReadOnlyCollection<string> right) =>
        left.Concat(right).ToHashSet(StringComparer.Ordinal);

    public static int Shortest(IReadOnlyCollection<string> pieces) => pieces.Min(p => p.Length);

    public static IReadOnlyCollection<string> Heads(IReadOnlyCollection<string> pieces, int length) =>
        pieces.Select(p => p.Length > length ? p[..length] : p).ToHashSet(StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Tails(IReadOnlyCollection<string> pieces, int length) =>
        pieces.Select(p => p.Length > length ? p[^length..] : p).ToHashSet(StringComparer.Ordinal);
}
