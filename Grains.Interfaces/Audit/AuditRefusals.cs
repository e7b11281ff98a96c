using System.Globalization;

namespace CodeGraph.Grains.Audit;

/// <summary>
/// Records refusals so that whoever is refused cannot fill the disk: the first few of a caller within a minute are entries of their own, and so are the first few hundred of all; of the
/// others, one entry a caller tells how many there were, when the minute is over.
/// </summary>
/// <param name="log">Where to.</param>
/// <param name="time">The clock.</param>
/// <param name="perCaller">Entries of one caller within a minute.</param>
public sealed class AuditRefusals(IAuditLog log, TimeProvider time, int perCaller = AuditRefusals.DefaultPerCaller)
{
    public const int DefaultPerCaller = 10;

    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Shares of one caller that all callers together may have.</summary>
    private const int Shares = 30;

    /// <summary>Callers that are counted apart; beyond them, all are counted as one.</summary>
    private const int MostCallers = 1000;

    private readonly Lock gate = new();
    private Interval current = new(time.GetUtcNow());

    /// <summary>Records a refusal, or counts it.</summary>
    /// <exception cref="AuditUnavailableException">It cannot be recorded.</exception>
    public async Task Record(AuditEntry entry, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        await TellOf(Begin(), cancellation);
        if (TakeShare(entry.Actor))
            await log.Record(entry, cancellation);
    }

    /// <summary>Records how many refusals were counted only, up to now.</summary>
    /// <exception cref="AuditUnavailableException">It cannot be recorded; what was counted is told later.</exception>
    public Task Tell(CancellationToken cancellation)
    {
        Interval before;
        lock (gate)
            before = Replace(time.GetUtcNow());
        return TellOf(before, cancellation);
    }

    /// <returns>The minute before, where a new one begins; else null.</returns>
    private Interval? Begin()
    {
        lock (gate)
            return time.GetUtcNow() is var now && now - current.Since >= Minute || now < current.Since ? Replace(now) : null;
    }

    private Interval Replace(DateTimeOffset now)
    {
        var before = current;
        current = new(now);
        return before;
    }

    private bool TakeShare(AuditActor actor)
    {
        lock (gate)
        {
            var counted = current.Of(actor);
            if (counted.Recorded >= perCaller || current.Recorded >= perCaller * Shares)
            {
                counted.Unrecorded++;
                return false;
            }
            counted.Recorded++;
            current.Recorded++;
            return true;
        }
    }

    /// <summary>At once, as the log writes many as fast as one.</summary>
    private Task TellOf(Interval? before, CancellationToken cancellation) => before is null ? Task.CompletedTask
        : Task.WhenAll(before.Callers.Values.Where(c => c.Unrecorded > 0).Select(c => Tell(c, before.Since, cancellation)));

    private async Task Tell(Counted counted, DateTimeOffset since, CancellationToken cancellation)
    {
        var detail = string.Create(CultureInfo.InvariantCulture, $"{counted.Unrecorded} more since {since.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
        try
        {
            await log.Record(new(AuditActions.AuditRefusals, counted.Actor, AuditOutcome.Denied, Detail: detail), cancellation);
        }
        catch
        {
            lock (gate)
                current.Of(counted.Actor).Unrecorded += counted.Unrecorded;
            throw;
        }
    }

    private sealed class Interval(DateTimeOffset since)
    {
        private static readonly AuditActor Others = AuditActor.Anonymous(address: null);

        public DateTimeOffset Since => since;

        public int Recorded { get; set; }

        public Dictionary<(AuditActorKind Kind, string Id, string? Address), Counted> Callers { get; } = [];

        public Counted Of(AuditActor actor)
        {
            var key = KeyOf(actor);
            if (Callers.TryGetValue(key, out var counted))
                return counted;
            if (Callers.Count >= MostCallers)
                (actor, key) = (Others, KeyOf(Others));
            return Callers.TryGetValue(key, out counted) ? counted : Callers[key] = new(actor);
        }

        private static (AuditActorKind Kind, string Id, string? Address) KeyOf(AuditActor actor) => (actor.Kind, actor.Id, actor.Address);
    }

    private sealed class Counted(AuditActor actor)
    {
        public AuditActor Actor => actor;

        public int Recorded { get; set; }

        public int Unrecorded { get; set; }
    }
}
