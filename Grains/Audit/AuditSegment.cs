using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CodeGraph.Storage;

namespace CodeGraph.Grains.Audit;

/// <summary>
/// A file of the audit log.
///
/// <para>The log is the files <c>audit/NUMBER.log</c> in the order of their names, NUMBER being that of the file's first entry in twenty digits. Each is UTF-8 text in
/// lines that end with a line feed. The first line is the anchor: <c>codegraph-audit/1 COUNT HASH</c>, the number of entries before this file and the hash of
/// the last of them, in hexadecimal; <c>0</c> and 64 zeros where the log begins. Every other line is an entry: <c>HASH JSON</c>.</para>
///
/// <para>The hash of an entry is the SHA-256 of 32 bytes, the hash before it, followed by the bytes of its JSON as they stand in the line. So the canonical bytes
/// are those in the file, and a shell checks an entry:
/// <c>(printf %s "$HASH_BEFORE" | xxd -r -p; printf %s "$JSON") | sha256sum</c>.</para>
///
/// <para>JSON, members without a value left out: <c>sequence</c> (from 1, without gaps), <c>time</c> (never before that of the entry before), <c>action</c>, <c>outcome</c>,
/// <c>actor</c> and <c>subject</c> (pseudonyms), <c>key</c>, <c>repository</c>, <c>detail</c>, and <c>sealed</c>: the network address, encrypted with the actor's own key.
/// Pseudonyms are random; who they stand for and the keys are in <c>people.json</c> (<see cref="AuditPeople"/>) and outside of the chain, so a person is forgotten
/// by removing one record there, and no line changes.</para>
///
/// <para>A line without its line feed was being written when the process died and was reported to nobody: the next writer cuts it off and says so in an entry. The oldest
/// files may be dropped; an <c>audit.retire</c> entry, written before, names the anchor of the first that stays: <c>after=COUNT hash=HASH</c>. Version 1 is the first.</para>
/// </summary>
internal sealed class AuditSegment
{
    public const string Suffix = ".log";

    private const string Format = "codegraph-audit/1";

    private readonly byte[] bytes;
    private readonly List<Range> lines = [];

    private AuditSegment(string path, byte[] bytes)
    {
        Path = path;
        this.bytes = bytes;
        var start = 0;
        for (int length; (length = bytes.AsSpan(start).IndexOf((byte)'\n')) >= 0; start += length + 1)
            lines.Add(new(start, start + length));
        CompleteLength = start;
        Anchor = lines.Count > 0 ? ParseAnchor(Encoding.UTF8.GetString(bytes.AsSpan(lines[0]))) : null;
    }

    public string Path { get; }

    /// <summary>Bytes up to the end of the last complete line.</summary>
    public int CompleteLength { get; }

    public int Length => bytes.Length;

    /// <summary>What is before the file; null where its first line does not say so.</summary>
    public AuditLink? Anchor { get; }

    /// <summary>How many entries it has.</summary>
    public int Count => Math.Max(0, lines.Count - 1);

    /// <summary>Number of its first entry, by its name.</summary>
    public long First => FirstOf(Path);

    public static AuditSegment Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var bytes = new byte[file.Length];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return new(path, read == bytes.Length ? bytes : bytes[..read]);
    }

    /// <summary>Begins a file, complete or not at all.</summary>
    public static AuditSegment Create(string folder, AuditLink anchor)
    {
        var path = System.IO.Path.Combine(folder, (anchor.Sequence + 1).ToString("d20", CultureInfo.InvariantCulture) + Suffix);
        var header = Encoding.UTF8.GetBytes($"{Format} {anchor.Sequence} {Convert.ToHexStringLower(anchor.Hash)}\n");
        DurableFile.Write(path, file => RandomAccess.Write(file, header, 0));
        return new(path, header);
    }

    /// <summary>The files of a folder, the oldest first.</summary>
    public static IReadOnlyList<string> Files(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*" + Suffix).Where(f => FirstOf(f) > 0).Order(StringComparer.Ordinal)] : [];

    public static long FirstOf(string path) =>
        long.TryParse(System.IO.Path.GetFileNameWithoutExtension(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : 0;

    /// <summary>The entry at a position, as far as it can be read.</summary>
    public AuditLine Line(int index) => AuditLine.Parse(bytes.AsMemory(lines[index + 1]));

    private static AuditLink? ParseAnchor(string line) =>
        line.Split(' ') is [Format, var count, { Length: 2 * SHA256.HashSizeInBytes } hash] && long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
        && AuditLine.TryParseHash(Encoding.UTF8.GetBytes(hash), out var parsed)
            ? new(sequence, parsed)
            : null;
}

/// <summary>A place in the chain: an entry's number and its hash.</summary>
internal readonly record struct AuditLink(long Sequence, byte[] Hash)
{
    /// <summary>Before the first entry.</summary>
    public static AuditLink Origin { get; } = new(0, new byte[SHA256.HashSizeInBytes]);

    /// <summary>The hash of the entry that follows.</summary>
    public byte[] Next(ReadOnlySpan<byte> json) => SHA256.HashData([.. Hash, .. json]);

    public AuditCheckpoint ToCheckpoint() => new(Sequence, Convert.ToHexStringLower(Hash));
}

/// <param name="Hash">As the line states it; empty where it states none.</param>
/// <param name="Json">The bytes that are hashed.</param>
/// <param name="Entry">Null where the bytes are no entry.</param>
internal readonly record struct AuditLine(byte[] Hash, ReadOnlyMemory<byte> Json, StoredEntry? Entry)
{
    private const int HashLength = 2 * SHA256.HashSizeInBytes;

    public static AuditLine Parse(ReadOnlyMemory<byte> line)
    {
        if (line.Length <= HashLength || line.Span[HashLength] != ' ' || !TryParseHash(line.Span[..HashLength], out var hash))
            return new([], line, null);
        var json = line[(HashLength + 1)..];
        return new(hash, json, StoredEntry.Parse(json.Span));
    }

    public static bool TryParseHash(ReadOnlySpan<byte> hexadecimal, out byte[] hash)
    {
        hash = new byte[SHA256.HashSizeInBytes];
        return hexadecimal.IndexOfAnyInRange((byte)'A', (byte)'F') < 0
            && Convert.FromHexString(hexadecimal, hash, out _, out var written) == System.Buffers.OperationStatus.Done && written == hash.Length;
    }
}
