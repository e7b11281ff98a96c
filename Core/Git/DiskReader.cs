using System.Buffers;
using System.Threading.Channels;
using CodeGraph.Model;
using Microsoft.Win32.SafeHandles;

namespace CodeGraph.Git;

/// <summary>Reads files of a working tree or folder, several at once, and gives their bytes the ids that git would.</summary>
internal sealed class DiskReader(string root, bool usesSha256, long maxFileBytes)
{
    /// <summary>Opening dominates with small files; more than this many at once gains nothing on one disk.</summary>
    private static readonly int MaxAtOnce = Math.Min(Environment.ProcessorCount, 8);

    /// <summary>Reads the files in about their order. Every file is delivered exactly once, a broken one as unreadable.</summary>
    public Task Run(IReadOnlyList<SourceFile> files, ChannelWriter<SourceContent> output, ByteBudget budget, CancellationToken cancellation) =>
        Parallel.ForEachAsync(files, Parallelism(cancellation), async (file, token) =>
        {
            long charge = ByteBudget.ChargeFor(file.Size);
            await budget.AcquireAsync(charge, token);
            SourceContent content = Read(file, budget, charge);
            if (!output.TryWrite(content)) content.Dispose();
        });

    /// <summary>Gives listed files their ids. A file that cannot be read gets an empty one and the reason.</summary>
    public async Task<(BlobId Id, string? Detail)[]> Hash(IReadOnlyList<TreeEntry> entries, CancellationToken cancellation)
    {
        (BlobId Id, string? Detail)[] ids = new (BlobId Id, string? Detail)[entries.Count];
        await Parallel.ForAsync(0, entries.Count, Parallelism(cancellation), (i, _) =>
        {
            using SourceContent content = Read(new SourceFile(entries[i].Path, default, entries[i].Size), null, 0);
            ids[i] = (content.Blob, content.Detail);
            return ValueTask.CompletedTask;
        });
        return ids;
    }

    public SourceContent Read(SourceFile file, ByteBudget? budget, long charge)
    {
        byte[]? rented = null;
        try
        {
            FileInfo info = new(GitPath.OnDisk(root, file.Path));
            if (!info.Exists) return Missing(file, budget, charge);
            if (info.Attributes.HasFlag(FileAttributes.ReparsePoint))
                return SourceContent.Unreadable(file, "It was replaced by a symbolic link after it was listed.", budget, charge);
            if (info.Length > maxFileBytes)
                return SourceContent.Unreadable(file, $"It grew to {info.Length} bytes after it was listed; the limit is {maxFileBytes}.", budget, charge);

            // A length of zero is taken at its word: opening a named pipe would wait for a writer.
            int length = (int)info.Length;
            rented = ArrayPool<byte>.Shared.Rent(Math.Max(length, 1));
            if (length > 0) length = ReadBytes(info.FullName, rented.AsSpan(0, length));
            return SourceContent.Of(file, BlobId.OfBlob(rented.AsSpan(0, length), usesSha256), rented, length, budget, charge);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
            return exception is FileNotFoundException or DirectoryNotFoundException
                ? Missing(file, budget, charge)
                : SourceContent.Unreadable(file, exception.Message, budget, charge);
        }
    }

    private static int ReadBytes(string path, Span<byte> destination)
    {
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        int total = 0;
        int read;
        while (total < destination.Length && (read = RandomAccess.Read(handle, destination[total..], total)) > 0) total += read;
        return total;
    }

    private SourceContent Missing(SourceFile file, ByteBudget? budget, long charge)
    {
        if (!Directory.Exists(root)) throw GitException.Gone(root);
        return SourceContent.Unreadable(
            file,
            Directory.Exists(GitPath.OnDisk(root, file.Path)) ? "It was replaced by a folder after it was listed." : "It was removed after it was listed.",
            budget,
            charge);
    }

    private static ParallelOptions Parallelism(CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellation };
}
