using CodeGraph.Model;

namespace CodeGraph.Git;

/// <summary>One file of a working tree or folder, as it was when it was listed or not at all.</summary>
public static class DiskFile
{
    private const long MaxBytes = 16 * 1024 * 1024;

    /// <summary>The file's text in the form of <see cref="SourceContent.Utf8"/>, if its bytes still have the id.</summary>
    /// <param name="root">The folder that was listed.</param>
    /// <param name="path">The file in it, with <c>/</c>.</param>
    /// <param name="expected">The id of its bytes then.</param>
    /// <param name="problem">Why there is no text: what became of the file.</param>
    /// <exception cref="GitException">The folder is gone.</exception>
    public static ReadOnlyMemory<byte>? Read(string root, string path, BlobId expected, out string? problem)
    {
        using var content = new DiskReader(root, expected.Length == BlobId.Sha256Length, MaxBytes).Read(new SourceFile(path, expected, 0), null, 0);
        problem = content.Detail ?? (content.Blob == expected ? null : "It was changed after it was indexed.");
        if (problem is not null)
            return null;
        content.Normalize();
        return content.Utf8.ToArray();
    }
}
