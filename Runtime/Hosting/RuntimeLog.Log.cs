using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

internal sealed partial class RuntimeLog
{
    [LoggerMessage(1, LogLevel.Warning, "{Activation} could not be activated.")]
    internal partial void ActivationFailed(Exception exception, GrainActivation activation);

    [LoggerMessage(2, LogLevel.Warning, "OnDeactivateAsync of {Activation} failed; it is deactivated all the same.")]
    internal partial void DeactivationFailed(Exception exception, GrainActivation activation);

    [LoggerMessage(3, LogLevel.Warning, "Disposing {Activation} failed.")]
    internal partial void DisposalFailed(Exception exception, GrainActivation activation);

    [LoggerMessage(4, LogLevel.Warning, "A timer tick of {Activation} failed; the next one still comes.")]
    internal partial void TimerFailed(Exception exception, GrainActivation activation);

    [LoggerMessage(5, LogLevel.Warning, "The one-way call {Request} failed.")]
    internal partial void OneWayFailed(Exception exception, GrainRequest request);

    [LoggerMessage(6, LogLevel.Warning, "{Message}")]
    internal partial void TimedOut(string message);

    [LoggerMessage(7, LogLevel.Warning, "The host stopped while {Count} grains were still deactivating.")]
    internal partial void StoppedEarly(int count);
}
