namespace CodeGraph.Client;

/// <summary>What every question about a snapshot passes, whichever face it came through: limits and measurements.</summary>
public interface IQueryGate
{
    /// <param name="query">The question's name, as <see cref="Grains.ISnapshotQueries"/> has it.</param>
    /// <param name="weight">Whether it may read the whole graph or many files.</param>
    /// <param name="ask">Asks, and ends when its token says so.</param>
    /// <param name="cancellation">The caller's own.</param>
    /// <exception cref="OverloadedException">Too many heavy questions are being answered and waiting.</exception>
    /// <exception cref="QueryTimeLimitException">The answer took too long; the work was ended.</exception>
    Task<T> Run<T>(string query, QueryWeight weight, Func<CancellationToken, Task<T>> ask, CancellationToken cancellation);

    /// <summary>The same for an answer in parts; the time limit is that of each part, as its reader may be slow.</summary>
    IAsyncEnumerable<T> Stream<T>(string query, Func<CancellationToken, IAsyncEnumerable<T>> ask, CancellationToken cancellation);
}

/// <summary>What a question costs at most.</summary>
public enum QueryWeight
{
    /// <summary>A look-up.</summary>
    Light = 0,

    /// <summary>It may read the whole graph or many files.</summary>
    Heavy = 1,
}
