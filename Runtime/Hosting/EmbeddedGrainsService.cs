using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace Orleans.Runtime;

/// <summary>Ties the grains to the host: clocks start with it, and every grain is deactivated before it ends.</summary>
internal sealed class EmbeddedGrainsService(GrainRuntime runtime, ActivationMonitor monitor, IMeterFactory? meters = null) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        monitor.Start();
        if (meters is not null)
            ActivationMetrics.Create(meters, runtime.Directory);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        runtime.BeginStop();
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The host stops.");
        try
        {
            await Task.WhenAll(runtime.Directory.Targets.Select(target => target.StopAsync(reason, cancellationToken)).ToArray());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            runtime.Log.StoppedEarly(runtime.Directory.Count);
        }

        monitor.Dispose();
    }
}
