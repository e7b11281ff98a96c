using CodeGraph.Model;

namespace CodeGraph.Git;

/// <summary>What a listing found under a path, before anything is left out.</summary>
/// <param name="Blob">Empty for what is read from disk and not hashed yet, and for all but files.</param>
/// <param name="Size">Bytes of a file.</param>
internal readonly record struct TreeEntry(string Path, TreeEntryKind Kind, BlobId Blob, long Size, string? Detail = null)
{
    /// <summary>Whether the content comes from the file on disk: it has no id yet.</summary>
    public bool OnDisk => Kind == TreeEntryKind.File && Blob.IsEmpty;
}

internal enum TreeEntryKind : byte
{
    File,
    SymbolicLink,
    Submodule,
    Unreadable,
}
