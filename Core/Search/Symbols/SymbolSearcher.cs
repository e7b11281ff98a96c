using System.Numerics;
using System.Text;
using CodeGraph.Graph;
using CodeGraph.Model;
using CodeGraph.Storage;

namespace CodeGraph.Search;

/// <summary>
/// Finds symbols by name: equal first, then equal but for case, beginning, humps (<c>gUN</c> finds <c>getUserName</c>), inside. It goes over the distinct
/// names, of which there are far fewer than symbols, and opens the symbols of a name only where one of them can still be among the best. Any number of
/// searches may run at once.
/// </summary>
public sealed class SymbolSearcher
{
    private const int MatchWeight = 1_000_000;
    private const int SimilarNames = 5;
    private const int SimilarSymbols = 10;

    /// <summary>Names a thread takes at once.</summary>
    private const int Block = 4096;

    private readonly Snapshot snapshot;
    private readonly ulong stamp;

    /// <summary>By symbol: what speaks for it whatever was asked.</summary>
    private readonly int[] ranks;

    /// <summary>By name: the characters in it and their pairs, the kinds of its symbols, how many symbols other than locals have it, and the best of them.</summary>
    private readonly ulong[] letters;
    private readonly ulong[] pairs;
    private readonly ulong[] kinds;
    private readonly int[] counts;
    private readonly int[] best;

    /// <summary>Takes some 30 ms for a million symbols.</summary>
    public SymbolSearcher(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        (this.snapshot, stamp) = (snapshot, SnapshotStamp.Of(snapshot));
        ranks = new int[snapshot.SymbolCount];
        (letters, pairs, kinds) = (new ulong[snapshot.NameCount], new ulong[snapshot.NameCount], new ulong[snapshot.NameCount]);
        (counts, best) = (new int[snapshot.NameCount], new int[snapshot.NameCount]);
        Parallel.For(0, (letters.Length + Block - 1) / Block, block =>
        {
            for (var name = block * Block; name < Math.Min(letters.Length, (block + 1) * Block); name++)
                Prepare(name);
        });
    }

    /// <summary>A page of what matches, in an order that is always the same.</summary>
    /// <exception cref="PatternException">The cursor is not valid; the message says what to do.</exception>
    public SymbolSearchResult Search(SymbolSearch search, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(search);
        var cursor = SearchCursor.Parse(search.Cursor, stamp, IdentityOf(search));
        var pattern = new NamePattern(search.Text.Trim());
        if (pattern.Name.Length == 0 || search.Limit <= 0)
            return new([], 0, null, [], []);
        var filter = new SymbolFilter(snapshot, search, pattern.Qualifier);
        var page = new BestSymbols(search.Limit, cursor);
        var total = Match(pattern, filter, page, cancellation);
        var symbols = page.ToArray();
        var seen = (cursor?.Seen ?? 0) + symbols.Length;
        var next = seen < total && symbols.Length > 0 ? new SearchCursor(stamp, IdentityOf(search), seen, page.Last, symbols[^1]) : (SearchCursor?)null;
        var near = total == 0 ? NearNames(pattern.Name) : [];
        return new(symbols, total, next?.ToString(), [.. near.Select(snapshot.NameText)], Similar(near, filter, Math.Min(search.Limit, SimilarSymbols)));
    }

    /// <summary>Goes over all names; says how many symbols match. Spans are taken once: for each name that would cost more than the rest.</summary>
    private int Match(NamePattern pattern, SymbolFilter filter, BestSymbols page, CancellationToken cancellation)
    {
        var bytes = snapshot.AllNameBytes;
        var starts = snapshot.NameStarts;
        var total = 0;
        for (var name = 0; name < letters.Length; name++)
        {
            if ((name & 0xFFF) == 0)
                cancellation.ThrowIfCancellationRequested();
            if ((pattern.Letters & ~letters[name]) != 0 || (filter.Kinds & kinds[name]) == 0)
                continue;
            var text = bytes[starts[name]..starts[name + 1]];
            if (pattern.MayMatch(text, pairs[name]) && pattern.Match(text) is > 0 and var match)
                total += Collect(name, match, filter, page);
        }
        return total;
    }

    /// <summary>Offers the symbols of a name to the page; says how many match.</summary>
    private int Collect(int name, int match, SymbolFilter filter, BestSymbols page)
    {
        var score = (long)match * MatchWeight;
        if (filter.IsAll && (best[name] < 0 || !page.Wants(score + ranks[best[name]], best[name])))
            return counts[name];
        var matching = 0;
        foreach (var symbol in snapshot.SymbolsOf(name))
        {
            if (!filter.Wants(symbol))
                continue;
            matching++;
            page.Offer(symbol, score + ranks[symbol]);
        }
        return matching;
    }

