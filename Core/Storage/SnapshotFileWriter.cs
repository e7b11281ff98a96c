using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
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
        if (!data.IsWhole)
            throw new ArgumentException("A difference is written with its base.", nameof(data));
        return Write(path, data, 0);
    }

    /// <summary>Writes a difference, and has its base beside it before.</summary>
    /// <param name="path">Where it goes; the folder is created.</param>
    /// <param name="difference">What <see cref="Graph.Differences.DifferenceEncoder"/> made of the base.</param>
    /// <param name="from">The base; whole.</param>
    /// <returns>Bytes of the file; null where the file system has no hard links, or the base was replaced meanwhile: then nothing was written.</returns>
    /// <exception cref="StorageException">The disk is full or the folder is read-only; an earlier file of that name is unharmed.</exception>
    public static long? WriteDifference(string path, SnapshotData difference, SnapshotFile from)
    {
        ArgumentNullException.ThrowIfNull(difference);
        ArgumentNullException.ThrowIfNull(from);
        var link = SnapshotFile.BasePath(path, from.Checksum);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        if (!File.Exists(link) && !DurableFile.TryLink(from.Path, link))
            return null;
        try
        {
            SnapshotFile.OpenBase(link, from.Checksum, setAside: false).Dispose();
        }
        catch (Exception exception) when (exception is InvalidDataException or StorageException)
        {
            File.Delete(link);
            return null;
        }
        return Write(path, difference, from.Checksum);
    }

    private static long Write(string path, SnapshotData data, ulong from)
    {
        long written = 0;
        DurableFile.Write(path, file => written = Write(file, data, from));
        return written;
    }

    private static long Write(SafeFileHandle file, SnapshotData data, ulong from)
    {
        var sections = data.Sections.ToArray();
        var headerBytes = Unsafe.SizeOf<SnapshotHeader>();
        var top = new byte[headerBytes + (sections.Length * Unsafe.SizeOf<SectionEntry>())];
        var entries = new SectionEntry[sections.Length];
        var offset = Align(top.Length);
        for (var i = 0; i < sections.Length; i++)
        {
            entries[i] = new() { Section = sections[i], Offset = (ulong)offset, Length = (ulong)data[sections[i]].Length };
            offset = Align(offset + data[sections[i]].Length);
        }

        // Hashing and copying take longer than the disk: every section has its place, so that all processors share them.
        try
        {
            Parallel.For(0, entries.Length, i =>
            {
                var content = data[entries[i].Section].Span;
                entries[i].Checksum = XxHash64.Hash(content);
                WriteBlocks(file, content, (long)entries[i].Offset);
            });
        }
        catch (AggregateException exception)
        {
            // A full disk, which one section tells as well as all.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
        MemoryMarshal.AsBytes(entries.AsSpan()).CopyTo(top.AsSpan(headerBytes));
        ref var header = ref MemoryMarshal.Cast<byte, SnapshotHeader>(top.AsSpan(0, headerBytes))[0];
        header = new()
        {
            Magic = SnapshotHeader.Signature,
            Version = SnapshotHeader.CurrentVersion,
            Sections = (uint)sections.Length,
            FileLength = (ulong)offset,
            BlobIdBytes = (uint)data.BlobIdBytes,
            Base = from,
        };
        header.Checksum = XxHash64.Hash(top);

        // The last section's padding: the length is extended before the header that vouches for it is written.
        if (RandomAccess.GetLength(file) < offset)
            RandomAccess.SetLength(file, offset);
        RandomAccess.Write(file, top, 0);
        return offset;
    }

    private static void WriteBlocks(SafeFileHandle file, ReadOnlySpan<byte> bytes, long at)
    {
        const int block = 8 << 20;
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(block, bytes.Length)..], at += block)
            RandomAccess.Write(file, bytes[..Math.Min(block, bytes.Length)], at);
    }

    private static long Align(long offset) => (offset + SnapshotHeader.Alignment - 1) & ~(SnapshotHeader.Alignment - 1L);
}
