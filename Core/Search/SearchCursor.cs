using System.Buffers.Binary;
using System.Buffers.Text;

namespace CodeGraph.Search;

/// <summary>
/// A place in the results of a search, as text: where the page ended, how many results there were up to there, and for which snapshot and search that is true.
/// </summary>
/// <param name="Snapshot">Distinguishes builds of snapshots.</param>
/// <param name="Search">Distinguishes searches.</param>
/// <param name="Seen">Results up to here.</param>
/// <param name="Major">The place of the last result: for lines the phase and the file, for symbols the score.</param>
/// <param name="Minor">And within that: the line, or the symbol.</param>
internal readonly record struct SearchCursor(ulong Snapshot, ulong Search, long Seen, long Major, long Minor)
{
    private const int Bytes = 40;

    /// <exception cref="PatternException">It is no cursor, or one of another search or snapshot.</exception>
    public static SearchCursor? Parse(string? text, ulong snapshot, ulong search)
    {
        if (text is null)
            return null;
        Span<byte> bytes = stackalloc byte[Bytes];
        if (text.Length > 2 * Bytes || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var length) || length != Bytes)
            throw new PatternException($"'{text}' is no cursor. Take it from the answer before, as it is.");
        var cursor = new SearchCursor(Read(bytes, 0), Read(bytes, 1), (long)Read(bytes, 2), (long)Read(bytes, 3), (long)Read(bytes, 4));
        if (cursor.Snapshot != snapshot)
            throw new PatternException("The cursor is of another snapshot: the repository was indexed again since, or another commit is asked. Begin again without it.");
        if (cursor.Search != search || cursor.Seen < 0)
            throw new PatternException("The cursor is of another search. Give the pattern and the filters of the answer that it comes from, or begin again without it.");
        return cursor;

        static ulong Read(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[(index * 8)..]);
    }

    public override string ToString()
    {
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Snapshot);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), Search);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), Seen);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), Major);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), Minor);
        return Base64Url.EncodeToString(bytes);
    }
}
