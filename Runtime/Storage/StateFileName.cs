using System.Security.Cryptography;
using System.Text;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>
/// Where a record lies: <c>state name/grain type/key.json</c>. Lower-case letters, digits, '-', '_' and inner dots stand for themselves, every
/// other byte of the UTF-8 text as %xx, upper-case letters too, since some file systems do not tell them apart. A key that grows beyond
/// <see cref="MaxLength"/> becomes its beginning, '~' and its SHA-256: <c>src%2f%50rogram.cs</c>, <c>a-very-long-~9f86d0...json</c>.
/// </summary>
internal static class StateFileName
{
    private const int MaxLength = 120;
    private const int KeptOfLongName = 40;

    internal static string PathOf(string folder, string stateName, GrainId grainId) =>
        Path.Combine(folder, Encode(stateName), Encode(grainId.Type.ToString()), Encode(grainId.Key.ToString()) + ".json");

    internal static string Encode(string text)
    {
        var name = new StringBuilder(text.Length + 16);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            var plain = value is >= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'_'
                || (value == '.' && name.Length > 0);
            if (plain) name.Append((char)value);
            else name.Append('%').Append(Convert.ToHexStringLower([value]));
        }

        if (name.Length == 0) return "%";
        if (name.Length <= MaxLength) return name.ToString();
        return $"{name.ToString(0, KeptOfLongName)}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }
}
