using System.Collections.Concurrent;
using CodeGraph.Git;
using CodeGraph.Model;

namespace CodeGraph.Search;

/// <summary>
/// The texts of a snapshot's files by blob id: from the file on disk where it still has that content, which its hash tells, else from the repository.
/// Reading a file and hashing it takes a third of what git takes to unpack it. Any number of threads may read.
/// </summary>
internal sealed class SnapshotContents(string root, bool sha256) : IAsyncDisposable
{
    private readonly DiskReader disk = new(root, sha256, SourceContent.MaxBytes);
    private readonly ConcurrentBag<BlobReader> readers = [];
    private readonly Lazy<Task<GitRepository?>> repository = new(() => GitRepository.Discover(root));
    private volatile bool disposed;

    /// <summary>The text as it was indexed; null where neither the disk nor the repository has that content any more.</summary>
    /// <exception cref="GitException">The folder is gone, or the repository is damaged.</exception>
    public async Task<FileText?> Read(string path, BlobId blob, CancellationToken cancellation)
    {
        if (!GitPath.HasEscapes(path))
        {
            var content = disk.Read(new(path, blob, 0), null, 0);
            if (content.Skip is null && content.Blob == blob)
            {
                content.Normalize();
                return new(content.Utf8, content);
            }
            content.Dispose();
        }
        return await repository.Value is { } known && await ReadFromGit(known, blob, cancellation) is { } text ? new(text, null) : null;
    }

    public async ValueTask DisposeAsync()
    {
        disposed = true;
        while (readers.TryTake(out var reader))
            await reader.DisposeAsync();
    }

    private async Task<ReadOnlyMemory<byte>?> ReadFromGit(GitRepository known, BlobId blob, CancellationToken cancellation)
    {
        if (!readers.TryTake(out var reader))
            reader = new(known);
        try
        {
            return await reader.Read(blob, cancellation);
        }
        finally
        {
            if (disposed)
                await reader.DisposeAsync();
            else
                readers.Add(reader);
        }
    }
}

/// <summary>A text, and what holds it until it is disposed.</summary>
internal sealed class FileText(ReadOnlyMemory<byte> utf8, IDisposable? owner) : IDisposable
{
    public ReadOnlyMemory<byte> Utf8 => utf8;

    public void Dispose() => owner?.Dispose();
}
