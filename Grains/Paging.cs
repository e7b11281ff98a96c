using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CodeGraph.Graph;
using CodeGraph.Storage;

namespace CodeGraph.Grains;

/// <summary>
/// Cursors of long answers. A cursor is the snapshot, a hash of the question, and a position; a snapshot never changes, so the position means the same
/// relation for good, and nothing is kept between two pages.
/// </summary>
internal sealed class Paging(Snapshot snapshot, SnapshotKey key)
{
    private const char Separator = ' ';

    /// <summary>Tells a snapshot from another of the same commit that a later program made.</summary>
    private readonly string made = snapshot.Properties.CreatedAt.UtcTicks.ToString("x", CultureInfo.InvariantCulture) + "." + snapshot.ReferenceCount.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>How many results come before those that a cursor asks for; 0 without one.</summary>
    /// <exception cref="InvalidCursorException">It is none, or of another snapshot or question.</exception>
    public int PositionOf(string? cursor, string question)
    {
        if (cursor is null)
            return 0;
        if (Decode(cursor) is not [var id, var stamp, var hash, var at] || !int.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            throw new InvalidCursorException("This is no cursor. Give the one of the answer before as it is, or none to begin.");
        if (id != key.Id)
            throw new InvalidCursorException($"The cursor is of the snapshot of {id}, and this is that of {key.Id}. Ask with that commit to go on, or without a cursor to begin again.");
        if (stamp != made)
            throw new InvalidCursorException($"The cursor is of an earlier snapshot of {id}; it was indexed again since. Ask without a cursor to begin again.");
        if (hash != HashOf(question))
            throw new InvalidCursorException("The cursor is of another question. Ask with the symbol, depth and filters of the answer before, or without a cursor to begin.");
        return position;
    }

    /// <summary>The cursor that asks for what follows; null where nothing does.</summary>
    public string? After(string question, int position, int count, int total) => (long)position + count >= total || count == 0
        ? null
        : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Separator, key.Id, made, HashOf(question), (position + count).ToString(CultureInfo.InvariantCulture))));

    private static string HashOf(string question) => XxHash64.Hash(Encoding.UTF8.GetBytes(question)).ToString("x", CultureInfo.InvariantCulture);

    private static string[]? Decode(string cursor)
    {
        const int Longest = 1024;
        if (cursor.Length > Longest || !Base64Url.IsValid(cursor))
            return null;
        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split(Separator);
    }
}
