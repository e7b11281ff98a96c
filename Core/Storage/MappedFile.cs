using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace CodeGraph.Storage;

/// <summary>
/// A read-only mapping of a whole file. The mapping ends when it was disposed and the last lease is returned, so that no reader loses memory under
/// its hands: hold a lease for as long as spans over the mapping are used. The file must not be cut short while it is mapped; renaming and deleting are fine.
/// </summary>
internal sealed class MappedFile : IDisposable
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly nint address;

    /// <summary>Leases out, and one for not being disposed.</summary>
    private int holders = 1;
    private int disposed;

    public MappedFile(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Length = RandomAccess.GetLength(handle);
        file = MemoryMappedFile.CreateFromFile(handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        unsafe
        {
            byte* pointer = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
            address = (nint)pointer;
        }
    }

    public long Length { get; }

    /// <summary>Memory over a part of the file. Its spans are valid while a lease is held.</summary>
    public ReadOnlyMemory<T> Slice<T>(long offset, int count)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + ((long)count * System.Runtime.CompilerServices.Unsafe.SizeOf<T>()), Length);
        return count == 0 ? ReadOnlyMemory<T>.Empty : new Region<T>(this, address + (nint)offset, count).Memory;
    }

    /// <summary>Keeps the mapping until the lease is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The mapping has been disposed.</exception>
    public IDisposable Lease()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref holders);
            ObjectDisposedException.ThrowIf(seen == 0 || Volatile.Read(ref disposed) != 0, this);
        }
        while (Interlocked.CompareExchange(ref holders, seen + 1, seen) != seen);
        return new Holder(this);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0)
            Release();
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref holders) > 0)
            return;
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }

    private sealed class Holder(MappedFile owner) : IDisposable
    {
        private MappedFile? owner = owner;

        public void Dispose() => Interlocked.Exchange(ref owner, null)?.Release();
    }

    private sealed class Region<T>(MappedFile owner, nint start, int count) : MemoryManager<T>
        where T : unmanaged
    {
        public override unsafe Span<T> GetSpan()
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref owner.holders) == 0, owner);
            return new((void*)start, count);
        }

        public override unsafe MemoryHandle Pin(int elementIndex = 0) => new((T*)start + elementIndex, default, this);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
