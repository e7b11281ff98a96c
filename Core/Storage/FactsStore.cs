using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Facts;
using Microsoft.Win32.SafeHandles;

namespace CodeGraph.Storage;

/// <summary>
/// Facts by blob. One file, appended to while an index job runs, so that a job killed at any moment resumes without parsing again what it had parsed.
///
/// <list type="number">
/// <item>The file's head, 32 bytes: magic <c>CGFACTS\n</c>, format version, extractor version, zeros.</item>
/// <item>Records, one behind the other: a head of 64 bytes (<see cref="RecordHead"/>: payload length, language, how the parse ended, blob id, XXH64 of the payload, and last the
/// XXH64 of the head itself), then the payload, as <see cref="FactsCodec"/> writes it; empty where the parse did not succeed.</item>
/// </list>
///
/// Opening reads the heads only. A head that fails its checksum or a payload beyond the end of the file is the torn tail of a writer that was killed: readers stop there,
/// and the next writer cuts the file there. A payload that fails its checksum counts as absent. A file of another format or extractor version holds
/// nothing worth keeping: the next writer replaces it. All methods may be called from any thread; readers never wait for the writer.
/// Versions: 1, the first.
/// </summary>
public sealed partial class FactsStore : IDisposable
{
    private const ulong Magic = 0x0A53_5443_4146_4743;
    private const uint FormatVersion = 1;
    private const int FileHeadBytes = 32;

    private readonly ConcurrentDictionary<FactsKey, Entry> entries = new();
    private readonly SafeFileHandle? file;
    private readonly FileLock? writing;
    private readonly Lock appending = new();

    /// <summary>Encoding happens on the threads that parse; each keeps its buffer.</summary>
    private readonly ThreadLocal<ArrayBufferWriter<byte>> buffers = new(static () => new(64 << 10));
    private long end;
    private bool disposed;

    private FactsStore(string path, SafeFileHandle? file, FileLock? writing)
    {
        Path = path;
        this.file = file;
        this.writing = writing;
    }

    public string Path { get; }

    /// <summary>Blobs that are known.</summary>
    public int Count => entries.Count;

    /// <summary>Bytes of the file.</summary>
    public long Length => Volatile.Read(ref end);

