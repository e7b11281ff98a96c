using System.Buffers;
using System.Collections.Concurrent;
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

    private readonly long bound;
    private readonly string folder;
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<LinkFile, (long Offset, int Length)> written = new();
    private readonly ArrayBufferWriter<byte> buffer = new();

    /// <summary>What was brought back last, by the place that a file has here; another may take it at any time.</summary>
    private readonly Loan?[] recent = new Loan?[Recent];

    private volatile TemporaryFile? file;
    private long heldBytes;

    /// <param name="bound">Bytes of decoded facts in memory.</param>
    /// <param name="folder">Where the file goes.</param>
    public FactsMemory(long bound, string folder) => (this.bound, this.folder) = (bound, folder);

    /// <summary>Takes the facts of a file.</summary>
    /// <exception cref="StorageException">They do not fit into memory, and the disk is full.</exception>
    public LinkFile Add(string path, BlobId blob, FileFacts facts)
    {
        var added = new LinkFile(path, blob, facts, this);
        if (Interlocked.Add(ref heldBytes, BytesOf(facts)) <= bound)
            return added;
        Interlocked.Add(ref heldBytes, -BytesOf(facts));
        lock (gate)
        {
            FactsCodec.Encode(facts, buffer);
            written[added] = (Open().Append(buffer.WrittenSpan), buffer.WrittenCount);
            buffer.ResetWrittenCount();
        }
        added.Drop();
        return added;
    }

    public FileFacts BringBack(LinkFile asked)
    {
        ref var place = ref recent[(uint)RuntimeHelpers.GetHashCode(asked) % Recent];
        if (place is { } known && known.File == asked)
            return known.Facts;
        var (offset, length) = written[asked];
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            file!.Read(offset, bytes.AsSpan(0, length));
            var facts = FactsCodec.Decode(bytes.AsSpan(0, length));
            place = new(asked, facts);
            return facts;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
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

    public void ReadUses(long place, Span<ReferenceRecord> uses) => file!.Read(place, MemoryMarshal.AsBytes(uses));

    /// <summary>Forgets a file that was replaced by another.</summary>
    public void Forget(LinkFile gone)
    {
        if (!written.TryRemove(gone, out _))
            Interlocked.Add(ref heldBytes, -BytesOf(gone.Facts));
    }

    /// <summary>Drops the facts of files: nothing is linked any more. What linking found out stays.</summary>
    public void Clear(IReadOnlyList<LinkFile> files)
    {
        foreach (var one in files)
            one.Release();
        written.Clear();
        Array.Clear(recent);
        heldBytes = 0;
    }

    private TemporaryFile Open() => file ??= new(folder);

    /// <summary>The definitions are not among it: their file keeps them.</summary>
    private static long BytesOf(FileFacts facts) =>
        facts.Strings.Bytes.Length + (facts.Strings.Offsets.Length * sizeof(int))
        + Of(facts.Scopes) + Of(facts.References) + Of(facts.Imports) + Of(facts.Flows) + Of(facts.Arguments) + Of(facts.Slots) + Of(facts.SlotEntries)
        + Of(facts.Stores) + Of(facts.Decorations) + Of(facts.Reaching) + Of(facts.TypeArguments) + Of(facts.Implementations) + Of(facts.Expressions) + Of(facts.Origins);

    private static long Of<T>(T[] records) => (long)records.Length * Unsafe.SizeOf<T>();

    private sealed record Loan(LinkFile File, FileFacts Facts);
}
