using Orleans;

namespace CodeGraph.Grains;

/// <summary>The folder or repository that was indexed is gone or damaged, and the answer needs its texts. The message names the remedy.</summary>
[GenerateSerializer, Alias("CodeGraph.SourceUnreadableException")]
public sealed class SourceUnreadableException(string message) : Exception(message);
