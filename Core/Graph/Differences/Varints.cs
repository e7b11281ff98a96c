using System.Buffers;
using CodeGraph.Graph.Columns;

namespace CodeGraph.Graph.Differences;

/// <summary>Numbers behind one another (<see cref="Varint"/>).</summary>
internal sealed class VarintWriter
{
    private readonly ArrayBufferWriter<byte> bytes = new();

    /// <param name="count">At least 0.</param>
    public void Add(int count) => bytes.Advance(Varint.Write((uint)count, bytes.GetSpan(Varint.MaxLength)));

    public void AddSigned(int value) => bytes.Advance(Varint.Write(Varint.ZigZag(value), bytes.GetSpan(Varint.MaxLength)));

    public void Add(ReadOnlySpan<byte> raw) => bytes.Write(raw);

    /// <summary>All of it behind the number of things it tells; nothing where there are none.</summary>
    public byte[] Counted(int things)
    {
        if (things == 0)
            return [];
        var all = new VarintWriter();
        all.Add(things);
        all.Add(bytes.WrittenSpan);
        return all.ToArray();
    }

    public byte[] ToArray() => bytes.WrittenSpan.ToArray();
}

/// <summary>Reads what <see cref="VarintWriter"/> wrote.</summary>
internal ref struct VarintReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>Bytes that were not read.</summary>
    public readonly int Left => rest.Length;

    /// <exception cref="InvalidDataException">There is none, or it is negative.</exception>
    public int Count() => Next() is <= int.MaxValue and var value ? (int)value : throw new InvalidDataException("a number is too large");

    /// <exception cref="InvalidDataException">There is none.</exception>
    public int Signed() => Varint.UnZigZag(Next());

    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public ReadOnlySpan<byte> Raw(int length)
    {
        if (length > rest.Length)
            throw new InvalidDataException("it is cut short");
        var raw = rest[..length];
        rest = rest[length..];
        return raw;
    }

    private uint Next()
    {
        if (rest.IsEmpty || rest[..Math.Min(rest.Length, Varint.MaxLength)].IndexOfAnyInRange((byte)0, (byte)0x7F) < 0)
            throw new InvalidDataException("it is cut short");
        return Varint.Read(ref rest);
    }
}
