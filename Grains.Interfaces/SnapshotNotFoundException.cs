using Orleans;

namespace CodeGraph.Grains;

/// <summary>There is no snapshot of that key. The message names the remedy.</summary>
/// <param name="snapshot">The key that was asked for.</param>
/// <param name="message">What to do about it.</param>
[GenerateSerializer, Alias("CodeGraph.SnapshotNotFoundException")]
public sealed class SnapshotNotFoundException(string snapshot, string message) : Exception(message)
{
    /// <summary>The key that was asked for: <c>repository@commit</c>.</summary>
    [Id(0)]
    public string Snapshot { get; } = snapshot;
}
