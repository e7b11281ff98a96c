using System.Text;

namespace CodeGraph.Gateway.Mcp.Text;

/// <summary>
/// An answer within a budget of tokens: a head, rows while there is room, and remarks, for which room is kept. Rows are taken in order; after the first that has no room
/// none is taken, so that what is shown is always the beginning.
/// </summary>
internal sealed class AnswerText(int budget)
{
    /// <summary>Tokens kept for remarks: what was left out, a cursor, what is not known, what is stale.</summary>
    private const int RemarksShare = 250;

    /// <summary>Bytes of the longest row or remark; longer ones are cut.</summary>
    private const int LongestLine = 480;

    private readonly StringBuilder text = new();
    private readonly List<string> remarks = [];
    private int bytes;
    private bool full;

    /// <summary>Rows taken so far.</summary>
    public int Rows { get; private set; }

    /// <summary>Tokens that rows may still take.</summary>
    public int Left => Math.Max(0, budget - RemarksShare - TokenEstimate.OfBytes(bytes));

    /// <summary>A line that is always there.</summary>
    public void Head(string line) => Append(Cut(line));

    /// <param name="row">One line.</param>
    /// <param name="heading">A line before it, where the row is the first of its kind.</param>
    /// <returns>False where the row has no room, and for every row after such a one.</returns>
    public bool TryRow(string row, string? heading = null)
    {
        var line = heading is null ? Cut(row) : $"{Cut(heading)}\n{Cut(row)}";
        full |= TokenEstimate.Of(line) + 1 > Left;
        if (full)
            return false;
        Append(line);
        Rows++;
        return true;
    }

    /// <summary>Lines that belong together; taken as a whole or not at all.</summary>
    public bool TryBlock(string block)
    {
        if (full || TokenEstimate.Of(block) + 1 > Left)
            return false;
        Append(block);
        return true;
    }

    /// <summary>A line after all rows. The most important first: the last ones give way where even the kept room is too small.</summary>
    public void Remark(string line) => remarks.Add(Cut(line));

    public override string ToString()
    {
        var whole = new StringBuilder(text.ToString());
        var used = bytes;
        foreach (var remark in remarks)
        {
            var length = Encoding.UTF8.GetByteCount(remark) + 1;
            if (TokenEstimate.OfBytes(used + length) > budget)
                break;
            whole.Append(remark).Append('\n');
            used += length;
        }
        return whole.ToString().TrimEnd('\n');
    }

    private void Append(string line)
    {
        text.Append(line).Append('\n');
        bytes += Encoding.UTF8.GetByteCount(line) + 1;
    }

    private static string Cut(string text)
    {
        // A path may hold a line break as well as any name.
        var line = text.Any(char.IsControl) ? OneLine.Of(text, text.Length) : text;
        if (line.Length <= LongestLine && Encoding.UTF8.GetByteCount(line) <= LongestLine)
            return line;
        var kept = Math.Min(line.Length, LongestLine - 3);
        while (Encoding.UTF8.GetByteCount(line.AsSpan(0, kept)) > LongestLine - 3)
            kept--;
        return string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[kept - 1]) ? kept - 1 : kept), "…");
    }
}
