using CodeGraph.Grains.Audit;

namespace CodeGraph.Gateway.Audit;

/// <summary>Has the refusals that were counted only told in the audit log, once a minute and when the gateway ends.</summary>
internal sealed partial class RefusalCounts(AuditRefusals refusals, TimeProvider time, ILogger<RefusalCounts> logger) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Tell(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(AuditRefusals.Minute, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await Tell(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gateway ends; StopAsync tells of the rest.
        }
    }

    private async Task Tell(CancellationToken cancellation)
    {
        try
        {
            await refusals.Tell(cancellation);
        }
        catch (AuditUnavailableException exception)
        {
            LogUntold(exception);
        }
    }

    [LoggerMessage(EventId = 50, Level = LogLevel.Error, Message = "The audit log cannot be told how much was refused; it is tried again in a minute")]
    private partial void LogUntold(Exception exception);
}
