using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CodeGraph.Grains;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>Cursors of answers that the query service gives as a whole: a hash of snapshot and question, and how many rows were shown.</summary>
internal static class PositionCursor
{
    private const char Separator = '-';

    /// <param name="cursor">As it was given; null to begin.</param>
    /// <param name="source">The snapshot that answers now.</param>
    /// <param name="question">What was asked, cursor and budget aside.</param>
    /// <exception cref="InvalidCursorException">It is none, or of another snapshot or question.</exception>
    public static int PositionOf(string? cursor, AnswerSource source, string question)
    {
        if (cursor is null)
            return 0;
        var at = cursor.IndexOf(Separator, StringComparison.Ordinal);
        if (at < 0 || !int.TryParse(cursor.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            throw new InvalidCursorException("This is no cursor of this tool.");
        return cursor[..at] == HashOf(source, question)
            ? position
            : throw new InvalidCursorException("The cursor is of another question, or the repository was indexed again since.");
    }

    public static string At(AnswerSource source, string question, int position) => HashOf(source, question) + Separator + position.ToString(CultureInfo.InvariantCulture);

    private static string HashOf(AnswerSource source, string question) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source.Snapshot + "\n" + question)).AsSpan(0, 6));
}
