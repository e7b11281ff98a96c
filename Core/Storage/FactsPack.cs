using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Facts;
using Microsoft.Win32.SafeHandles;

namespace CodeGraph.Storage;

/// <summary>
/// A file of facts, read by any number of threads and appended to by one <see cref="FactsStore"/>. The file is a head of 32 bytes (magic <c>CGFACTS\n</c>, format version and layout,
/// extractor version, zeros), then blocks (<see cref="FactsBlock"/>). Opening reads heads and directories only.
///
/// A head that fails its checksum or a block beyond the end of the file is the torn tail of a writer that was killed: readers stop there,
/// and the next writer cuts the file there. A payload that fails its checksum counts as absent. A file of an earlier format or extractor version
/// holds nothing worth keeping: the next writer replaces it. One of a later version is not written to.
/// Versions: 1, a record a blob; 2, compressed blocks of several.
/// </summary>
internal sealed class FactsPack : IDisposable
{
    public const string Suffix = ".facts";

    private const ulong Magic = 0x0A53_5443_4146_4743;
    private const uint FormatVersion = 2;
    private const int FileHeadBytes = 32;

    /// <summary>Blocks whose facts are kept after decoding: neighbours are asked for in a row.</summary>
    private const int Kept = 32;

    private readonly SafeFileHandle file;
    private readonly ConcurrentDictionary<FactsKey, Place> places = new();
    private readonly (long Offset, Lazy<FileFacts?[]?> Facts)[] recent = new (long, Lazy<FileFacts?[]?>)[Kept];
    private readonly Lock gate = new();
    private int next;
    private long end = FileHeadBytes;

    private FactsPack(string path, SafeFileHandle file)
    {
        Path = path;
        this.file = file;
    }

    public string Path { get; }

    public int Count => places.Count;

    /// <summary>Bytes up to the end of the last whole block.</summary>
    public long Length => Volatile.Read(ref end);

    /// <summary>What it knows, in the order of the file.</summary>
    public IEnumerable<FactsEntry> Entries() => places.OrderBy(p => p.Value.Offset).ThenBy(p => p.Value.Index).Select(p => new FactsEntry(p.Key, p.Value.Outcome));

    /// <summary>Opens what is there; null where there is no file, or one that holds nothing worth keeping.</summary>
    public static FactsPack? TryOpen(string path, bool writable = false)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, writable ? FileAccess.ReadWrite : FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var head = new byte[FileHeadBytes];
            if (RandomAccess.Read(file, head, 0) != head.Length || !head.AsSpan().SequenceEqual(FileHead()))
                return null;
            var pack = new FactsPack(path, file);
            pack.ReadDirectories();
            file = null;
            return pack;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Whether a newer program wrote the file.</summary>
    public static bool IsNewer(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var (head, own) = (new byte[FileHeadBytes], FileHead());
            if (RandomAccess.Read(file, head, 0) != head.Length || BinaryPrimitives.ReadUInt64LittleEndian(head) != Magic)
                return false;
            return Version(head).CompareTo(Version(own)) > 0;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }

