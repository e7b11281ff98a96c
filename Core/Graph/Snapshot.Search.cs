using System.Text;
using CodeGraph.Model;

namespace CodeGraph.Graph;

/// <summary>What to search for.</summary>
/// <param name="Text">A name or a part of one; before its last separator, a part of the qualified name.</param>
/// <param name="Kinds">Kinds wanted; null for all.</param>
/// <param name="PathPrefix">Folder or file, relative to the root; null for all.</param>
public sealed record SymbolSearch(string Text, IReadOnlyCollection<SymbolKind>? Kinds = null, string? PathPrefix = null, bool IncludeLocals = false, int Limit = 50);

/// <param name="Symbols">Best first, at most the limit.</param>
/// <param name="Total">How many match.</param>
public sealed record SymbolSearchResult(IReadOnlyList<int> Symbols, int Total);

public sealed partial class Snapshot
{
    /// <summary>Symbols whose name matches: equal first, then equal but for case, beginning, humps (<c>gUN</c> finds <c>getUserName</c>), inside.</summary>
    public SymbolSearchResult Search(SymbolSearch search, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(search);
        var pattern = new SearchPattern(search.Text.Trim());
        if (pattern.Name.Length == 0 || search.Limit <= 0)
            return new([], 0);
        var best = new PriorityQueue<int, (long Score, int Symbol)>();
        var total = 0;
        for (var name = 0; name < NameCount; name++)
        {
            if ((name & 0xFFF) == 0)
                cancellation.ThrowIfCancellationRequested();
            var match = pattern.Match(NameBytes(name));
            if (match == 0)
                continue;
            foreach (var symbol in SymbolsOf(name))
            {
                if (!Wanted(search, pattern, symbol))
                    continue;
                total++;
                best.Enqueue(symbol, (Score(symbol, match), -symbol));
                if (best.Count > search.Limit)
                    best.Dequeue();
            }
        }
        var symbols = new int[best.Count];
        for (var i = symbols.Length - 1; i >= 0; i--)
            symbols[i] = best.Dequeue();
        return new(symbols, total);
    }

    private bool Wanted(SymbolSearch search, SearchPattern pattern, int symbol)
    {
        var record = Symbol(symbol);
        if (!search.IncludeLocals && IsLocal(symbol))
            return false;
        if (search.Kinds is { Count: > 0 } kinds && !kinds.Contains(record.Kind))
            return false;
        if (search.PathPrefix is { Length: > 0 } prefix && !Under(Path(record.File), prefix))
            return false;
        return pattern.Qualifier.Length == 0 || Normalize(Id(symbol)).Contains(pattern.Qualifier, StringComparison.OrdinalIgnoreCase)
            || Normalize(QualifiedName(symbol)).Contains(pattern.Qualifier, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a path is the given one or lies in that folder.</summary>
    public static bool Under(string path, string prefix)
    {
        prefix = prefix.StartsWith("./", StringComparison.Ordinal) ? prefix[2..].TrimEnd('/') : prefix.TrimEnd('/');
        return prefix.Length == 0 || (path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/'));
    }

    /// <summary>The match decides, then what kind of thing it is, then how much it is used.</summary>
    private long Score(int symbol, int match)
    {
        var record = Symbol(symbol);
        var kind = record.Kind switch
        {
            _ when IsLocal(symbol) => 0,
            SymbolKind.TypeParameter or SymbolKind.Parameter => 0,
            var k when k.IsType() => 4,
            var k when k.IsCallable() => 3,
            var k when k.IsNamespace() => 2,
            _ => 1,
        };
        var used = System.Numerics.BitOperations.Log2((uint)Incoming(symbol).Length + 1);
        return (match * 1_000_000L) + (kind * 10_000) + (used * 100) - (IsDeclaration(symbol) ? 50 : 0) - Math.Min(NameBytes(record.Name).Length, 49);
    }

    /// <summary>A pattern prepared for many names. ASCII letters match in either case, other bytes as they are.</summary>
    private sealed class SearchPattern
    {
        private readonly byte[] exact;
        private readonly byte[] folded;

        public SearchPattern(string text)
        {
            var cut = text.LastIndexOfAny(['.', ':', '#', '/', '\\']);

            // A text that ends in a separator, or is one, has no qualifier.
            Name = cut == text.Length - 1 ? text : text[(cut + 1)..];
            Qualifier = cut > 0 && cut < text.Length - 1 ? Normalize(text[..cut].TrimEnd(':')) : "";
            exact = Encoding.UTF8.GetBytes(Name);
            folded = [.. exact.Select(Fold)];
        }

        public string Name { get; }

        public string Qualifier { get; }

        /// <summary>5 equal, 4 equal but for case, 3 beginning, 2 humps, 1 inside, 0 none.</summary>
        public int Match(ReadOnlySpan<byte> name)
        {
            if (name.Length < folded.Length)
                return 0;
            if (name.SequenceEqual(exact))
                return 5;
            var at = IndexOf(name);
            if (at == 0)
                return name.Length == folded.Length ? 4 : 3;
            return MatchesHumps(name) ? 2 : at > 0 ? 1 : 0;
        }

        private int IndexOf(ReadOnlySpan<byte> name)
        {
            var first = folded[0];
            var upper = first is >= (byte)'a' and <= (byte)'z' ? (byte)(first - 32) : first;
            for (var at = 0; at <= name.Length - folded.Length; at++)
            {
                var next = name[at..^(folded.Length - 1)].IndexOfAny(first, upper);
                if (next < 0)
                    return -1;
                at += next;
                var i = 1;
                while (i < folded.Length && Fold(name[at + i]) == folded[i])
                    i++;
                if (i == folded.Length)
                    return at;
            }
            return -1;
        }

        /// <summary>
        /// Each letter continues the current word or begins a later one. All ways to read the pattern are followed at once: bit m of a set says that the first m letters are found.
        /// </summary>
        private bool MatchesHumps(ReadOnlySpan<byte> name)
        {
            if (folded.Length > 62 || Fold(name[0]) != folded[0])
                return false;

            // Found with the last letter just before, and found at all.
            var (adjacent, found) = (2UL, 2UL);
            for (var at = 1; at < name.Length; at++)
            {
                var from = IsHump(name, at) ? found : adjacent;
                var letter = Fold(name[at]);
                adjacent = 0;
                for (; from != 0; from &= from - 1)
                {
                    var matched = System.Numerics.BitOperations.TrailingZeroCount(from);
                    if (matched < folded.Length && folded[matched] == letter)
                        adjacent |= 1UL << (matched + 1);
                }
                found |= adjacent;
            }
            return (found >> folded.Length & 1) != 0;
        }

        private static bool IsHump(ReadOnlySpan<byte> name, int at) =>
            (name[at] is >= (byte)'A' and <= (byte)'Z' && name[at - 1] is not (>= (byte)'A' and <= (byte)'Z'))
            || name[at - 1] is (byte)'_' or (byte)'-' or (byte)'$'
            || (name[at] is >= (byte)'A' and <= (byte)'Z' && at + 1 < name.Length && name[at + 1] is >= (byte)'a' and <= (byte)'z');

        private static byte Fold(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b + 32) : b;
    }
}
