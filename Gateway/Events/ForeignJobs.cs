using CodeGraph.Client;
using CodeGraph.Grains;
using Orleans;

namespace CodeGraph.Gateway.Events;

/// <summary>
/// Notices what other processes indexed in the same data folder (<c>codegraph index</c> in a shell), and has it told. Looked for four times a second by the time of two
/// folders, which works on every file system and costs less than what the system has to be asked for to tell of changes.
/// </summary>
internal sealed partial class ForeignJobs(IGrainFactory grains, IRecordClock clock, TimeProvider time, ILogger<ForeignJobs> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>The current snapshot of each repository, as it was at the last look.</summary>
    private Dictionary<string, SnapshotInfo> seen = [];

    private RecordTime? looked;

    /// <summary>What there is before the first request is not told: who listens asks for that.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Look(tell: false, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await Look(tell: true, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gateway ends.
        }
    }

    private async Task Look(bool tell, CancellationToken cancellation)
    {
        // Null where records were written just now: there will be another look.
        var now = clock.Now();
        if (now is not null && now == looked)
            return;
        try
        {
            var current = new Dictionary<string, SnapshotInfo>(StringComparer.Ordinal);
            foreach (var (name, _) in await grains.GetRepositories().List(cancellation))
            {
                var repository = grains.GetGrain<IRepositoryGrain>(name);
                if ((await repository.GetRecord()).Snapshots is not [.., var last])
                    continue;
                current[name] = last;
                if (tell && (!seen.TryGetValue(name, out var before) || before != last))
                    await repository.TellIndexed();
            }
            (seen, looked) = (current, now);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            LogUnseen(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What other processes indexed could not be read; it is looked for again")]
    private partial void LogUnseen(Exception exception);
}
