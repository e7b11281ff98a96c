using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Storage;

/// <summary>
/// Facts by blob. Each repository appends to a file of its own (<see cref="FactsPack"/>) and reads those beside it too, so that a blob that any branch, worktree
/// or clone contains is parsed once. Facts are gathered into blocks, which are compressed and appended as they are full, so that a job killed at any moment resumes
/// without parsing again what it had parsed, but for the last of it. All methods may be called from any thread; readers never wait for the writer.
/// </summary>
public sealed class FactsStore : IDisposable
{
    private readonly FactsPack? own;
    private readonly Lazy<FactsPack[]> others;
    private readonly FileLock? writing;
    private readonly Lock appending = new();
    private readonly ConcurrentBag<FactsBlockBuilder> open = [];

    /// <summary>What stands in blocks that are not appended yet.</summary>
    private readonly ConcurrentDictionary<FactsKey, FileFacts> pending = new();
    private readonly ConcurrentDictionary<FactsKey, ParseOutcome> pendingFailures = new();

    /// <summary>Failures to try again.</summary>
    private readonly ConcurrentDictionary<FactsKey, bool> forgotten = new();
    private bool disposed;

    private FactsStore(string path, FactsPack? own, FileLock? writing)
    {
        Path = path;
        this.own = own;
        this.writing = writing;
        others = new(OpenOthers);
    }

    public string Path { get; }

    /// <summary>Whether facts can be added.</summary>
    [MemberNotNullWhen(true, nameof(own), nameof(writing))]
    public bool IsWritable => writing is not null && own is not null;

    /// <summary>Blobs that are known.</summary>
    public int Count => (own?.Count ?? 0) + pending.Count + pendingFailures.Count + others.Value.Sum(o => o.Count);

    /// <summary>Bytes of the repository's own file.</summary>
    public long Length => own?.Length ?? 0;

    /// <summary>Opens the store to read and append; creates it where there is none.</summary>
    /// <exception cref="StorageException">Another process writes to it (the message says which), a newer program has written it, the disk is full, or the folder is read-only.</exception>
    public static FactsStore OpenForWriting(string path)
    {
        FileLock? writing = null;
        FactsPack? own = null;
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
            writing = FileLock.Acquire(path + ".lock");
            if (FactsPack.IsNewer(path))
                throw new StorageException($"The facts '{path}' were written by a newer codegraph. Use that one, or remove the file to have them made anew; it was left as it is.");
            own = FactsPack.TryOpen(path, writable: true) ?? FactsPack.Create(path);
            own.CutTail();
            return new(path, own, writing);
        }
        catch (Exception exception)
        {
            own?.Dispose();
            writing?.Dispose();
            if (StorageException.IsRefusal(exception))
                throw StorageException.Writing(path, exception);
            throw;
        }
    }

    /// <summary>Opens what is stored so far, to read. Later additions by a writer are not seen.</summary>
    public static FactsStore OpenForReading(string path) => new(path, FactsPack.TryOpen(path), null);

    /// <summary>How parsing the blob ended, where it is known.</summary>
    public ParseOutcome? Outcome(FactsKey key)
    {
        if (own?.Outcome(key) is { } known)
            return known;
        if (pending.ContainsKey(key))
            return ParseOutcome.Parsed;
        return pendingFailures.TryGetValue(key, out var failure) ? failure
            : forgotten.ContainsKey(key) ? null
            : others.Value.Select(o => o.Outcome(key)).FirstOrDefault(o => o is not null);
    }

    /// <summary>The facts of a blob; null where they are not stored, were damaged, or the blob could not be parsed. Each call returns its own.</summary>
    public FileFacts? Get(FactsKey key)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (pending.TryGetValue(key, out var facts))
            return Copy(facts);
        if (own?.Get(key) is { } stored)
            return stored;
        foreach (var other in others.Value)
        {
            if (other.Get(key) is { } shared)
                return shared;
        }
        return null;
    }

    /// <summary>Adds facts. What is known already is left as it is.</summary>
    /// <exception cref="StorageException">The disk is full; what was stored before is unharmed.</exception>
    public void Put(FactsKey key, FileFacts facts)
    {
        CheckWritable();
        if (Outcome(key) is null && pending.TryAdd(key, facts))
            Add(block => block.Add(key, facts));
    }

    /// <summary>Notes that a blob cannot be parsed within the limits, so that it is not tried again.</summary>
    public void PutFailure(FactsKey key, ParseOutcome outcome)
    {
        CheckWritable();
        if (Outcome(key) is null && pendingFailures.TryAdd(key, outcome))
            Add(block => block.AddFailure(key, outcome));
    }

    /// <summary>Forgets a blob that could not be parsed, so that it is tried again.</summary>
    public void ForgetFailure(FactsKey key)
    {
        if (Outcome(key) is null or ParseOutcome.Parsed)
            return;
        own?.Forget(key);
        pendingFailures.TryRemove(key, out _);
        forgotten[key] = true;
    }

    /// <summary>Appends what was gathered, and makes everything appended outlive a power cut. What is appended outlives the process anyway.</summary>
    public void Flush()
    {
        if (!IsWritable)
            return;
        AppendOpen();
        try
        {
            own.Flush();
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
        try
        {
            // A run that is stopped keeps what it parsed.
            if (writing is not null)
                AppendOpen();
        }
        catch (StorageException)
        {
            // The disk is full, and who puts facts there has been told so: these are parsed again.
        }
        disposed = true;
        own?.Dispose();
        writing?.Dispose();
        if (others.IsValueCreated)
            Array.ForEach(others.Value, o => o.Dispose());
    }

    private void CheckWritable()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!IsWritable)
            throw new InvalidOperationException("The store was opened for reading.");
    }

    private void Add(Action<FactsBlockBuilder> add)
    {
        if (!open.TryTake(out var block))
            block = new();
        add(block);
        if (block.IsFull)
            Append(block);
        open.Add(block);
    }

    private void AppendOpen()
    {
        while (open.TryTake(out var block))
        {
            if (!block.IsEmpty)
                Append(block);
        }
    }

    private void Append(FactsBlockBuilder builder)
    {
        var (block, entries) = builder.Seal();
        lock (appending)
        {
            try
            {
                own!.Append(block, entries);
            }
            catch (Exception exception) when (StorageException.IsRefusal(exception))
            {
                throw StorageException.Writing(Path, exception);
            }
        }
        foreach (var entry in entries)
        {
            pending.TryRemove(entry.Key, out _);
            pendingFailures.TryRemove(entry.Key, out _);
        }
    }

    private FactsPack[] OpenOthers()
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
        if (!Path.EndsWith(FactsPack.Suffix, StringComparison.Ordinal) || !Directory.Exists(folder))
            return [];
        var self = System.IO.Path.GetFullPath(Path);
        return [.. Directory.EnumerateFiles(folder, "*" + FactsPack.Suffix).Where(f => f != self).Order(StringComparer.Ordinal).Select(f => FactsPack.TryOpen(f)).OfType<FactsPack>()];
    }

    private static FileFacts Copy(FileFacts facts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        FactsCodec.Encode(facts, buffer);
        return FactsCodec.Decode(buffer.WrittenSpan);
    }
}
