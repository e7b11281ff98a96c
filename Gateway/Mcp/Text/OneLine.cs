using System.Text;

namespace CodeGraph.Gateway.Mcp.Text;

/// <summary>Text of a repository, or of the caller, as part of one line of an answer.</summary>
internal static class OneLine
{
    private const int LongestName = 300;

    /// <summary>With blanks for control characters and runs of them, so that no name or signature breaks out of its line, and cut where it is longer than any sensible name.</summary>
    public static string Of(string text, int most = LongestName)
    {
        var line = new StringBuilder(Math.Min(text.Length, most));
        foreach (var character in text)
        {
            var blank = char.IsControl(character) || char.IsWhiteSpace(character);
            if (blank && (line.Length == 0 || line[^1] == ' '))
                continue;
            if (line.Length == most)
                return line.ToString(0, char.IsHighSurrogate(line[^1]) ? most - 1 : most) + "…";
            line.Append(blank ? ' ' : character);
        }
        return line.ToString().TrimEnd();
    }
}
