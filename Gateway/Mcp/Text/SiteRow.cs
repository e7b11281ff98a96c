namespace CodeGraph.Gateway.Mcp.Text;

/// <summary>A place, and what is said of it.</summary>
/// <param name="Before">What stands before the place, with a blank at its end.</param>
/// <param name="After">What stands behind it.</param>
internal readonly record struct SiteRow(string Before, string Path, int Line, string After)
{
    /// <summary>Lines told in one row; a longer row would be cut.</summary>
    private const int MostLines = 24;

    /// <summary>Adds rows while there is room. Places that follow one another, in one file and with the same to say, share a row: <c>cart.py:3,8,12 #main exact</c>.</summary>
    /// <returns>How many places are told.</returns>
    public static int Tell(AnswerText text, IReadOnlyList<SiteRow> rows)
    {
        for (var at = 0; at < rows.Count;)
        {
            var first = rows[at];
            var same = rows.Skip(at).Take(MostLines).TakeWhile(row => row with { Line = first.Line } == first).Select(row => Wording.Number(row.Line)).ToList();
            if (!text.TryRow($"{first.Before}{first.Path}:{string.Join(',', same.Distinct())} {first.After}"))
                return at;
            at += same.Count;
        }
        return rows.Count;
    }
}
