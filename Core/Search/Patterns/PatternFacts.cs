namespace CodeGraph.Search;

/// <summary>
/// What is known of all matches of a part of an expression: from Russ Cox, "Regular Expression Matching with a Trigram Index" (swtch.com/~rsc/regexp/regexp4.html).
/// <see cref="Exact"/> lists all matches, where they are few; otherwise every match begins with one of <see cref="Prefix"/> and ends with one of
/// <see cref="Suffix"/>. A text with a match satisfies <see cref="Match"/>. Those are folded bytes; of the text as it is written, <see cref="Needed"/> is in
/// every match. Knowing less is always allowed.
/// </summary>
internal sealed class PatternFacts
{
    private const int MaxExact = 7;
    private const int MaxPieces = 20;

    public static PatternFacts Nothing { get; } = new() { CanBeEmpty = true, Exact = PieceSet.Empty, literal = "" };

    /// <summary>Anything at all, and possibly nothing.</summary>
    public static PatternFacts Anything { get; } = new() { CanBeEmpty = true };

    /// <summary>Some character of which nothing is known.</summary>
    public static PatternFacts AnyCharacter { get; } = new();

    /// <summary>The one text that matches; null where there are several or it is not known.</summary>
    private string? literal;

    /// <summary>What every match begins and ends with.</summary>
    private string head = "", tail = "";

    /// <summary>The longest text known to be in every match; empty for none.</summary>
    public string Needed { get; private set; } = "";

    public bool CanBeEmpty { get; private init; }

    public IReadOnlyCollection<string>? Exact { get; private init; }

    public IReadOnlyCollection<string> Prefix { get; private init; } = PieceSet.Empty;

    public IReadOnlyCollection<string> Suffix { get; private init; } = PieceSet.Empty;

    public TrigramQuery Match { get; private init; } = TrigramQuery.All;

    /// <param name="pieces">Folded bytes; none of them empty.</param>
    /// <param name="literal">The text that it is, where it is one; null otherwise.</param>
    public static PatternFacts OneOf(IReadOnlyCollection<string> pieces, string? literal = null) =>
        new PatternFacts { Exact = pieces }.Simplify(force: false).Containing(literal, literal ?? "", literal ?? "", literal ?? "");

    /// <summary>Some character that no index could know, but that is written as it is.</summary>
    public static PatternFacts OfLiteral(string literal) => new PatternFacts().Containing(literal, literal, literal, literal);

    public static PatternFacts Concatenate(PatternFacts x, PatternFacts y) => ConcatenatePieces(x, y).Containing(
        x.literal is null || y.literal is null ? null : x.literal + y.literal,
        x.literal is null ? x.head : x.literal + y.head,
        y.literal is null ? y.tail : x.tail + y.literal,
        Longest(Longest(x.Needed, y.Needed), x.tail + y.head));

    private static PatternFacts ConcatenatePieces(PatternFacts x, PatternFacts y)
    {
        var match = TrigramQuery.And(x.Match, y.Match);
        if (x.Exact is not null && y.Exact is not null)
            return new PatternFacts { CanBeEmpty = x.CanBeEmpty && y.CanBeEmpty, Exact = PieceSet.Cross(x.Exact, y.Exact), Match = match }.Simplify(force: false);
        if (x.Exact is null && y.Exact is null && x.Suffix.Count <= MaxPieces && y.Prefix.Count <= MaxPieces
            && PieceSet.Shortest(x.Suffix) + PieceSet.Shortest(y.Prefix) >= 3)
            match = TrigramQuery.And(match, TrigramQuery.AnyOf(PieceSet.Cross(x.Suffix, y.Prefix)));
        return new PatternFacts
        {
            CanBeEmpty = x.CanBeEmpty && y.CanBeEmpty,
            Prefix = x.Exact is not null ? PieceSet.Cross(x.Exact, y.Prefix) : x.CanBeEmpty ? PieceSet.Union(x.Prefix, y.Prefix) : x.Prefix,
            Suffix = y.Exact is not null ? PieceSet.Cross(x.Suffix, y.Exact) : y.CanBeEmpty ? PieceSet.Union(y.Suffix, x.Suffix) : y.Suffix,
            Match = match,
        }.Simplify(force: false);
    }

    public static PatternFacts Alternate(PatternFacts x, PatternFacts y)
    {
        var canBeEmpty = x.CanBeEmpty || y.CanBeEmpty;
        if (x.Exact is not null && y.Exact is not null)
        {
            var either = TrigramQuery.Or(x.Match, y.Match);
            return new PatternFacts { CanBeEmpty = canBeEmpty, Exact = PieceSet.Union(x.Exact, y.Exact), Match = either }.Simplify(force: false);
        }
        return new PatternFacts
        {
            CanBeEmpty = canBeEmpty,
            Prefix = PieceSet.Union(x.Exact ?? x.Prefix, y.Exact ?? y.Prefix),
            Suffix = PieceSet.Union(x.Exact ?? x.Suffix, y.Exact ?? y.Suffix),
            Match = TrigramQuery.Or(x.Query(), y.Query()),
        }.Simplify(force: false);
    }

    /// <summary>One or more times.</summary>
    public PatternFacts Repeated() => Exact is null
        ? new PatternFacts { CanBeEmpty = CanBeEmpty, Prefix = Prefix, Suffix = Suffix, Match = Match }.Containing(null, head, tail, Needed)
        : new PatternFacts { CanBeEmpty = CanBeEmpty, Prefix = Exact, Suffix = Exact, Match = Match }.Simplify(force: false).Containing(null, head, tail, Needed);

    /// <summary>The condition on a text with a match.</summary>
    public TrigramQuery Query() => Exact is null ? Match : TrigramQuery.And(Match, TrigramQuery.AnyOf(Exact));

    /// <summary>The condition that the whole expression puts on a text.</summary>
    public TrigramQuery WholeQuery() => Simplify(force: true).Query();

    private PatternFacts Containing(string? whole, string beginning, string end, string needed)
    {
        (literal, head, tail, Needed) = (whole, beginning, end, needed);
        return this;
    }

    private static string Longest(string a, string b) => b.Length > a.Length ? b : a;

    /// <summary>Keeps the sets small: what they say beyond two bytes at the ends goes into the condition.</summary>
    private PatternFacts Simplify(bool force)
    {
        if (Exact is not null)
        {
            var shortest = PieceSet.Shortest(Exact);
            if (Exact.Count <= MaxExact && shortest < (force ? 3 : 4))
                return this;
            return new PatternFacts
            {
                CanBeEmpty = CanBeEmpty,
                Prefix = PieceSet.Heads(Exact, 2),
                Suffix = PieceSet.Tails(Exact, 2),
                Match = TrigramQuery.And(Match, TrigramQuery.AnyOf(Exact)),
            }.Simplify(force);
        }
        var match = TrigramQuery.And(TrigramQuery.And(Match, TrigramQuery.AnyOf(Prefix)), TrigramQuery.AnyOf(Suffix));
        return new PatternFacts { CanBeEmpty = CanBeEmpty, Prefix = Bounded(Prefix, PieceSet.Heads), Suffix = Bounded(Suffix, PieceSet.Tails), Match = match };
    }

    private static IReadOnlyCollection<string> Bounded(IReadOnlyCollection<string> pieces, Func<IReadOnlyCollection<string>, int, IReadOnlyCollection<string>> cut)
    {
        var length = 2;
        var cutPieces = cut(pieces, length);
        while (cutPieces.Count > MaxPieces)
            cutPieces = cut(cutPieces, --length);
        return cutPieces;
    }
}
