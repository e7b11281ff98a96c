using System.Runtime.InteropServices;
using CodeGraph.Graph;

namespace CodeGraph.Storage;

/// <summary>
/// An opened snapshot file. Format, little-endian throughout:
///
/// <list type="number">
/// <item>The header, 64 bytes: magic <c>CGRAPH\r\n</c>, format version, number of sections, length of the file, bytes of a blob id, checksum.</item>
/// <item>The section table, 32 bytes a section: its number (<see cref="SnapshotSection"/>), bytes of one element, offset, length in bytes, checksum.</item>
/// <item>The sections, each at a multiple of 64 bytes with zeros between: the arrays of <see cref="SnapshotData"/> exactly as they lie in memory.</item>
/// </list>
///
/// Checksums are XXH64. The header's covers header and table; each section has its own, so every byte that is read is covered. All are verified when
/// the file is opened, so that a file is either whole or refused; one that is damaged is renamed to
/// <c>NAME.corrupt</c>. Files are written once and never changed (<see cref="SnapshotFileWriter"/>).
///
/// Versions: 1, the first; 2, with the section of metrics. A reader refuses every other version and every other element size: indexing again is cheaper than converting. A file of another
/// version is left in its place. Every version begins with the magic and the version.
///
/// Example: an empty snapshot has 24 sections, so its table ends at 64 + 24 * 32 = 832, the first section starts at 832 and each CSR list is one zero.
/// </summary>
public sealed class SnapshotFile : IDisposable
{
    private readonly MappedFile mapping;

    private SnapshotFile(string path, MappedFile mapping, SnapshotData data)
    {
        Path = path;
        this.mapping = mapping;
        Data = data;
        Snapshot = new Snapshot(data);
    }

