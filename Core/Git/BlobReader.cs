using System.Buffers;
using System.Text;
using CodeGraph.Model;

namespace CodeGraph.Git;

/// <summary>
/// Single blobs on demand, as for showing a piece of source. Keeps one <c>git cat-file --batch</c> running between reads, one reader at
/// a time, and starts another when it has ended.
/// </summary>
public sealed class BlobReader(GitRepository repository) : IAsyncDisposable
{
    private static readonly string[] Command = ["cat-file", "--batch"];

    private readonly SemaphoreSlim turn = new(1, 1);
    private GitProcess? git;
    private BatchOutput? output;
    private bool disposed;

    /// <summary>The blob's text in the form of <see cref="SourceContent.Utf8"/>; null when the repository has no such blob.</summary>
    /// <exception cref="GitException">The repository is gone, or the object is damaged.</exception>
    public async Task<ReadOnlyMemory<byte>?> Read(BlobId id, CancellationToken cancellation = default)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);

            // A child left from an earlier read may have ended, or may not see objects of a repository that was replaced meanwhile.
            bool reused = git is not null;
            (bool answered, SourceContent? content) = await Task.Run(() => Ask(id), CancellationToken.None);
            if (reused && content is null)
            {
                await Stop();
                (answered, content) = await Task.Run(() => Ask(id), CancellationToken.None);
            }

            if (!answered)
            {
                repository.Folder();
                GitException failure = await Broken();

                // In a partial clone git ends at a missing object where it would say "missing" in any other.
                return failure.Message.Contains("promisor remote", StringComparison.Ordinal) ? null : throw failure;
            }

            using (content)
            {
                if (content is null) return null;
                content.Normalize();
                return content.Utf8.ToArray();
            }
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await turn.WaitAsync();
        try
        {
            disposed = true;
            await Stop();
        }
        finally
        {
            turn.Release();
        }
    }

    private (bool Answered, SourceContent? Content) Ask(BlobId id)
    {
        git ??= GitProcess.Start(repository.Folder(), Command);
        output ??= new BatchOutput(git.Output);
        try
        {
            git.Input.Write(Encoding.ASCII.GetBytes($"{id}\n"));
            git.Input.Flush();
        }
        catch (IOException)
        {
            return (false, null);
        }

        if (!output.ReadHeader(out BatchHeader header)) return (false, null);
        if (header.IsMissing) return (true, null);
        if (!header.IsBlob || header.Size > SourceContent.MaxBytes) return (output.SkipContent(header.Size), null);
        byte[] rented = ArrayPool<byte>.Shared.Rent((int)header.Size);
        if (output.ReadContent(rented.AsSpan(0, (int)header.Size)))
            return (true, SourceContent.Of(new SourceFile("", id, header.Size), id, rented, (int)header.Size));
        ArrayPool<byte>.Shared.Return(rented);
        return (false, null);
    }

    private async Task<GitException> Broken()
    {
        GitException failure = git is null ? GitException.Gone(repository.Root) : await git.Failure();
        await Stop();
        return failure;
    }

    private async Task Stop()
    {
        if (git is not null) await git.DisposeAsync();
        git = null;
        output = null;
    }
}
