using CodeGraph.Client;

namespace CodeGraph.Gateway.Tests;

/// <summary>Callers who share reads, and are told nothing that was read before they asked.</summary>
public sealed class SharedReadsTests
{
    private readonly List<TaskCompletionSource<int>> begun = [];
    private readonly SemaphoreSlim begins = new(0);
    private readonly SharedReads<string, int> reads;

    public SharedReadsTests() => reads = new(_ =>
    {
        var read = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (begun)
            begun.Add(read);
        begins.Release();
        return read.Task;
    });

    [Fact]
    public async Task Who_comes_during_a_read_gets_the_next_together_with_all_others()
    {
        var first = reads.Get("a", default);
        await begins.WaitAsync();
        var later = Enumerable.Range(0, 100).Select(_ => reads.Get("a", default)).ToList();
        begun[0].SetResult(1);
        Assert.Equal(1, await first);
        await begins.WaitAsync();
        Assert.All(later, read => Assert.False(read.IsCompleted));
        begun[1].SetResult(2);

        Assert.All(await Task.WhenAll(later), value => Assert.Equal(2, value));
        Assert.Equal(2, begun.Count);
    }

    [Fact]
    public async Task Keys_do_not_wait_for_one_another()
    {
        _ = reads.Get("a", default);
        await begins.WaitAsync();
        var other = reads.Get("b", default);
        await begins.WaitAsync();
        begun[1].SetResult(7);

        Assert.Equal(7, await other);
    }

    [Fact]
    public async Task A_failure_is_told_to_those_who_shared_it_and_forgotten()
    {
        var first = reads.Get("a", default);
        await begins.WaitAsync();
        begun[0].SetException(new InvalidOperationException("no"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        var second = reads.Get("a", default);
        await begins.WaitAsync();
        begun[1].SetResult(3);

        Assert.Equal(3, await second);
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_read_to_the_others()
    {
        using var patience = new CancellationTokenSource();
        _ = reads.Get("a", default);
        await begins.WaitAsync();
        var (leaves, stays) = (reads.Get("a", patience.Token), reads.Get("a", default));
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        begun[0].SetResult(1);
        await begins.WaitAsync();
        begun[1].SetResult(2);

        Assert.Equal(2, await stays);
    }
}
