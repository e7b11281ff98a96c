using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CodeGraph.Graph;
using CodeGraph.Linking;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;
using CodeGraph.Storage;

namespace CodeGraph.Indexing;

/// <summary>
/// Holds the facts of all files of a run while they are linked, in bounded memory. Decoded facts are three times as large as the source they are of. What passes the bound
/// is written to a file without a name, and read again whenever linking asks for it. What was held first stays: linking goes over all files again and again in the same order, where
/// a cache that drops the least recently used drops what is needed next, and what comes and goes soon is the cheapest garbage. A repository that fits never touches the disk.
/// </summary>
internal sealed class FactsMemory : IFactsKeeper, IUseKeeper
{
    /// <summary>A file is asked for many times while it is linked: so many are at hand.</summary>
    private const int Recent = 64;

    /// <summary>For so many bytes that are not held, a byte less is.</summary>
    private const int Share = 4;

    /// <summary>By so much the heap of a large repository may grow until all of it is collected.</summary>
    private const long GarbageBytes = 192 << 20;

    /// <summary>With less of it, a collection at the end of a stage does not pay.</summary>
    private const long StageGarbage = 32 << 20;

    private readonly long bound;
    private readonly string folder;
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<LinkFile, Place> places = new();
    private readonly ArrayBufferWriter<byte> buffer = new();

    /// <summary>What was brought back last, by the place that a file has here; another may take it at any time.</summary>
    private readonly Loan?[] recent = new Loan?[Recent];

    private volatile TemporaryFile? file;
    private long heldBytes;
    private long writtenBytes;
    private int passed;

    /// <summary>What the last collection at the end of a stage left.</summary>
    private long stageBytes;

    /// <param name="bound">Bytes of decoded facts in memory.</param>
    /// <param name="folder">Where the file goes.</param>
    public FactsMemory(long bound, string folder) => (this.bound, this.folder) = (bound, folder);

    /// <summary>Bytes of decoded facts that are in memory.</summary>
    public long HeldBytes => Interlocked.Read(ref heldBytes);

    /// <summary>Takes the facts of a file.</summary>
    /// <exception cref="StorageException">They do not fit into memory, and the disk is full.</exception>
    public LinkFile Add(string path, BlobId blob, FileFacts facts)
    {
        var added = new LinkFile(path, blob, facts, this);
        var bytes = BytesOf(facts);
        places[added] = Place.InMemory(bytes);
        if (Interlocked.Add(ref heldBytes, bytes) > bound)
        {
            Write(added, facts, bytes);
            Collect();
        }
        return added;
    }

    /// <summary>
    /// Makes room for linking, whose tables grow with the repository, by writing some of what was held before the repository was known to be large. Called between reading and linking.
    /// </summary>
    /// <param name="files">What will be linked.</param>
    /// <exception cref="StorageException">The disk is full.</exception>
    public void MakeRoom(IReadOnlyList<LinkFile> files)
    {
        var left = Math.Max(0, bound - (writtenBytes / Share));
        for (var i = files.Count - 1; i >= 0 && heldBytes > left; i--)
        {
            if (places[files[i]] is { IsWritten: false, Bytes: var bytes })
                Write(files[i], files[i].Facts, bytes);
        }
    }

    /// <summary>Forgets all files but some of those that it was given: what was replaced by others, and what a run left that failed.</summary>
    public void Retain(IReadOnlyCollection<LinkFile> files)
    {
        // All of them are among what is here.
        if (places.Count == files.Count)
            return;
        var retained = files.ToHashSet();
        foreach (var (file, place) in places)
        {
            if (retained.Contains(file))
                continue;
            places.TryRemove(file, out _);
            Interlocked.Add(ref place.IsWritten ? ref writtenBytes : ref heldBytes, -place.Bytes);
        }
    }

