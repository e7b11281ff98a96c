using Orleans;

namespace CodeGraph.Grains;

public partial interface ISnapshotGrain
{
    /// <summary>
    /// As <see cref="Callers"/>, but whole and in parts while the walk goes on, so that nobody holds all of it: each answer has the relations since the one before and
    /// the counts so far; <see cref="RelationsAnswer.Truncated"/> is true of all but the last. The query's limit and cursor do not count.
    /// </summary>
    IAsyncEnumerable<RelationsAnswer> StreamCallers(TraversalQuery query, CancellationToken cancellation);

    /// <summary>As <see cref="Callees"/>, in parts; see <see cref="StreamCallers"/>.</summary>
    IAsyncEnumerable<RelationsAnswer> StreamCallees(TraversalQuery query, CancellationToken cancellation);
}

/// <summary>A cursor that does not belong to the question. The message says why, and what to do about it.</summary>
[GenerateSerializer, Alias("CodeGraph.InvalidCursorException")]
public sealed class InvalidCursorException(string message) : Exception(message);
