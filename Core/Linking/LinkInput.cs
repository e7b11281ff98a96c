using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>A source file to link. Paths use <c>/</c> and are relative to the root.</summary>
public sealed record LinkFile(string Path, BlobId Blob, FileFacts Facts);

/// <summary>A file that says how the project is put together: <c>go.mod</c>, <c>package.json</c>, <c>Cargo.toml</c> and the like.</summary>
public sealed record ProjectFile(string Path, ReadOnlyMemory<byte> Content);
