using CodeGraph.Client;

namespace CodeGraph.Grains.Tests;

/// <summary>A few jobs run, some wait, more are refused.</summary>
public sealed class IndexJobQueueTests
{
    private readonly IndexJobQueue queue = new(new() { AtATime = 1, Waiting = 1 });
    private readonly TaskCompletionSource<int> barrier = new();

    [Fact]
    public async Task A_job_waits_for_its_turn_and_one_more_is_refused()
    {
        var first = queue.Run(() => barrier.Task, default);
        queue.Admit();
        var second = queue.Run(() => Task.FromResult(2), default);
        Assert.Equal((1, 1, false), (queue.Running, queue.Waiting, second.IsCompleted));

        var refused = Assert.Throws<OverloadedException>(queue.Admit);
        Assert.True(refused.RetryAfter > TimeSpan.Zero);

        barrier.SetResult(1);
        Assert.Equal((1, 2), (await first, await second));
        queue.Admit();
    }

    [Fact]
    public async Task A_job_that_is_stopped_while_it_waits_leaves_the_queue_and_one_that_fails_its_turn()
    {
        var first = queue.Run(() => barrier.Task, default);
        using var stop = new CancellationTokenSource();
        var stopped = queue.Run(() => Task.FromResult(2), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        Assert.Equal(0, queue.Waiting);

        barrier.SetException(new IOException("full"));
        await Assert.ThrowsAsync<IOException>(() => first);
        Assert.Equal(3, await queue.Run(() => Task.FromResult(3), default));
    }

    [Fact]
    public void Options_that_would_run_nothing_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new IndexJobOptions { AtATime = 0 }.Validate());
        Assert.Throws<ArgumentException>(() => new IndexJobOptions { Waiting = -1 }.Validate());
        Assert.Throws<ArgumentException>(() => new IndexJobOptions { KeptMemoryBytes = -1 }.Validate());
        Assert.Throws<ArgumentException>(() => new IndexJobOptions { Remotes = { Retries = 0 } }.Validate());
        Assert.Throws<ArgumentException>(() => new IndexJobOptions { Remotes = { FailuresBeforeBreak = 1 } }.Validate());
        new IndexJobOptions().Validate();
    }
}