    public FileFacts BringBack(LinkFile asked)
    {
        ref var latest = ref recent[(uint)RuntimeHelpers.GetHashCode(asked) % Recent];
        if (latest is { } known && known.File == asked)
            return known.Facts;
        var (_, offset, length) = places[asked];
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            file!.Read(offset, bytes.AsSpan(0, length));
            var facts = FactsCodec.Decode(bytes.AsSpan(0, length));
            latest = new(asked, facts);
            Collect();
            return facts;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>
    /// Left to itself, the heap of a large repository grows by half before all of it is collected. Called as facts and uses come and go. Nothing is collected where somebody waits, who has
    /// set room aside.
    /// </summary>
    private void Collect()
    {
        if (Interlocked.Increment(ref passed) % Recent == 0 && GCSettings.LatencyMode != GCLatencyMode.NoGCRegion
            && GC.GetTotalMemory(forceFullCollection: false) - GC.GetGCMemoryInfo(GCKind.FullBlocking).HeapSizeBytes > GarbageBytes)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
    }

    public void StageEnded()
    {
        if (file is null || GC.GetTotalMemory(forceFullCollection: false) - stageBytes < StageGarbage)
            return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        stageBytes = GC.GetTotalMemory(forceFullCollection: false);
    }

    /// <summary>What linking found out goes to the file as soon as facts do: by then, the repository is known to be large.</summary>
    /// <exception cref="StorageException">The disk is full.</exception>
    public long? TryKeep(ReferenceRecord[] uses)
    {
        if (file is null)
            return null;
        lock (gate)
            return Open().Append(MemoryMarshal.AsBytes(uses.AsSpan()));
    }

    public void ReadUses(long place, Span<ReferenceRecord> uses)
    {
        file!.Read(place, MemoryMarshal.AsBytes(uses));
        Collect();
    }

    /// <summary>Drops the facts of files: nothing is linked any more. What linking found out stays.</summary>
    public void Clear(IReadOnlyList<LinkFile> files)
    {
        foreach (var one in files)
            one.Release();
        places.Clear();
        Array.Clear(recent);
        (heldBytes, writtenBytes) = (0, 0);
    }

    /// <summary>Writes the facts of a file that counts among those held.</summary>
    private void Write(LinkFile file, FileFacts facts, long bytes)
    {
        lock (gate)
        {
            FactsCodec.Encode(facts, buffer);
            places[file] = new(bytes, Open().Append(buffer.WrittenSpan), buffer.WrittenCount);
            buffer.ResetWrittenCount();
        }
        Interlocked.Add(ref heldBytes, -bytes);
        Interlocked.Add(ref writtenBytes, bytes);
        file.Drop();
    }

    private TemporaryFile Open() => file ??= new(folder);

    /// <summary>The definitions are not among it: their file keeps them.</summary>
    private static long BytesOf(FileFacts facts) =>
        facts.Strings.Bytes.Length + (facts.Strings.Offsets.Length * sizeof(int))
        + Of(facts.Descriptions) + Of(facts.Scopes) + Of(facts.References) + Of(facts.Imports) + Of(facts.Flows) + Of(facts.Arguments) + Of(facts.Slots) + Of(facts.SlotEntries)
        + Of(facts.Stores) + Of(facts.Decorations) + Of(facts.Reaching) + Of(facts.TypeArguments) + Of(facts.Implementations) + Of(facts.Expressions) + Of(facts.Origins) + Of(facts.Metrics);

    private static long Of<T>(T[] records) => (long)records.Length * Unsafe.SizeOf<T>();

    private sealed record Loan(LinkFile File, FileFacts Facts);

    /// <param name="Bytes">Of the decoded facts.</param>
    /// <param name="Offset">Where the encoded ones stand in the file.</param>
    /// <param name="Length">Bytes of those; 0 where the facts are in memory.</param>
    private readonly record struct Place(long Bytes, long Offset, int Length)
    {
        public bool IsWritten => Length > 0;

        public static Place InMemory(long bytes) => new(bytes, 0, 0);
    }
}