    /// <summary>Opens the store to read and append; creates it where there is none.</summary>
    /// <exception cref="StorageException">Another process writes to it (the message says which), the disk is full, or the folder is read-only.</exception>
    public static FactsStore OpenForWriting(string path)
    {
        FileLock? writing = null;
        SafeFileHandle? file = null;
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
            writing = FileLock.Acquire(path + ".lock");
            if (!IsCurrent(path))
                DurableFile.Write(path, static handle => RandomAccess.Write(handle, FileHead(), 0));
            file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            var store = new FactsStore(path, file, writing);
            store.ReadHeads();
            if (RandomAccess.GetLength(file) > store.end)
                RandomAccess.SetLength(file, store.end);
            return store;
        }
        catch (Exception exception)
        {
            file?.Dispose();
            writing?.Dispose();
            if (StorageException.IsRefusal(exception))
                throw StorageException.Writing(path, exception);
            throw;
        }
    }

    /// <summary>Opens what is stored so far, to read. Later additions by a writer are not seen.</summary>
    public static FactsStore OpenForReading(string path)
    {
        if (!IsCurrent(path))
            return new(path, null, null);
        var store = new FactsStore(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), null);
        store.ReadHeads();
        return store;
    }

    /// <summary>How parsing the blob ended, where it is known.</summary>
    public ParseOutcome? Outcome(FactsKey key) => entries.TryGetValue(key, out var entry) ? entry.Outcome : null;

    /// <summary>The facts of a blob; null where they are not stored, were damaged, or the blob could not be parsed.</summary>
    public FileFacts? Get(FactsKey key)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!entries.TryGetValue(key, out var entry) || entry.Outcome != ParseOutcome.Parsed)
            return null;
        var rented = ArrayPool<byte>.Shared.Rent(entry.Length);
        try
        {
            var payload = rented.AsSpan(0, entry.Length);
            if (ReadFully(entry.Offset, payload) && XxHash64.Hash(payload) == entry.Checksum)
                return FactsCodec.Decode(payload);
        }
        catch (InvalidDataException)
        {
            // Falls through: what cannot be read is not there.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
        entries.TryRemove(KeyValuePair.Create(key, entry));
        return null;
    }

    /// <summary>Appends facts. What is known already is left as it is.</summary>
    /// <exception cref="StorageException">The disk is full; what was stored before is unharmed.</exception>
    public void Put(FactsKey key, FileFacts facts)
    {
        if (entries.ContainsKey(key))
            return;
        var buffer = buffers.Value!;
        buffer.ResetWrittenCount();
        buffer.GetSpan(Unsafe.SizeOf<RecordHead>())[..Unsafe.SizeOf<RecordHead>()].Clear();
        buffer.Advance(Unsafe.SizeOf<RecordHead>());
        FactsCodec.Encode(facts, buffer);
        Append(key, ParseOutcome.Parsed, MemoryMarshal.AsMemory(buffer.WrittenMemory).Span);
        if (buffer.Capacity > 8 << 20)
            buffers.Value = new(64 << 10);
    }

    /// <summary>Notes that a blob cannot be parsed within the limits, so that it is not tried again.</summary>
    public void PutFailure(FactsKey key, ParseOutcome outcome)
    {
        if (!entries.ContainsKey(key))
            Append(key, outcome, new byte[Unsafe.SizeOf<RecordHead>()]);
    }

    /// <summary>Forgets a blob that could not be parsed, so that it is tried again.</summary>
    public void ForgetFailure(FactsKey key)
    {
        if (entries.TryGetValue(key, out var entry) && entry.Outcome != ParseOutcome.Parsed)
            entries.TryRemove(KeyValuePair.Create(key, entry));
    }

    /// <summary>Makes everything appended outlive a power cut. Without it, it outlives the process only.</summary>
    public void Flush()
    {
        if (writing is null || file is null)
            return;
        try
        {
            RandomAccess.FlushToDisk(file);
        }
        catch (IOException exception)
        {
            throw StorageException.Writing(Path, exception);
        }
    }

    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        file?.Dispose();
        writing?.Dispose();
        buffers.Dispose();
    }

    private void Append(FactsKey key, ParseOutcome outcome, Span<byte> record)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (writing is null || file is null)
            throw new InvalidOperationException("The store was opened for reading.");
        var payload = record[Unsafe.SizeOf<RecordHead>()..];
        ref var head = ref MemoryMarshal.Cast<byte, RecordHead>(record[..Unsafe.SizeOf<RecordHead>()])[0];
        head = RecordHead.Of(key, outcome, payload);
        lock (appending)
        {
            try
            {
                RandomAccess.Write(file, record, end);
            }
            catch (Exception exception) when (StorageException.IsRefusal(exception))
            {
                throw StorageException.Writing(Path, exception);
            }
            entries[key] = new(end + Unsafe.SizeOf<RecordHead>(), payload.Length, head.PayloadChecksum, outcome);
            Volatile.Write(ref end, end + record.Length);
        }
    }

    private void ReadHeads()
    {
        var length = RandomAccess.GetLength(file!);
        end = FileHeadBytes;
        var head = new RecordHead[1];
        var bytes = MemoryMarshal.AsBytes(head.AsSpan());
        while (end + bytes.Length <= length && ReadFully(end, bytes) && head[0].IsWhole)
        {
            var payload = end + bytes.Length;
            if (payload + head[0].PayloadLength > length)
                break;
            entries[head[0].Key] = new(payload, (int)head[0].PayloadLength, head[0].PayloadChecksum, head[0].Outcome);
            end = payload + head[0].PayloadLength;
        }
    }

    private bool ReadFully(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(file!, destination, offset);
            if (read == 0)
                return false;
            destination = destination[read..];
            offset += read;
        }
        return true;
    }

    private static bool IsCurrent(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var head = new byte[FileHeadBytes];
            return RandomAccess.Read(handle, head, 0) == head.Length && head.AsSpan().SequenceEqual(FileHead());
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static byte[] FileHead()
    {
        var head = new byte[FileHeadBytes];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(head, Magic);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(8), (FormatVersion << 16) | FactsCodec.Version);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), FileFacts.ExtractorVersion);
        return head;
    }

    private readonly record struct Entry(long Offset, int Length, ulong Checksum, ParseOutcome Outcome);
}
