using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace CodeGraph.Git;

/// <summary>
/// Paths as text. Git's paths are bytes, nearly always UTF-8. A byte that is not becomes <c>\xNN</c>; a backslash that happens to stand
/// before <c>xNN</c> in a name becomes <c>\x5C</c>, so the text leads back to exactly one sequence of bytes.
/// </summary>
public static class GitPath
{
    public static string Decode(ReadOnlySpan<byte> path)
    {
        if (Utf8.IsValid(path) && path.IndexOf("\\x"u8) < 0) return Encoding.UTF8.GetString(path);
        StringBuilder text = new(path.Length + 8);
        Span<char> unit = stackalloc char[2];
        while (!path.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(path, out Rune rune, out int consumed) != OperationStatus.Done)
            {
                foreach (byte b in path[..consumed]) text.Append(CultureInfo.InvariantCulture, $"\\x{b:X2}");
            }
            else if (rune.Value == '\\' && IsEscape(path))
            {
                text.Append("\\x5C");
            }
            else
            {
                text.Append(unit[..rune.EncodeToUtf16(unit)]);
            }

            path = path[consumed..];
        }

        return text.ToString();
    }

    /// <summary>The bytes that <see cref="Decode"/> was given.</summary>
    public static byte[] Encode(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.Contains("\\x", StringComparison.Ordinal)) return Encoding.UTF8.GetBytes(path);
        byte[] utf8 = Encoding.UTF8.GetBytes(path);
        int length = 0;
        for (int i = 0; i < utf8.Length; length++)
        {
            bool escape = IsEscape(utf8.AsSpan(i));
            utf8[length] = escape ? (byte)((Digit(utf8[i + 2]) << 4) | Digit(utf8[i + 3])) : utf8[i];
            i += escape ? 4 : 1;
        }

        return utf8[..length];
    }

    /// <summary>Whether the path holds bytes that are not UTF-8, so that it cannot be opened by its text.</summary>
    internal static bool HasEscapes(string path) =>
        path.Contains("\\x", StringComparison.Ordinal) && !Utf8.IsValid(Encode(path));

    /// <summary>The path on disk of a path relative to <paramref name="root"/>; only for paths without <see cref="HasEscapes"/>.</summary>
    internal static string OnDisk(string root, string path) =>
        Path.Join(root, path.Contains("\\x", StringComparison.Ordinal) ? Encoding.UTF8.GetString(Encode(path)) : path);

    /// <summary>The text form of a name that the file system gave as text.</summary>
    internal static string FromDisk(string name) =>
        name.Contains("\\x", StringComparison.Ordinal) ? Decode(Encoding.UTF8.GetBytes(name)) : name;

    private static bool IsEscape(ReadOnlySpan<byte> text) =>
        text.Length >= 4 && text[0] == '\\' && text[1] == 'x' && Digit(text[2]) >= 0 && Digit(text[3]) >= 0;

    /// <summary>Upper-case digits only: the form that <see cref="Decode"/> writes.</summary>
    private static int Digit(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        _ => -1,
    };
}