    public string Path { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length => mapping.Length;

    /// <summary>The arrays, over the mapping. Use them under a <see cref="Lease"/>.</summary>
    public SnapshotData Data { get; }

    /// <summary>The reader over <see cref="Data"/>. Use it under a <see cref="Lease"/>.</summary>
    public Snapshot Snapshot { get; }

    /// <summary>
    /// Maps and verifies a file. The hashes of 43 MB take about 10 ms on two cores with the pages in memory, which is cheaper than to track what was verified.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="CorruptSnapshotException">The file is damaged or cut short; it was set aside.</exception>
    /// <exception cref="SnapshotVersionException">The file is of another version; it was left as it is.</exception>
    public static SnapshotFile Open(string path)
    {
        MappedFile? mapping = null;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: < 64 })
                throw new InvalidDataException("it is cut short");
            mapping = new MappedFile(path);
            CheckVersion(path, mapping);
            var file = new SnapshotFile(path, mapping, Read(mapping));
            mapping = null;
            return file;
        }
        catch (InvalidDataException exception)
        {
            SetAside(path);
            throw new CorruptSnapshotException(path, exception.Message, exception);
        }
        finally
        {
            mapping?.Dispose();
        }
    }

    /// <summary>Keeps the mapping until the lease is disposed, also past <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The file has been closed.</exception>
    public IDisposable Lease() => mapping.Lease();

    /// <summary>Closes the file; the mapping ends with the last lease.</summary>
    public void Dispose() => mapping.Dispose();

    /// <summary>Comes before everything else: a newer version may have another header behind the version.</summary>
    private static void CheckVersion(string path, MappedFile mapping)
    {
        var header = mapping.Slice<SnapshotHeader>(0, 1).Span[0];
        if (header.Magic == SnapshotHeader.Signature && header.Version is not 0 and not SnapshotHeader.CurrentVersion)
            throw new SnapshotVersionException(path, header.Version, SnapshotHeader.CurrentVersion);
    }

    private static SnapshotData Read(MappedFile mapping)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Snapshot files are little-endian and used as they are mapped; this processor is big-endian.");
        var header = mapping.Slice<SnapshotHeader>(0, 1).Span[0];
        if (header.Magic != SnapshotHeader.Signature)
            throw new InvalidDataException("it is not a snapshot file");
        if (header.Version != SnapshotHeader.CurrentVersion)
            throw new InvalidDataException("its header is damaged");
        if (header.FileLength != (ulong)mapping.Length)
            throw new InvalidDataException($"it has {mapping.Length} bytes instead of {header.FileLength}");
        var headerBytes = Marshal.SizeOf<SnapshotHeader>();
        var entryBytes = Marshal.SizeOf<SectionEntry>();
        if (header.Sections > 1024 || headerBytes + (header.Sections * entryBytes) > mapping.Length)
            throw new InvalidDataException("its section table is damaged");
        var top = mapping.Slice<byte>(0, headerBytes + ((int)header.Sections * entryBytes)).Span.ToArray();
        MemoryMarshal.Cast<byte, SnapshotHeader>(top.AsSpan(0, headerBytes))[0].Checksum = 0;
        if (XxHash64.Hash(top) != header.Checksum)
            throw new InvalidDataException("its header is damaged");
        var table = new SectionTable(mapping, MemoryMarshal.Cast<byte, SectionEntry>(top.AsSpan(headerBytes)).ToArray());
        table.Verify();
        var data = table.ToData((int)header.BlobIdBytes);
        Verify(data);
        return data;
    }

    /// <summary>What every reader counts on and a writer could get wrong; the checksums have ruled out damage.</summary>
    private static void Verify(SnapshotData data)
    {
        var (symbols, names) = (data.Symbols.Length, data.NameStart.Length - 1);
        Check(data.Files.Length > 0 && data.BlobIdBytes is 20 or 32 && data.BlobIds.Length == (data.Files.Length - 1) * data.BlobIdBytes, "files");
        Check(data.Files.Span[^1].FirstSymbol == symbols && data.Files.Span[^1].FirstReference == data.References.Length, "files");
        CheckList(data.IncomingStart, data.Incoming.Length, symbols, "incoming");
        CheckList(data.OutgoingStart, data.Outgoing.Length, symbols, "outgoing");
        CheckList(data.ChildrenStart, data.Children.Length, symbols, "children");
        CheckList(data.SymbolsByNameStart, data.SymbolsByName.Length, names, "symbols by name");
        CheckList(data.UnresolvedByNameStart, data.UnresolvedByName.Length, names, "unresolved by name");
        CheckList(data.NameStart, data.NameBytes.Length, names, "names");
        CheckList(data.TextStart, data.TextBytes.Length, data.TextStart.Length - 1, "texts");
        Check(data.RelationsByTarget.Length == data.Relations.Length, "relations");
        Check(data.NameTable.Length > names && System.Numerics.BitOperations.IsPow2(data.NameTable.Length), "name table");

        static void CheckList(ReadOnlyMemory<int> start, int entries, int owners, string what) =>
            Check(start.Length == owners + 1 && owners >= 0 && start.Span[0] == 0 && start.Span[^1] == entries, what);

        static void Check(bool holds, string what)
        {
            if (!holds)
                throw new InvalidDataException($"its section '{what}' does not fit the others");
        }
    }

    private static void SetAside(string path)
    {
        try
        {
            File.Move(path, path + ".corrupt", overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // In a read-only folder the file stays, and is refused each time.
        }
    }

    private sealed class SectionTable(MappedFile mapping, SectionEntry[] entries)
    {
        /// <summary>Compares every section with its checksum, on all cores: a command that asks one question spends a fifth of its time here.</summary>
        public void Verify()
        {
            var bySize = entries.OrderByDescending(e => e.Length).ToArray();
            var (next, damaged) = (-1, -1);
            var workers = Enumerable.Range(1, Math.Min(Environment.ProcessorCount, bySize.Length) - 1).Select(_ => Task.Run(Work)).ToArray();
            Work();
            Task.WaitAll(workers);
            if (damaged >= 0)
                throw new InvalidDataException($"its section {bySize[damaged].Section} is damaged");

            void Work()
            {
                for (int index; (index = Interlocked.Increment(ref next)) < bySize.Length;)
                {
                    if (!IsWhole(bySize[index]))
                        damaged = index;
                }
            }
        }

        private bool IsWhole(SectionEntry entry) =>
            entry.Length <= int.MaxValue && entry.Offset <= (ulong)mapping.Length && entry.Offset + entry.Length <= (ulong)mapping.Length
            && XxHash64.Hash(mapping.Slice<byte>((long)entry.Offset, (int)entry.Length).Span) == entry.Checksum;

        public SnapshotData ToData(int blobIdBytes) => new()
        {
            BlobIdBytes = blobIdBytes,
            Files = Get<FileRecord>(SnapshotSection.Files),
            BlobIds = Get<byte>(SnapshotSection.BlobIds),
            Symbols = Get<SymbolRecord>(SnapshotSection.Symbols),
            References = Get<ReferenceRecord>(SnapshotSection.References),
            Targets = Get<int>(SnapshotSection.Targets),
            Relations = Get<RelationRecord>(SnapshotSection.Relations),
            RelationsByTarget = Get<int>(SnapshotSection.RelationsByTarget),
            IncomingStart = Get<int>(SnapshotSection.IncomingStart),
            Incoming = Get<int>(SnapshotSection.Incoming),
            OutgoingStart = Get<int>(SnapshotSection.OutgoingStart),
            Outgoing = Get<int>(SnapshotSection.Outgoing),
            ChildrenStart = Get<int>(SnapshotSection.ChildrenStart),
            Children = Get<int>(SnapshotSection.Children),
            NameBytes = Get<byte>(SnapshotSection.NameBytes),
            NameStart = Get<int>(SnapshotSection.NameStart),
            NameTable = Get<int>(SnapshotSection.NameTable),
            SymbolsByNameStart = Get<int>(SnapshotSection.SymbolsByNameStart),
            SymbolsByName = Get<int>(SnapshotSection.SymbolsByName),
            UnresolvedByNameStart = Get<int>(SnapshotSection.UnresolvedByNameStart),
            UnresolvedByName = Get<int>(SnapshotSection.UnresolvedByName),
            TextBytes = Get<byte>(SnapshotSection.TextBytes),
            TextStart = Get<int>(SnapshotSection.TextStart),
            Properties = Get<byte>(SnapshotSection.Properties),
            Metrics = Get<MetricsRecord>(SnapshotSection.Metrics),
        };

        private ReadOnlyMemory<T> Get<T>(SnapshotSection section)
            where T : unmanaged
        {
            var found = Array.FindIndex(entries, e => e.Section == section);
            if (found < 0)
                throw new InvalidDataException($"its section {section} is missing");
            var entry = entries[found];
            var size = (uint)System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
            if (entry.ElementBytes != size || entry.Length % size != 0 || entry.Length > int.MaxValue
                || entry.Offset % SnapshotHeader.Alignment != 0 || entry.Offset + entry.Length > (ulong)mapping.Length)
                throw new InvalidDataException($"its section {section} has another layout");
            return mapping.Slice<T>((long)entry.Offset, (int)(entry.Length / size));
        }
    }
}
