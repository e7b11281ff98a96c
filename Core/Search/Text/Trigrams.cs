using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace CodeGraph.Search;

/// <summary>
/// The distinct trigrams of a text: three bytes of UTF-8 in a row, ASCII letters in lower case, none of them a line break, since no match crosses
/// one. Where the text holds a letter whose lower case is an ASCII letter (the long s, the Kelvin sign), the trigrams with that letter count too, so that a
/// search that ignores case may ask for ASCII trigrams. Not for several threads at once.
/// </summary>
internal sealed class Trigrams
{
    /// <summary>Trigrams there can be.</summary>
    public const int Count = 1 << 24;

    private static readonly byte[] Fold = CreateFold();

    /// <summary>One bit a trigram, all zero between texts. Source touches about 64 kB of it, which stay in the cache.</summary>
    private readonly ulong[] seen = new ulong[Count / 64];
    private uint[] found = new uint[4096];
    private int count;

    /// <summary>The trigrams in the order of their first appearance; valid until the next call.</summary>
    public ReadOnlySpan<uint> Of(ReadOnlySpan<byte> text)
    {
        count = 0;
        Scan(text);
        if (!Ascii.IsValid(text) && FoldLetters(text) is { } folded)
            Scan(folded);
        var trigrams = found.AsSpan(0, count);
        foreach (var trigram in trigrams)
            seen[trigram >> 6] = 0;
        return trigrams;
    }

    /// <summary>A byte as it stands in trigrams.</summary>
    public static byte Folded(byte b) => Fold[b];

    /// <summary>The trigram of three folded bytes.</summary>
    public static uint Of(byte first, byte second, byte third) => ((uint)first << 16) | ((uint)second << 8) | third;

    private void Scan(ReadOnlySpan<byte> text)
    {
        if (found.Length <= count + text.Length)
            Array.Resize(ref found, Math.Max(found.Length * 2, count + text.Length + 1));
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            ScanLine(end < 0 ? text : text[..end]);
            text = end < 0 ? default : text[(end + 1)..];
        }
    }

    /// <summary>References instead of indexes: with bounds checks the loop takes twice the time, and it runs over every byte that is indexed.</summary>
    private void ScanLine(ReadOnlySpan<byte> line)
    {
        if (line.Length < 3)
            return;
        ref var fold = ref MemoryMarshal.GetArrayDataReference(Fold);
        ref var bits = ref MemoryMarshal.GetArrayDataReference(seen);
        ref var next = ref MemoryMarshal.GetArrayDataReference(found);
        var at = count;
        var trigram = ((uint)Unsafe.Add(ref fold, line[0]) << 8) | Unsafe.Add(ref fold, line[1]);
        foreach (var b in line[2..])
        {
            trigram = ((trigram << 8) | Unsafe.Add(ref fold, b)) & 0xFFFFFF;
            ref var word = ref Unsafe.Add(ref bits, trigram >> 6);
            var bit = 1UL << (int)trigram;

            // Written whether it is new or not, and kept if it is: a branch here is guessed wrong at every tenth byte.
            Unsafe.Add(ref next, at) = trigram;
            at += (word & bit) == 0 ? 1 : 0;
            word |= bit;
        }
        count = at;
    }

    /// <summary>The text with the long s and the Kelvin sign as <c>s</c> and <c>k</c>; null where it has neither.</summary>
    private static byte[]? FoldLetters(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("\u017F"u8) < 0 && text.IndexOf("\u212A"u8) < 0)
            return null;
        var folded = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var rest = text[i..];
            var (length, letter) = rest.StartsWith("\u017F"u8) ? (2, (byte)'s') : rest.StartsWith("\u212A"u8) ? (3, (byte)'k') : (1, text[i]);
            folded.Add(letter);
            i += length - 1;
        }
        return [.. folded];
    }

    private static byte[] CreateFold()
    {
        var fold = new byte[256];
        for (var i = 0; i < fold.Length; i++)
            fold[i] = i is >= 'A' and <= 'Z' ? (byte)(i + 32) : (byte)i;
        return fold;
    }
}
