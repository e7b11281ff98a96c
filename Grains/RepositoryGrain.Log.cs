using Microsoft.Extensions.Logging;

namespace CodeGraph.Grains;

internal sealed partial class RepositoryGrain
{
    [LoggerMessage(1, LogLevel.Information, "Index job {Job} of {Source} has started.")]
    private partial void LogStarted(string job, string source);

    [LoggerMessage(2, LogLevel.Information, "Index job {Job} is done after {Elapsed}.")]
    private partial void LogDone(string job, TimeSpan elapsed);

    [LoggerMessage(3, LogLevel.Information, "Index job {Job} was cancelled.")]
    private partial void LogCancelled(string job);

    [LoggerMessage(4, LogLevel.Error, "Index job {Job} has failed.")]
    private partial void LogFailed(Exception exception, string job);

    [LoggerMessage(5, LogLevel.Warning, "How index job {Job} ended could not be recorded.")]
    private partial void LogUnrecorded(Exception exception, string job);

    [LoggerMessage(6, LogLevel.Warning, "Old snapshots could not be removed.")]
    private partial void LogNotRemoved(Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "The first edit could not be prepared for; it will take longer.")]
    private partial void LogNotPrepared(Exception exception);
}
