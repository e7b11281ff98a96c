using System.Buffers;
using System.Threading.Channels;
using CodeGraph.Model;

namespace CodeGraph.Git;

/// <summary>
/// Reads many blobs through one <c>git cat-file --batch --buffer</c>: one thread feeds ids, another parses contents, in the order of the
/// files, as far ahead as the budget allows. Every file is delivered exactly once, a broken one as unreadable.
/// </summary>
internal sealed class BlobPipeline(GitRepository repository, IReadOnlyList<SourceFile> files, ChannelWriter<SourceContent> output, ByteBudget budget)
{
    /// <summary>Restarts after objects that git cannot unpack. More than this many is a broken repository, not a broken file.</summary>
    private const int MaxBrokenObjects = 64;

    private static readonly string[] Command = ["cat-file", "--batch", "--buffer"];

    /// <summary>Files delivered so far; also the position of the next one.</summary>
    private int delivered;

    public async Task Run(CancellationToken cancellation)
    {
        int broken = 0;
        while (delivered < files.Count)
        {
            int before = delivered;
            GitException? failure = await RunChild(cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (failure is null) continue;

            // Git ends at the first object it cannot unpack. Everything before it was delivered, so a child that ends without
            // progress names the culprit.
            repository.Folder();
            if (delivered > before) continue;
            if (++broken > MaxBrokenObjects) throw failure;
            long charge = ByteBudget.ChargeFor(0);
            await budget.AcquireAsync(charge, cancellation);
            Deliver(SourceContent.Unreadable(files[delivered], failure.Message, budget, charge));
        }
    }

    private async Task<GitException?> RunChild(CancellationToken cancellation)
    {
        await using GitProcess git = GitProcess.Start(repository.Folder(), Command);
        await using CancellationTokenRegistration killing = cancellation.UnsafeRegister(static state => ((GitProcess)state!).Kill(), git);
        Task feeding = Task.Factory.StartNew(
            () => Feed(git.Input, files, delivered), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await Task.Factory.StartNew(
                () => Parse(git.Output, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return delivered == files.Count ? null : await git.Failure();
        }
        finally
        {
            // Whatever ended the parsing, the feeding thread must not stay behind at a full pipe.
            if (delivered < files.Count) git.Kill();
            await feeding;
        }
    }

    private static void Feed(Stream input, IReadOnlyList<SourceFile> files, int first)
    {
        byte[] lines = new byte[64 * 1024];
        int length = 0;
        try
        {
            for (int i = first; i < files.Count; i++)
            {
                length += files[i].Blob.FormatHex(lines.AsSpan(length));
                lines[length++] = (byte)'\n';
                if (lines.Length - length > 2 * BlobId.Sha256Length) continue;
                input.Write(lines, 0, length);
                length = 0;
            }

            input.Write(lines, 0, length);
            input.Dispose();
        }
        catch (IOException)
        {
            // The child is gone; the parsing thread sees the end of its output and says why.
        }
    }

    private void Parse(Stream stream, CancellationToken cancellation)
    {
        BatchOutput batch = new(stream);
        while (delivered < files.Count && batch.ReadHeader(out BatchHeader header))
        {
            SourceFile file = files[delivered];
            if (header.Id != file.Blob)
                throw new InvalidDataException($"git cat-file answered {header.Id} where {file.Blob} was asked.");

            bool readable = header.IsBlob && header.Size <= SourceContent.MaxBytes;
            int size = readable ? (int)header.Size : 0;
            long charge = ByteBudget.ChargeFor(size);
            budget.Acquire(charge, cancellation);
            if (!readable)
            {
                if (header.IsMissing) repository.Folder();
                else if (!batch.SkipContent(header.Size)) return;
                Deliver(SourceContent.Unreadable(file, Explain(header), budget, charge));
                continue;
            }

            byte[] rented = ArrayPool<byte>.Shared.Rent(size);
            if (!batch.ReadContent(rented.AsSpan(0, size)))
            {
                ArrayPool<byte>.Shared.Return(rented);
                budget.Release(charge);
                return;
            }

            Deliver(SourceContent.Of(file, file.Blob, rented, size, budget, charge));
        }
    }

    private void Deliver(SourceContent content)
    {
        delivered++;
        if (!output.TryWrite(content)) content.Dispose();
    }

    private static string Explain(BatchHeader header) =>
        header.IsMissing ? "The repository does not hold this object. In a partial clone 'git fetch --refetch' brings it; otherwise see 'git fsck'."
        : header.IsBlob ? $"It has {header.Size} bytes; at most {SourceContent.MaxBytes} can be read."
        : "The object is not a file.";
}
