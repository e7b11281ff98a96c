using System.Text;
using CodeGraph.Graph;

namespace CodeGraph.Search;

/// <summary>A pattern prepared for many names. ASCII letters match in either case, other bytes as they are.</summary>
internal sealed class NamePattern
{
    /// <summary>Of <see cref="LettersOf"/>, what stands for one letter that is one byte.</summary>
    public const ulong AsciiLetters = (1UL << 38) - 1;

    private readonly byte[] exact;
    private readonly byte[] folded;

    public NamePattern(string text)
    {
        var cut = text.LastIndexOfAny(['.', ':', '#', '/', '\\']);

        // A text that ends in a separator, or is one, has no qualifier.
        Name = cut == text.Length - 1 ? text : text[(cut + 1)..];
        Qualifier = cut > 0 && cut < text.Length - 1 ? Snapshot.Normalize(text[..cut].TrimEnd(':')) : "";
        exact = Encoding.UTF8.GetBytes(Name);
        folded = [.. exact.Select(Fold)];
        Letters = LettersOf(exact);
        Pairs = PairsOf(exact);
    }

    public string Name { get; }

    /// <summary>Letters that a name must have to match; see <see cref="LettersOf"/>.</summary>
    public ulong Letters { get; }

    /// <summary>Pairs of letters that a name must have for the pattern to stand in it in one piece; see <see cref="PairsOf"/>.</summary>
    public ulong Pairs { get; }

    /// <summary>Whether a name might match, by its first letter and its pairs: humps begin with the first letter, all else is in one piece.</summary>
    public bool MayMatch(ReadOnlySpan<byte> name, ulong pairs) => (Pairs & ~pairs) == 0 || (name.Length > 0 && Fold(name[0]) == folded[0]);

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

    /// <summary>
    /// Which characters a name has, as bits: one for each letter whatever its case, for each digit, for the underscore and the dollar sign, the others shared. Most
    /// names are ruled out by a comparison of these.
    /// </summary>
    public static ulong LettersOf(ReadOnlySpan<byte> name)
    {
        ulong letters = 0;
        foreach (var b in name)
        {
            letters |= 1UL << (Fold(b) switch
            {
                >= (byte)'a' and <= (byte)'z' and var c => c - 'a',
                >= (byte)'0' and <= (byte)'9' and var c => 26 + c - '0',
                (byte)'_' => 36,
                (byte)'$' => 37,
                var c => 38 + (c % 26),
            });
        }
        return letters;
    }

    /// <summary>Which pairs of neighbouring letters a name has, whatever their case, each as one of 64 bits.</summary>
    public static ulong PairsOf(ReadOnlySpan<byte> name)
    {
        ulong pairs = 0;
        for (var i = 1; i < name.Length; i++)
            pairs |= 1UL << (int)(((((uint)Fold(name[i - 1]) << 8) | Fold(name[i])) * 2654435761u) >> 26);
        return pairs;
    }

    private static bool IsHump(ReadOnlySpan<byte> name, int at) =>
        (name[at] is >= (byte)'A' and <= (byte)'Z' && name[at - 1] is not (>= (byte)'A' and <= (byte)'Z'))
        || name[at - 1] is (byte)'_' or (byte)'-' or (byte)'$'
        || (name[at] is >= (byte)'A' and <= (byte)'Z' && at + 1 < name.Length && name[at + 1] is >= (byte)'a' and <= (byte)'z');

    private static byte Fold(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b + 32) : b;
}
