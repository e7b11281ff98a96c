using CodeGraph.Indexing;

namespace CodeGraph.Grains;

/// <summary>
/// What index jobs leave in memory for the next job of the same repository (<see cref="IndexSession"/>), so that another branch, or the next commit, costs what differs. As much as
/// <see cref="IndexJobOptions.KeptMemoryBytes"/> allows, the latest longest, and none for longer than <see cref="Lifetime"/>.
/// </summary>
internal sealed class KeptSessions(IndexJobOptions options, TimeProvider time) : IDisposable
{
    /// <summary>Facts and the linked program, measured on dotnet/orleans and hugo: seven to nine times the source.</summary>
    private const int BytesPerSourceByte = 10;

    internal static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private readonly Lock gate = new();

    /// <summary>The latest last.</summary>
    private readonly List<Kept> all = [];

    /// <summary>The session of the repository's last job, or a new one; null where none is kept. Nobody else has it until it is kept again.</summary>
    public IndexSession? Take(string repository)
    {
        if (options.KeptMemoryBytes == 0)
            return null;
        lock (gate)
        {
            var found = all.FindIndex(k => k.Repository == repository);
            var session = found < 0 ? new() : all[found].Session;
            Drop(repository);
            return session;
        }
    }

    /// <param name="repository">Whose it is.</param>
    /// <param name="session">What a job that ended well has left.</param>
    /// <param name="sourceBytes">Bytes of source that it read.</param>
    public void Keep(string repository, IndexSession session, long sourceBytes)
    {
        lock (gate)
        {
            Drop(repository);
            all.Add(new(repository, session, sourceBytes * BytesPerSourceByte, time.CreateTimer(_ => Drop(repository), null, Lifetime, Timeout.InfiniteTimeSpan)));
            while (all.Sum(k => k.Bytes) > options.KeptMemoryBytes)
                Drop(all[0].Repository);
        }
    }

    public void Drop(string repository)
    {
        lock (gate)
        {
            foreach (var kept in all.Where(k => k.Repository == repository))
                kept.Timer.Dispose();
            all.RemoveAll(k => k.Repository == repository);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            all.ForEach(k => k.Timer.Dispose());
            all.Clear();
        }
    }

    private sealed record Kept(string Repository, IndexSession Session, long Bytes, ITimer Timer);
}
