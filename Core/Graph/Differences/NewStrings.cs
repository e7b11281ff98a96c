using System.IO.Compression;

namespace CodeGraph.Graph.Differences;

/// <summary>The strings that a base does not have, as UTF-8. Stored as how many bytes follow when unpacked (a varint), and Brotli (RFC 7932) of the varints of their lengths and then of themselves.</summary>
internal static class NewStrings
{
    private const int Quality = 5;
    private const int Window = 22;

    public static byte[] Write(IReadOnlyCollection<byte[]> strings)
    {
        if (strings.Count == 0)
            return [];
        var raw = new VarintWriter();
        foreach (var text in strings)
            raw.Add(text.Length);
        foreach (var text in strings)
            raw.Add(text);
        var unpacked = raw.ToArray();
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(unpacked.Length)];
        if (!BrotliEncoder.TryCompress(unpacked, packed, out var written, Quality, Window))
            throw new InvalidOperationException("The strings do not fit into the room that Brotli says is enough.");
        var output = new VarintWriter();
        output.Add(unpacked.Length);
        output.Add(packed.AsSpan(0, written));
        return output.ToArray();
    }

    /// <param name="bytes">What <see cref="Write"/> gave.</param>
    /// <param name="count">How many strings there are.</param>
    /// <exception cref="InvalidDataException">They are not so many.</exception>
    public static byte[][] Read(ReadOnlySpan<byte> bytes, int count)
    {
        if (count == 0)
            return [];
        var input = new VarintReader(bytes);
        var unpacked = new byte[input.Count()];
        if (!BrotliDecoder.TryDecompress(input.Raw(input.Left), unpacked, out var written) || written != unpacked.Length)
            throw new InvalidDataException("its strings cannot be decompressed");
        var lengths = new int[count];
        var strings = new VarintReader(unpacked);
        for (var i = 0; i < count; i++)
            lengths[i] = strings.Count();
        var read = new byte[count][];
        for (var i = 0; i < count; i++)
            read[i] = strings.Raw(lengths[i]).ToArray();
        return read;
    }
}
