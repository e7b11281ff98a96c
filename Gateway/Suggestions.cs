namespace CodeGraph.Gateway;

/// <summary>Names that may have been meant, as messages offer them.</summary>
internal static class Suggestions
{
    private const int Most = 5;

    /// <summary><c> Did you mean "a" or "b"?</c> with names near the one given; empty where none is.</summary>
    public static string DidYouMean(string given, IEnumerable<string> names, string prefix = "") => DidYouMean(Near(given, names), prefix);

    /// <param name="names">Those to offer, in order.</param>
    /// <param name="prefix">Words in front of the names.</param>
    public static string DidYouMean(IReadOnlyList<string> names, string prefix = "")
    {
        var quoted = names.Take(Most).Select(n => $"\"{n}\"").ToList();
        return quoted.Count switch
        {
            0 => "",
            1 => $" Did you mean {prefix}{quoted[0]}?",
            2 => $" Did you mean {prefix}{quoted[0]} or {quoted[1]}?",
            _ => $" Did you mean {prefix}{string.Join(", ", quoted.SkipLast(1))}, or {quoted[^1]}?",
        };
    }

    /// <summary>The nearest first; at most two fifths of the letters and one may differ.</summary>
    private static IReadOnlyList<string> Near(string given, IEnumerable<string> names)
    {
        var threshold = (int)(given.Length * 0.4) + 1;
        return
        [
            .. names.Distinct().Select(name => (name, Distance: Distance(given, name, threshold))).Where(n => n.Distance <= threshold)
                .OrderBy(n => n.Distance).ThenBy(n => n.name, StringComparer.Ordinal).Select(n => n.name),
        ];
    }

    /// <summary>Insertions, deletions, replacements and transpositions of letters; other case is one edit.</summary>
    private static int Distance(string given, string name, int threshold)
    {
        if (given == name)
            return 0;
        var (a, b) = (name.ToLowerInvariant(), given.ToLowerInvariant());
        if (a == b)
            return 1;
        if (Math.Abs(a.Length - b.Length) > threshold)
            return int.MaxValue;
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cell = Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cell = Math.Min(cell, rows[i - 2, j - 2] + 1);
                rows[i, j] = cell;
            }
        }

        return rows[a.Length, b.Length];
    }
}
