using System.Buffers;
using System.Runtime.CompilerServices;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Storage;

/// <summary>
/// One description of the layout serves both directions: each operation is given the value, which it writes and returns, or reads one instead and returns that.
/// </summary>
internal interface IFactsCoder
{
    /// <summary>Whether values are read.</summary>
    static abstract bool Reads { get; }

    /// <summary>A LEB128 varint of 32 bits.</summary>
    uint Unsigned(FactsStream stream, uint value);

    /// <summary>A number of records.</summary>
    int Count(int value);

    /// <summary>Bytes as they are.</summary>
    void Bytes(FactsStream stream, Span<byte> bytes);
}

/// <summary>What the two directions have in common.</summary>
internal static class FactsCoderExtensions
{
    /// <summary>The zigzag difference from what the other side knows too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Delta<T>(this ref T coder, FactsStream stream, int value, int from)
        where T : struct, IFactsCoder
    {
        var difference = unchecked(value - from);
        var coded = coder.Unsigned(stream, unchecked((uint)((difference << 1) ^ (difference >> 31))));
        return unchecked(from + ((int)(coded >> 1) ^ -(int)(coded & 1)));
    }

    /// <summary>A value that is mostly -1 or small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Optional<T>(this ref T coder, FactsStream stream, int value)
        where T : struct, IFactsCoder => unchecked((int)(coder.Unsigned(stream, unchecked((uint)value + 1)) - 1));

    /// <summary>An operand; its reference mostly stands near one that the other side knows.</summary>
    public static Operand Operand<T>(this ref T coder, FactsStream kinds, FactsStream values, Operand operand, int from)
        where T : struct, IFactsCoder
    {
        // The kind's bits, and whether the reference is -1, as it is for all kinds that are about none.
        var head = coder.Unsigned(kinds, ((uint)operand.Kind << 1) | (operand.Reference == -1 ? 0u : 1));
        return new((OperandKind)(head >> 1), (head & 1) != 0 ? coder.Delta(values, operand.Reference, from) : -1);
    }
}

/// <summary>Writes into the streams of a block.</summary>
internal readonly struct FactsEncoder() : IFactsCoder
{
    private readonly Stream[] streams = new Stream[(int)FactsStream.Count];

    public static bool Reads => false;

    /// <summary>Bytes in all streams.</summary>
    public int Length => streams.Sum(s => s.Used);

    public uint Unsigned(FactsStream stream, uint value)
    {
        ref var target = ref streams[(int)stream];
        if (target.Buffer is null || target.Buffer.Length - target.Used < 5)
            target.Grow(5);
        var buffer = target.Buffer!;
        var at = target.Used;
        var left = value;
        for (; left >= 128; left >>= 7)
            buffer[at++] = (byte)(left | 128);
        buffer[at++] = (byte)left;
        target.Used = at;
        return value;
    }

    public int Count(int value)
    {
        Unsigned(FactsStream.File, (uint)value);
        return value;
    }

    public void Bytes(FactsStream stream, Span<byte> bytes)
    {
        ref var target = ref streams[(int)stream];
        if (target.Buffer is null || target.Buffer.Length - target.Used < bytes.Length)
            target.Grow(bytes.Length);
        bytes.CopyTo(target.Buffer.AsSpan(target.Used));
        target.Used += bytes.Length;
    }

    /// <summary>The length of each stream, then all of them; the streams are empty from then on.</summary>
    public void MoveTo(IBufferWriter<byte> output)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var stream in streams)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(length, stream.Used);
            output.Write(length);
        }
        foreach (ref var stream in streams.AsSpan())
        {
            output.Write(stream.Buffer.AsSpan(0, stream.Used));
            stream.Used = 0;
        }
    }

    private struct Stream
    {
        public byte[]? Buffer;
        public int Used;

        public void Grow(int more) => Array.Resize(ref Buffer, Math.Max((Buffer?.Length ?? 0) * 2, Math.Max(256, Used + more)));
    }
}

/// <summary>Reads from the streams of a block. Reads past the end throw <see cref="IndexOutOfRangeException"/>.</summary>
internal readonly struct FactsDecoder : IFactsCoder
{
    private readonly byte[] input;
    private readonly int[] at = new int[(int)FactsStream.Count];
    private readonly int[] end = new int[(int)FactsStream.Count];

    /// <exception cref="InvalidDataException">The streams do not fill the bytes.</exception>
    public FactsDecoder(byte[] input, int length)
    {
        this.input = input;
        var start = at.Length * sizeof(int);
        for (var i = 0; i < at.Length; i++)
        {
            if (length < at.Length * sizeof(int))
                throw new InvalidDataException("The bytes are no encoded facts.");
            var bytes = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(input.AsSpan(i * sizeof(int)));
            if (bytes < 0 || bytes > length - start)
                throw new InvalidDataException("The bytes are no encoded facts.");
            (at[i], end[i]) = (start, start + bytes);
            start += bytes;
        }
        if (start != length)
            throw new InvalidDataException("Bytes follow the encoded facts.");
        total = length;
    }

    private readonly int total;

    public static bool Reads => true;

    /// <summary>Whether all was read.</summary>
    public bool AtEnd => at.AsSpan().SequenceEqual(end);

    public uint Unsigned(FactsStream stream, uint value)
    {
        ref var place = ref at[(int)stream];
        var last = end[(int)stream];
        var result = 0u;
        for (var shift = 0; ; shift += 7)
        {
            if (place >= last)
                throw new IndexOutOfRangeException();
            var next = input[place++];
            result |= (next & 127u) << shift;
            if (next < 128 || shift >= 28)
                return result;
        }
    }

    /// <summary>Each record takes at least a byte somewhere, so damaged input cannot ask for more memory than it has bytes.</summary>
    public int Count(int value)
    {
        var count = Unsigned(FactsStream.File, 0);
        return count <= (uint)total ? (int)count : throw new InvalidDataException("The bytes are no encoded facts.");
    }

    public void Bytes(FactsStream stream, Span<byte> bytes)
    {
        ref var place = ref at[(int)stream];
        if (bytes.Length > end[(int)stream] - place)
            throw new IndexOutOfRangeException();
        input.AsSpan(place, bytes.Length).CopyTo(bytes);
        place += bytes.Length;
    }
}
