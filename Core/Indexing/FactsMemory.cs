using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CodeGraph.Graph;
using CodeGraph.Linking;
using CodeGraph.Parsing.Facts;
using CodeGraph.Storage;

namespace CodeGraph.Indexing;

/// <summary>
/// Holds the facts of all files of a run while they are linked, in bounded memory. Decoded facts are three times as large as the source they are of. What passes the bound
/// is written to a file without a name, and read again when linking asks for it; which facts give way is drawn by lot, as linking goes over all files again and again in the same
/// order, where dropping the least recently used would drop what is needed next. A repository that fits never touches the disk.
/// </summary>
internal sealed class FactsMemory : IFactsKeeper, IUseKeeper
{
    private const int Leftovers = 64;

    private readonly long bound;
    private readonly string folder;
    private readonly Lock gate = new();
    private readonly List<LinkFile> held = [];
    private readonly Dictionary<LinkFile, (long Offset, int Length)> written = [];
    private readonly ArrayBufferWriter<byte> buffer = new();

    /// <summary>Draws what gives way; the outcome of linking does not depend on it.</summary>
    private readonly Random lots = new(1);

    private TemporaryFile? file;
    private long heldBytes;

    /// <param name="bound">Bytes of decoded facts in memory.</param>
    /// <param name="folder">Where the file goes.</param>
    public FactsMemory(long bound, string folder) => (this.bound, this.folder) = (bound, folder);

    /// <summary>Takes the facts of a file.</summary>
    /// <exception cref="StorageException">They do not fit into memory, and the disk is full.</exception>
    public LinkFile Add(string path, Model.BlobId blob, FileFacts facts)
    {
        var added = new LinkFile(path, blob, facts, this);
        Account(added, facts);
        return added;
    }

    public FileFacts BringBack(LinkFile asked)
    {
        (long Offset, int Length) place;
        lock (gate)
            place = written[asked];
        var bytes = ArrayPool<byte>.Shared.Rent(place.Length);
        try
        {
            file!.Read(place.Offset, bytes.AsSpan(0, place.Length));
            var facts = FactsCodec.Decode(bytes.AsSpan(0, place.Length));
            if (asked.Hold(facts))
                Account(asked, facts);
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
        lock (gate)
            return file?.Append(MemoryMarshal.AsBytes(uses.AsSpan()));
    }

    public void ReadUses(long place, Span<ReferenceRecord> uses) => file!.Read(place, MemoryMarshal.AsBytes(uses));

    /// <summary>Drops the facts of all files but these, which may be asked for again.</summary>
    public void Keep(IReadOnlyCollection<LinkFile> files)
    {
        lock (gate)
        {
            // An edit leaves one file behind; they are looked for once there are some.
            if (held.Count <= files.Count + Math.Max(Leftovers, files.Count / Leftovers))
                return;
            var kept = files.ToHashSet();
            held.RemoveAll(file => !kept.Contains(file));
            heldBytes = held.Sum(file => BytesOf(file, file.Facts));
            foreach (var gone in written.Keys.Where(file => !kept.Contains(file)).ToList())
                written.Remove(gone);
        }
    }

    /// <summary>Forgets all facts: nothing is linked any more. What linking found out stays.</summary>
    public void Clear()
    {
        lock (gate)
        {
            held.ForEach(file => file.Drop());
            held.Clear();
            written.Clear();
            heldBytes = 0;
        }
    }

    private void Account(LinkFile added, FileFacts facts)
    {
        lock (gate)
        {
            held.Add(added);
            heldBytes += BytesOf(added, facts);
            while (heldBytes > bound && held.Count > 1)
                Drop(lots.Next(held.Count - 1));
        }
    }

    private void Drop(int index)
    {
        var dropped = held[index];
        (held[index], held[^1]) = (held[^1], dropped);
        held.RemoveAt(held.Count - 1);
        var facts = dropped.Facts;
        heldBytes -= BytesOf(dropped, facts);
        if (!written.ContainsKey(dropped))
        {
            FactsCodec.Encode(facts, buffer);
            file ??= new(folder);
            written[dropped] = (file.Append(buffer.WrittenSpan), buffer.WrittenCount);
            buffer.ResetWrittenCount();
        }
        dropped.Drop();
    }

    /// <summary>What dropping the facts gives back: a file keeps the definitions that it was made with.</summary>
    private static long BytesOf(LinkFile file, FileFacts facts) =>
        (ReferenceEquals(file.Definitions, facts.Definitions) ? 0 : Of(facts.Definitions)) + facts.Strings.Bytes.Length + (facts.Strings.Offsets.Length * sizeof(int))
        + Of(facts.Scopes) + Of(facts.References) + Of(facts.Imports) + Of(facts.Flows) + Of(facts.Arguments) + Of(facts.Slots) + Of(facts.SlotEntries)
        + Of(facts.Stores) + Of(facts.Decorations) + Of(facts.Reaching) + Of(facts.TypeArguments) + Of(facts.Implementations) + Of(facts.Expressions) + Of(facts.Origins)
        + Of(facts.Metrics);

    private static long Of<T>(T[] records) => (long)records.Length * Unsafe.SizeOf<T>();
}
