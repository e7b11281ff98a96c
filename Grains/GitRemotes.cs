using System.Collections.Concurrent;
using System.Globalization;
using CodeGraph.Git;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace CodeGraph.Grains;

/// <summary>Asks remote repositories: again where the network or the server failed, and not for a while where one has failed again and again.</summary>
internal sealed class GitRemotes(IndexJobOptions jobs, TimeProvider time)
{
    /// <summary>Failures that lie further apart than this do not add up.</summary>
    private static readonly TimeSpan FailureMemory = TimeSpan.FromMinutes(10);

    private readonly GitRemoteOptions options = jobs.Remotes;

    /// <summary>By address without credentials. A registered repository has one, so they stay few.</summary>
    private readonly ConcurrentDictionary<string, ResiliencePipeline> pipelines = new(StringComparer.Ordinal);

    public Task Ask(string address, Func<CancellationToken, Task> ask, CancellationToken cancellation) => Ask(
        address,
        async c =>
        {
            await ask(c);
            return true;
        },
        cancellation);

    /// <exception cref="GitException">The remote failed (<see cref="GitError.RemoteUnavailable"/>), or is left alone for now; the message says until when.</exception>
    public async Task<T> Ask<T>(string address, Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        var remote = GitAddress.Parse(address).Url;
        try
        {
            return await pipelines.GetOrAdd(remote, _ => Build()).ExecuteAsync(async c => await ask(c), cancellation);
        }
        catch (BrokenCircuitException exception)
        {
            var until = time.GetUtcNow() + (exception.RetryAfter ?? options.Break);
            throw new GitException(
                GitError.RemoteUnavailable,
                string.Create(CultureInfo.InvariantCulture, $"'{remote}' has failed again and again and is left alone until {until:HH:mm:ss} UTC. See to the remote or the network, and index again then."),
                exception);
        }
    }

    private ResiliencePipeline Build()
    {
        var failed = new PredicateBuilder().Handle<GitException>(e => e.IsTransient);
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = failed,
                MaxRetryAttempts = options.Retries,
                Delay = options.Delay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = failed,
                FailureRatio = 1,
                MinimumThroughput = options.FailuresBeforeBreak,
                SamplingDuration = FailureMemory,
                BreakDuration = options.Break,
            })
            .Build();
    }
}
