namespace CodeGraph.Graph.Columns;

/// <summary>LEB128: seven bits a byte, the lowest first, the eighth says that more follow.</summary>
internal static class Varint
{
    public static uint Read(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0u;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (next & 127u) << shift;
            if (next < 128 || shift >= 28)
                return value;
        }
    }

    public static int ReadSigned(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = Read(bytes, ref at);
        return unchecked((int)(value >> 1) ^ -(int)(value & 1));
    }

    public static void Write(List<byte> bytes, uint value)
    {
        for (; value >= 128; value >>= 7)
            bytes.Add((byte)(value | 128));
        bytes.Add((byte)value);
    }

    public static void WriteSigned(List<byte> bytes, int value) => Write(bytes, ZigZag(value));

    /// <summary>Small numbers of either sign as small ones of none.</summary>
    public static uint ZigZag(int value) => unchecked((uint)((value << 1) ^ (value >> 31)));

    public static int UnZigZag(uint value) => unchecked((int)(value >> 1) ^ -(int)(value & 1));
}
