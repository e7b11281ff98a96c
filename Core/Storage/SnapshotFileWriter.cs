using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CodeGraph.Graph;
using Microsoft.Win32.SafeHandles;

namespace CodeGraph.Storage;

/// <summary>Writes a snapshot file; the format is described at <see cref="SnapshotFile"/>.</summary>
public static class SnapshotFileWriter
{
    /// <summary>Writes the file under a temporary name and renames it once it is on the disk: readers see all of it or nothing.</summary>
    /// <param name="path">Where it goes; the folder is created.</param>
    /// <param name="data">The arrays.</param>
    /// <returns>Bytes of the file.</returns>
    /// <exception cref="StorageException">The disk is full or the folder is read-only; an earlier file of that name is unharmed.</exception>
    public static long Write(string path, SnapshotData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Snapshot files are little-endian and written as they lie in memory; this processor is big-endian.");
        long written = 0;
        DurableFile.Write(path, file => written = Write(file, data));
        return written;
    }

    private static long Write(SafeFileHandle file, SnapshotData data)
    {
        var sections = new List<(SnapshotSection Section, int ElementBytes, Action<SafeFileHandle, long> Write, Func<ulong> Hash, long Length)>();
        Add(SnapshotSection.Files, data.Files);
        Add(SnapshotSection.BlobIds, data.BlobIds);
        Add(SnapshotSection.Symbols, data.Symbols);
        Add(SnapshotSection.References, data.References);
        Add(SnapshotSection.Targets, data.Targets);
        Add(SnapshotSection.Relations, data.Relations);
        Add(SnapshotSection.RelationsByTarget, data.RelationsByTarget);
        Add(SnapshotSection.IncomingStart, data.IncomingStart);
        Add(SnapshotSection.Incoming, data.Incoming);
        Add(SnapshotSection.OutgoingStart, data.OutgoingStart);
        Add(SnapshotSection.Outgoing, data.Outgoing);
        Add(SnapshotSection.ChildrenStart, data.ChildrenStart);
        Add(SnapshotSection.Children, data.Children);
        Add(SnapshotSection.NameBytes, data.NameBytes);
        Add(SnapshotSection.NameStart, data.NameStart);
        Add(SnapshotSection.NameTable, data.NameTable);
        Add(SnapshotSection.SymbolsByNameStart, data.SymbolsByNameStart);
        Add(SnapshotSection.SymbolsByName, data.SymbolsByName);
        Add(SnapshotSection.UnresolvedByNameStart, data.UnresolvedByNameStart);
        Add(SnapshotSection.UnresolvedByName, data.UnresolvedByName);
        Add(SnapshotSection.TextBytes, data.TextBytes);
        Add(SnapshotSection.TextStart, data.TextStart);
        Add(SnapshotSection.Metrics, data.Metrics);
        Add(SnapshotSection.Properties, data.Properties);

        var headerBytes = Unsafe.SizeOf<SnapshotHeader>();
        var top = new byte[headerBytes + (sections.Count * Unsafe.SizeOf<SectionEntry>())];
        var entries = MemoryMarshal.Cast<byte, SectionEntry>(top.AsSpan(headerBytes));
        var offset = Align(top.Length);
        for (var i = 0; i < sections.Count; i++)
        {
            var section = sections[i];
            entries[i] = new()
            {
                Section = section.Section,
                ElementBytes = (uint)section.ElementBytes,
                Offset = (ulong)offset,
                Length = (ulong)section.Length,
                Checksum = section.Hash(),
            };
            section.Write(file, offset);
            offset = Align(offset + section.Length);
        }
        ref var header = ref MemoryMarshal.Cast<byte, SnapshotHeader>(top.AsSpan(0, headerBytes))[0];
        header = new()
        {
            Magic = SnapshotHeader.Signature,
            Version = SnapshotHeader.CurrentVersion,
            Sections = (uint)sections.Count,
            FileLength = (ulong)offset,
            BlobIdBytes = (uint)data.BlobIdBytes,
        };
        header.Checksum = XxHash64.Hash(top);

        // The last section's padding: the length is extended before the header that vouches for it is written.
        if (RandomAccess.GetLength(file) < offset)
            RandomAccess.SetLength(file, offset);
        RandomAccess.Write(file, top, 0);
        return offset;

        void Add<T>(SnapshotSection section, ReadOnlyMemory<T> memory)
            where T : unmanaged =>
            sections.Add((
                section,
                Unsafe.SizeOf<T>(),
                (handle, at) => WriteBlocks(handle, MemoryMarshal.AsBytes(memory.Span), at),
                () => XxHash64.Hash(MemoryMarshal.AsBytes(memory.Span)),
                (long)memory.Length * Unsafe.SizeOf<T>()));
    }

    private static void WriteBlocks(SafeFileHandle file, ReadOnlySpan<byte> bytes, long at)
    {
        const int block = 8 << 20;
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(block, bytes.Length)..], at += block)
            RandomAccess.Write(file, bytes[..Math.Min(block, bytes.Length)], at);
    }

    private static long Align(long offset) => (offset + SnapshotHeader.Alignment - 1) & ~(SnapshotHeader.Alignment - 1L);
}
