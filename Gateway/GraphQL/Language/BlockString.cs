namespace CodeGraph.Gateway.GraphQL.Language;

/// <summary>Strings between three quotes, whose common indentation does not count.</summary>
internal static class BlockString
{
    private const int LongestLine = 70;

    /// <summary>What the raw text of a block string means (<c>BlockStringValue</c> of the specification).</summary>
    public static string Dedent(string raw)
    {
        var lines = raw.ReplaceLineEndingsOfGraphQL().Split('\n');
        var common = int.MaxValue;
        var first = -1;
        var last = -1;
        for (var i = 0; i < lines.Length; i++)
        {
            var indent = lines[i].Length - lines[i].AsSpan().TrimStart(" \t").Length;
            if (indent == lines[i].Length)
                continue;
            if (first < 0)
                first = i;
            last = i;
            if (i > 0)
                common = Math.Min(common, indent);
        }

        if (first < 0)
            return "";
        return string.Join('\n', lines.Select((line, i) => i == 0 ? line : line[Math.Min(common, line.Length)..]).Take(last + 1).Skip(first));
    }

    /// <summary>The value between quotes, on lines of their own where it is long or has several.</summary>
    public static string Print(string value)
    {
        var escaped = value.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        var lines = escaped.ReplaceLineEndingsOfGraphQL().Split('\n');
        var leadingLine = lines.Length > 1 && lines.Skip(1).All(l => l.Length == 0 || l[0] is ' ' or '\t');
        var endsInQuotes = escaped.EndsWith("\\\"\"\"", StringComparison.Ordinal);
        var trailingLine = (value.EndsWith('"') && !endsInQuotes) || value.EndsWith('\\');
        var severalLines = lines.Length > 1 || value.Length > LongestLine || trailingLine || leadingLine || endsInQuotes;
        var keepsFirst = lines.Length == 1 && value.Length > 0 && value[0] is ' ' or '\t';
        return "\"\"\"" + ((severalLines && !keepsFirst) || leadingLine ? "\n" : "") + escaped + (severalLines ? "\n" : "") + "\"\"\"";
    }

    private static string ReplaceLineEndingsOfGraphQL(this string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}
