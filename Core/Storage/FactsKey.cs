using CodeGraph.Model;

namespace CodeGraph.Storage;

/// <summary>What facts are facts of. The same bytes may be read as another language under another name.</summary>
public readonly record struct FactsKey(BlobId Blob, Language Language);
