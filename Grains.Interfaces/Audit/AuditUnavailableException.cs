using Orleans;

namespace CodeGraph.Grains.Audit;

/// <summary>The audit log cannot be written or read, so nothing is done that it would have to tell of. The message names the file and the remedy.</summary>
[GenerateSerializer, Alias("CodeGraph.AuditUnavailableException")]
public sealed class AuditUnavailableException(string message) : Exception(message);
