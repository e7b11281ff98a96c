using CodeGraph.Git;
using CodeGraph.Graph;
using CodeGraph.Model;
using CodeGraph.Storage;

namespace CodeGraph.Grains;

/// <summary>
/// The text of a file of a snapshot: of exactly the content that was indexed, or none. A commit's is read from git by its blob id; that of a working tree or
/// folder from the disk where its bytes still have their id, and else from git, which may have them.
/// </summary>
internal sealed class FileContents(DataFolder folder)
{
    /// <param name="Bytes">UTF-8, with the positions of the snapshot; null where the content is not at hand.</param>
    /// <param name="Problem">Why it is not, and what to do about it.</param>
    public readonly record struct Content(ReadOnlyMemory<byte>? Bytes, string? Problem);

    public async Task<Content> Read(Snapshot snapshot, int file, CancellationToken cancellation)
    {
        var properties = snapshot.Properties;
        var blob = snapshot.Blob(file);
        var root = RepositorySource.IsUrl(properties.Source) ? new GitClone(folder.Clones).FolderOf(properties.Source) : properties.Source;
        if (!Directory.Exists(root))
            return new(null, $"'{root}' is gone. Index the repository where it is now.");
        string? problem = null;
        if (properties.Commit is null || properties.WorkingTree)
        {
            if (DiskFile.Read(root, snapshot.Path(file), blob, out problem) is { } text)
                return new(text, null);
        }
        try
        {
            if (await FromGit(root, blob, cancellation) is { } stored)
                return new(stored, null);
        }
        catch (GitException exception)
        {
            return new(null, problem ?? exception.Message);
        }
        return new(null, problem is not null
            ? $"{problem} Its symbols here are those of the content before: index again."
            : $"git does not have the file's content ({blob}) any more. Index again, or fetch it.");
    }

    private static async Task<ReadOnlyMemory<byte>?> FromGit(string root, BlobId blob, CancellationToken cancellation)
    {
        if (await GitRepository.Discover(root, cancellation) is not { } repository)
            return null;
        await using var reader = new BlobReader(repository);
        return await reader.Read(blob, cancellation);
    }
}
