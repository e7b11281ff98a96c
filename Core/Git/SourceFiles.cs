using CodeGraph.Model;

namespace CodeGraph.Git;

/// <summary>A file to index.</summary>
/// <param name="Path">Relative to the tree's root, with <c>/</c>, in the text form of <see cref="GitPath"/>.</param>
/// <param name="Blob">Git's id of its content.</param>
/// <param name="Size">Bytes.</param>
public sealed record SourceFile(string Path, BlobId Blob, long Size)
{
    /// <summary>Whether its content is the file on disk rather than an object of the repository.</summary>
    internal bool OnDisk { get; init; }

    /// <summary>Whether the project itself says that no program wrote it.</summary>
    internal bool IsHandWritten { get; init; }
}

/// <summary>A file, or a whole submodule or folder, that is left out, and why.</summary>
/// <param name="Detail">What the reason alone does not say, such as the size; null where it says all.</param>
public sealed record SkippedFile(string Path, SkipReason Reason, string? Detail = null);

/// <summary>Why a file is not indexed. Values are stored in files: append only, never renumber.</summary>
public enum SkipReason : byte
{
    /// <summary>A copy of other people's code.</summary>
    Vendored = 0,

    /// <summary>Written by a program.</summary>
    Generated = 1,

    /// <summary>Code without line breaks, made for machines.</summary>
    Minified = 2,

    /// <summary>Not text.</summary>
    Binary = 3,

    /// <summary>Larger than <see cref="SourceOptions.MaxFileBytes"/>.</summary>
    TooLarge = 4,

    /// <summary>Another repository inside this one.</summary>
    Submodule = 5,

    /// <summary>A symbolic link; a target inside the tree is indexed under its own name.</summary>
    SymbolicLink = 6,

    /// <summary>The system or git could not give its content.</summary>
    Unreadable = 7,

    /// <summary>A Git LFS pointer: the content is kept elsewhere.</summary>
    LargeFilePointer = 8,
}

/// <summary>Names of skip reasons in exports and answers.</summary>
public static class SkipReasons
{
    /// <summary>The reason's name in camelCase: <c>tooLarge</c>.</summary>
    public static string ToWire(this SkipReason reason) => reason switch
    {
        SkipReason.Vendored => "vendored",
        SkipReason.Generated => "generated",
        SkipReason.Minified => "minified",
        SkipReason.Binary => "binary",
        SkipReason.TooLarge => "tooLarge",
        SkipReason.Submodule => "submodule",
        SkipReason.SymbolicLink => "symbolicLink",
        SkipReason.Unreadable => "unreadable",
        SkipReason.LargeFilePointer => "largeFilePointer",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
