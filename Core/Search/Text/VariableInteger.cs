namespace CodeGraph.Search;

/// <summary>Unsigned integers in seven bits a byte, the lowest first; the high bit says that another byte follows.</summary>
internal static class VariableInteger
{
    public const int MaxLength = 5;

    public static int Length(uint value) => value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5;

    public static int Write(uint value, Span<byte> output)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            output[length++] = (byte)(value | 0x80);
        output[length++] = (byte)value;
        return length;
    }

    /// <summary>Reads one and moves past it.</summary>
    public static uint Read(ref ReadOnlySpan<byte> input)
    {
        uint value = input[0];
        if (value < 0x80)
        {
            input = input[1..];
            return value;
        }
        value &= 0x7F;
        var length = 1;
        for (var shift = 7; ; shift += 7)
        {
            uint b = input[length++];
            value |= (b & 0x7F) << shift;
            if (b < 0x80 || shift > 28)
                break;
        }
        input = input[length..];
        return value;
    }
}
