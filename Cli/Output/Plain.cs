using System.Buffers;
using System.Globalization;
using System.Text;

namespace CodeGraph.Cli.Output;

/// <summary>Values as text that is safe on a terminal.</summary>
internal static class Plain
{
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(c => (char)c), .. Enumerable.Range(0x7f, 33).Select(c => (char)c), '\u2028', '\u2029', .. "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]);

    /// <summary>Text of a repository with control characters written out, since a file name may hold escape sequences, tabs and line ends.</summary>
    public static string Text(string text)
    {
        if (!text.AsSpan().ContainsAny(Controls))
            return text;
        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (c is '\n') safe.Append("\\n");
            else if (c is '\t') safe.Append("\\t");
            else if (!Controls.Contains(c)) safe.Append(c);
            else if (c < 256) safe.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return safe.ToString();
    }

    /// <summary>A line of source: as <see cref="Text"/>, but with its tabs.</summary>
    public static string Code(string text) => text.Contains('\t', StringComparison.Ordinal) ? string.Join('\t', text.Split('\t').Select(Text)) : Text(text);

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 caller</c>, <c>2 callers</c>, <c>1,234 callers</c>.</summary>
    public static string Count(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    /// <summary>Bytes in decimal units, three digits.</summary>
    public static string Size(double bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        var unit = 0;
        while (bytes >= 999.5 && unit < units.Length - 1)
        {
            bytes /= 1000;
            unit++;
        }

        var format = unit == 0 || bytes >= 99.95 ? "0" : "0.0";
        return bytes.ToString(format, CultureInfo.InvariantCulture) + " " + units[unit];
    }

    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.9995 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        < 99.95 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMinutes} min {time.Seconds} s"),
    };

    public static string Share(long part, long whole) => whole == 0 ? "0 %" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.0} %");
}