    private void Prepare(int name)
    {
        letters[name] = NamePattern.LettersOf(snapshot.NameBytes(name));
        pairs[name] = NamePattern.PairsOf(snapshot.NameBytes(name));
        best[name] = -1;
        foreach (var symbol in snapshot.SymbolsOf(name))
        {
            ranks[symbol] = Rank(symbol);
            kinds[name] |= 1UL << (int)snapshot.Symbol(symbol).Kind;
            if (snapshot.IsLocal(symbol))
                continue;
            counts[name]++;
            if (best[name] < 0 || ranks[symbol] > ranks[best[name]] || (ranks[symbol] == ranks[best[name]] && symbol < best[name]))
                best[name] = symbol;
        }
    }

    /// <summary>What kind of thing it is, then how much it is used.</summary>
    private int Rank(int symbol)
    {
        var record = snapshot.Symbol(symbol);
        var kind = record.Kind switch
        {
            _ when snapshot.IsLocal(symbol) => 0,
            SymbolKind.TypeParameter or SymbolKind.Parameter => 0,
            var k when k.IsType() => 4,
            var k when k.IsCallable() => 3,
            var k when k.IsNamespace() => 2,
            _ => 1,
        };
        var used = BitOperations.Log2((uint)snapshot.Incoming(symbol).Length + 1);
        return (kind * 10_000) + (used * 100) - (snapshot.IsDeclaration(symbol) ? 50 : 0) - Math.Min(snapshot.NameBytes(record.Name).Length, 49);
    }

    private IReadOnlyList<int> Similar(IReadOnlyList<int> near, SymbolFilter filter, int limit)
    {
        var page = new BestSymbols(limit, null);
        for (var i = 0; i < near.Count; i++)
            Collect(near[i], near.Count - i, filter.WithoutQualifier(), page);
        return page.ToArray();
    }

    /// <summary>
    /// Names at most three letters away, a third of them at most, nearest first, then by what can be said for them. An edit takes away and adds one letter and
    /// three pairs at most, which rules nearly all names out.
    /// </summary>
    private IReadOnlyList<int> NearNames(string text)
    {
        var wanted = text.ToUpperInvariant();
        if (wanted.Length > 200)
            return [];
        var most = Math.Clamp(wanted.Length / 3, 1, 3);
        var wantedBytes = Encoding.UTF8.GetBytes(text);
        var wantedLetters = NamePattern.LettersOf(wantedBytes);
        var wantedPairs = NamePattern.PairsOf(wantedBytes);
        var isAscii = (wantedLetters & ~NamePattern.AsciiLetters) == 0;
        var near = new List<(int Distance, int Name)>();
        Span<char> upper = stackalloc char[256];
        var allBytes = snapshot.AllNameBytes;
        var starts = snapshot.NameStarts;
        for (var name = 0; name < letters.Length; name++)
        {
            if (counts[name] == 0 || MoreDiffer(wantedLetters & NamePattern.AsciiLetters, letters[name] & NamePattern.AsciiLetters, most))
                continue;
            // Of letters that are several bytes, an edit changes more pairs.
            if (isAscii && (letters[name] & ~NamePattern.AsciiLetters) == 0 && MoreDiffer(wantedPairs, pairs[name], 3 * most))
                continue;
            var bytes = allBytes[starts[name]..starts[name + 1]];
            if (bytes.Length > upper.Length || bytes.Length < wanted.Length - most || bytes.Length > (wanted.Length + most) * 3)
                continue;
            var length = Encoding.UTF8.GetChars(bytes, upper);
            for (var i = 0; i < length; i++)
                upper[i] = char.ToUpperInvariant(upper[i]);
            if (Math.Abs(length - wanted.Length) <= most && EditDistance.Between(wanted, upper[..length], most) is var distance && distance <= most)
                near.Add((distance, name));
        }
        return [.. near.OrderBy(n => n.Distance).ThenByDescending(n => ranks[best[n.Name]]).ThenBy(n => snapshot.NameText(n.Name), StringComparer.Ordinal).Take(SimilarNames).Select(n => n.Name)];
    }

    /// <summary>Whether more than so many are in one set and not in the other, either way.</summary>
    private static bool MoreDiffer(ulong one, ulong other, int most) => BitOperations.PopCount(one & ~other) > most || BitOperations.PopCount(other & ~one) > most;

    /// <summary>What must be the same for a cursor to mean the same.</summary>
    private static ulong IdentityOf(SymbolSearch search) => XxHash64.Hash(Encoding.UTF8.GetBytes(string.Join('\0', [
        search.Text.Trim(), search.PathPrefix ?? "", search.IncludeLocals.ToString(), .. (search.Kinds ?? []).Select(k => k.ToString()), "\0",
        .. (search.Languages ?? []).Select(l => l.ToString())])));
}