        static (uint Format, uint Extractor) Version(byte[] head) =>
            (BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(8)), BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(12)));
    }

    public static FactsPack Create(string path)
    {
        DurableFile.Write(path, static handle => RandomAccess.Write(handle, FileHead(), 0));
        return TryOpen(path, writable: true) ?? throw new StorageException($"'{path}' was written and is gone. Something else removes files of the data folder; keep it from that.");
    }

    public ParseOutcome? Outcome(FactsKey key) => places.TryGetValue(key, out var place) ? place.Outcome : null;

    /// <summary>The facts of a blob; null where they are not stored, were damaged, or the blob could not be parsed.</summary>
    public FileFacts? Get(FactsKey key)
    {
        if (!places.TryGetValue(key, out var place) || place.Outcome != ParseOutcome.Parsed)
            return null;

        // Each set of facts is handed out once: who gets it may take it for its own.
        if (Recent(place.Offset).Value is { } facts && facts.Length > place.Index)
            return Interlocked.Exchange(ref facts[place.Index], null) ?? ReadFacts(place.Offset)?[place.Index];
        places.TryRemove(KeyValuePair.Create(key, place));
        return null;
    }

    public void Forget(FactsKey key) => places.TryRemove(key, out _);

    /// <summary>Appends a block; by the writer alone, one at a time.</summary>
    public void Append(ReadOnlySpan<byte> block, FactsEntry[] entries)
    {
        RandomAccess.Write(file, block, end);
        var offset = end;
        for (var i = 0; i < entries.Length; i++)
            places[entries[i].Key] = new(offset, i, entries[i].Outcome);
        Volatile.Write(ref end, offset + block.Length);
    }

    /// <summary>Cuts off what a writer that was killed left; by the writer alone.</summary>
    public void CutTail()
    {
        if (RandomAccess.GetLength(file) > end)
            RandomAccess.SetLength(file, end);
    }

    public void Flush() => RandomAccess.FlushToDisk(file);

    /// <summary>Checks every byte.</summary>
    public FactsCheck Check()
    {
        var (blocks, damaged) = (0, 0);
        foreach (var offset in places.Values.Select(p => p.Offset).Distinct())
        {
            blocks++;
            if (ReadFacts(offset) is null)
                damaged++;
        }
        return new(blocks, damaged, places.Count, RandomAccess.GetLength(file) - end);
    }

    public void Dispose() => file.Dispose();

    public static byte[] FileHead()
    {
        var head = new byte[FileHeadBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(head, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(8), (FormatVersion << 16) | FactsCodec.Version);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), FileFacts.ExtractorVersion);
        return head;
    }

    private Lazy<FileFacts?[]?> Recent(long offset)
    {
        lock (gate)
        {
            foreach (var (known, facts) in recent)
            {
                if (known == offset && facts is not null)
                    return facts;
            }
            var added = new Lazy<FileFacts?[]?>(() => ReadFacts(offset));
            recent[next] = (offset, added);
            next = (next + 1) % Kept;
            return added;
        }
    }

    private void ReadDirectories()
    {
        var length = RandomAccess.GetLength(file);
        var head = new byte[FactsBlock.HeadBytes];
        while (end + head.Length <= length && ReadFully(end, head) && FactsBlock.ReadHead(head) is { } block && end + block.Length <= length)
        {
            var directory = new byte[block.DirectoryLength];
            if (!ReadFully(end + head.Length, directory) || FactsBlock.ReadDirectory(block, head, directory) is not { } entries)
                return;
            for (var i = 0; i < entries.Length; i++)
                places[entries[i].Key] = new(end, i, entries[i].Outcome);
            end += block.Length;
        }
    }

    private FileFacts?[]? ReadFacts(long offset)
    {
        var headBytes = new byte[FactsBlock.HeadBytes];
        if (!ReadFully(offset, headBytes) || FactsBlock.ReadHead(headBytes) is not { } head)
            return null;
        var rented = ArrayPool<byte>.Shared.Rent(head.DirectoryLength + head.PayloadLength);
        try
        {
            var body = rented.AsSpan(0, head.DirectoryLength + head.PayloadLength);
            if (!ReadFully(offset + headBytes.Length, body) || FactsBlock.ReadDirectory(head, headBytes, body[..head.DirectoryLength]) is not { } entries)
                return null;
            return FactsBlock.ReadFacts(head, body[head.DirectoryLength..], entries.Count(e => e.Outcome == ParseOutcome.Parsed));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private bool ReadFully(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(file, destination, offset);
            if (read == 0)
                return false;
            destination = destination[read..];
            offset += read;
        }
        return true;
    }

    /// <param name="Index">Among the entries of the block; those that were parsed come first.</param>
    private readonly record struct Place(long Offset, int Index, ParseOutcome Outcome);
}

/// <param name="Blocks">Blocks whose head and directory are whole.</param>
/// <param name="Damaged">Of them, those whose facts are not.</param>
/// <param name="Entries">Blobs.</param>
/// <param name="TornBytes">What follows the last whole block.</param>
internal sealed record FactsCheck(int Blocks, int Damaged, int Entries, long TornBytes);
