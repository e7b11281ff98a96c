using Orleans;

namespace CodeGraph.Grains;

/// <summary>What runs at the moment keeps this from being done. The message says what it is, and what to do about it.</summary>
[GenerateSerializer, Alias("CodeGraph.BusyException")]
public sealed class BusyException(string message) : InvalidOperationException(message);
