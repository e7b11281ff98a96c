using System.Runtime.InteropServices;
using CodeGraph.Graph;

namespace CodeGraph.Storage;

/// <summary>
/// An opened snapshot file. Format, little-endian throughout:
///
/// <list type="number">
/// <item>The header, 64 bytes: magic <c>CGRAPH\r\n</c>, format version (4), number of sections (4), length of the file (8), bytes of a blob id (4), zeros (4), checksum (8), the
/// base's checksum (8; 0 where the file is whole), zeros.</item>
/// <item>The section table, 32 bytes a section: its number (<see cref="SnapshotSection"/>; 4), zeros (4), offset (8), length (8), checksum (8).</item>
/// <item>The sections, each at a multiple of 8 bytes with zeros between: the sections of <see cref="SnapshotData"/> exactly as they lie in memory.</item>
/// </list>
///
/// What changes little from one symbol or use to the next is packed into columns of few bits, from which any value is read at once; what follows from other
/// columns is not stored; texts are compressed in pieces. So a query touches the pages it needs and nothing is unpacked when the file is opened.
///
/// A snapshot is whole, or told by another, its base (<see cref="Graph.Differences.SnapshotDifference"/>): then the file has the sections of the difference, and the base, which is
/// whole, lies beside it as <c>NAME.CHECKSUM.base</c>, a hard link to the file that it also is elsewhere. So every snapshot has all it needs, whatever becomes of others, and the base
/// takes its room on the disk once.
///
/// Checksums are XXH64. The header's covers header and table; each section has its own, so every byte that is read is covered. All are verified when
/// the file is opened, so that a file is either whole or refused; one that is damaged is renamed to
/// <c>NAME.corrupt</c>. Files are written once and never changed (<see cref="SnapshotFileWriter"/>).
///
/// Versions: 1, arrays of records; 2, packed columns; 3, differences. A reader refuses every other version: indexing again is cheaper than converting. A file of another
/// version is left in its place. Every version begins with the magic and the version.
///
/// Example: a snapshot has 67 sections, so its table ends at 64 + 67 * 32 = 2208, and at 2240 is where the first section starts. An empty column is one word of zeros.
/// </summary>
public sealed class SnapshotFile : IDisposable
{
    /// <summary>The ending of a base's name.</summary>
    public const string BaseSuffix = ".base";

    private readonly MappedFile mapping;
    private readonly SnapshotFile? from;

    private SnapshotFile(string path, MappedFile mapping, SnapshotData data, ulong checksum, SnapshotFile? from)
    {
        Path = path;
        Checksum = checksum;
        this.mapping = mapping;
        this.from = from;
        Data = data;
        Snapshot = new Snapshot(data);
    }

    public string Path { get; }

    /// <summary>Bytes of the file, without its base.</summary>
    public long Length => mapping.Length;

    /// <summary>The header's checksum, which covers the sections' too: the same for equal files alone.</summary>
    public ulong Checksum { get; }

    /// <summary>The base; this file itself where it is whole.</summary>
    public SnapshotFile Whole => from ?? this;

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
    public static SnapshotFile Open(string path) => Open(path, setAside: true);

    /// <summary>As <see cref="Open(string)"/>; a damaged file may be left where it is.</summary>
    internal static SnapshotFile Open(string path, bool setAside)
    {
        MappedFile? mapping = null;
        SnapshotFile? from = null;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: < 64 })
                throw new InvalidDataException("it is cut short");
            mapping = new MappedFile(path);
            CheckVersion(path, mapping);
            var (header, table) = Read(mapping);
            from = header.Base == 0 ? null : OpenBase(BasePath(path, header.Base), header.Base, setAside);
            var file = new SnapshotFile(path, mapping, table.ToData((int)header.BlobIdBytes, from?.Snapshot), header.Checksum, from);
            (mapping, from) = (null, null);
            return file;
        }
        catch (InvalidDataException exception)
        {
            if (setAside)
                DurableFile.SetAside(path);
            throw new CorruptSnapshotException(path, exception.Message, exception);
        }
        finally
        {
            mapping?.Dispose();
            from?.Dispose();
        }
    }

    /// <summary>Where the base of a snapshot lies, if its file is told by one; null where it is whole, not there, or no snapshot.</summary>
    public static string? BaseOf(string path)
    {
        var bytes = new byte[Marshal.SizeOf<SnapshotHeader>()];
        try
        {
            using var file = System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (RandomAccess.Read(file, bytes, 0) < bytes.Length)
                return null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        var header = MemoryMarshal.Read<SnapshotHeader>(bytes);
        return header is { Magic: SnapshotHeader.Signature, Version: SnapshotHeader.CurrentVersion, Base: not 0 } ? BasePath(path, header.Base) : null;
    }

    internal static string BasePath(string path, ulong checksum) => System.IO.Path.ChangeExtension(path, $".{checksum:x16}{BaseSuffix}");

    /// <exception cref="InvalidDataException">It is not there, or another.</exception>
    internal static SnapshotFile OpenBase(string path, ulong checksum, bool setAside)
    {
        try
        {
            var file = Open(path, setAside);
            if (file.Checksum == checksum && file.Data.IsWhole)
                return file;
            file.Dispose();
        }
        catch (FileNotFoundException exception)
        {
            throw new InvalidDataException($"its base '{path}' is missing", exception);
        }
        throw new InvalidDataException($"its base '{path}' is another file");
    }

    /// <summary>Keeps the mapping until the lease is disposed, also past <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The file has been closed.</exception>
    public IDisposable Lease()
    {
        var own = mapping.Lease();
        if (from is null)
            return own;
        try
        {
            return new LeaseOfBoth(own, from.Lease());
        }
        catch (ObjectDisposedException)
        {
            own.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file; the mapping ends with the last lease.</summary>
    public void Dispose()
    {
        mapping.Dispose();
        from?.Dispose();
    }

    /// <summary>Comes before everything else: a newer version may have another header behind the version.</summary>
    private static void CheckVersion(string path, MappedFile mapping)
    {
        var header = mapping.Slice<SnapshotHeader>(0, 1).Span[0];
        if (header.Magic == SnapshotHeader.Signature && header.Version is not 0 and not SnapshotHeader.CurrentVersion)
            throw new SnapshotVersionException(path, header.Version, SnapshotHeader.CurrentVersion);
    }

    private static (SnapshotHeader Header, SectionTable Table) Read(MappedFile mapping)
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
        return (header, table);
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

        public SnapshotData ToData(int blobIdBytes, Snapshot? from)
        {
            var known = SnapshotSections.All.ToHashSet();
            var sections = entries.Where(e => known.Contains(e.Section)).Select(e => (e.Section, Get(e)));
            return from is null ? new(blobIdBytes, sections) : new(blobIdBytes, sections, from);
        }

        private ReadOnlyMemory<byte> Get(SectionEntry entry) => entry.Offset % SnapshotHeader.Alignment == 0
            ? mapping.Slice<byte>((long)entry.Offset, (int)entry.Length)
            : throw new InvalidDataException($"its section {entry.Section} has another layout");
    }

    private sealed class LeaseOfBoth(IDisposable own, IDisposable ofBase) : IDisposable
    {
        public void Dispose()
        {
            own.Dispose();
            ofBase.Dispose();
        }
    }
}
