using System.Buffers;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Storage;

/// <summary>
/// Facts as bytes. The facts of one file or of several in a row are laid out by field, not by record: each field goes into a stream of its own
/// (<see cref="FactsStream"/>), so that what is alike lies side by side, which is what compression lives on. A block is the length of each stream (4 bytes,
/// little-endian), then the streams.
///
/// All numbers are LEB128 varints of 32 bits. One that grows along the file, or is near another, is stored as the zigzag difference from that; a field that mostly has
/// one value is announced by a bit of the record's head instead of being stored; what follows from other fields is not stored: the name of a use that is bound to
/// a definition of that name, the parents of expressions. Every value of every field survives, sensible or not. <see cref="FactsLayout{T}"/> has the order.
/// </summary>
public static class FactsCodec
{
    /// <summary>Part of <see cref="FactsStore"/>'s version: raised when the layout changes.</summary>
    public const int Version = 4;

    /// <summary>Encodes the facts of one file at the end of a buffer.</summary>
    public static void Encode(FileFacts facts, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(output);
        var encoder = new FactsEncoder();
        FactsLayout<FactsEncoder>.Facts(ref encoder, facts);
        encoder.MoveTo(output);
    }

    /// <exception cref="InvalidDataException">The bytes are not the facts of one file.</exception>
    public static FileFacts Decode(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        return Decode(bytes, bytes.Length, 1)[0];
    }

    /// <summary>Decodes a block of the facts of several files.</summary>
    /// <exception cref="InvalidDataException">The bytes are not the facts of so many files.</exception>
    internal static FileFacts[] Decode(byte[] input, int length, int count)
    {
        try
        {
            var decoder = new FactsDecoder(input, length);
            var facts = new FileFacts[count];
            for (var i = 0; i < count; i++)
                facts[i] = FactsLayout<FactsDecoder>.Facts(ref decoder, null);
            return decoder.AtEnd ? facts : throw new InvalidDataException("Bytes follow the encoded facts.");
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("The bytes are no encoded facts.", exception);
        }
    }
}
