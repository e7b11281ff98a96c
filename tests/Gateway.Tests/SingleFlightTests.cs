using CodeGraph.Gateway.Caching;

namespace CodeGraph.Gateway.Tests;

/// <summary>Those who want the same at the same time share the work, and nobody's going ends it for the others.</summary>
public sealed class SingleFlightTests
{
    private readonly SingleFlight<string, int> flights = new();
    private readonly List<(TaskCompletionSource<int> Work, CancellationToken Ended)> begun = [];

    [Fact]
    public async Task The_same_is_done_once_for_all_who_want_it_meanwhile()
    {
        var waiting = Enumerable.Range(0, 100).Select(_ => Want("a")).ToList();
        var other = Want("b");
        Assert.Equal(2, begun.Count);
        begun[0].Work.SetResult(7);
        begun[1].Work.SetResult(8);

        Assert.All(await Task.WhenAll(waiting), result => Assert.Equal(7, result));
        Assert.Equal(8, await other);
    }

    [Fact]
    public async Task Who_comes_after_the_end_begins_anew()
    {
        var first = Want("a");
        begun[0].Work.SetException(new InvalidOperationException("busy"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        var second = Want("a");
        begun[1].Work.SetResult(1);

        Assert.Equal(1, await second);
    }

    [Fact]
    public async Task One_who_gives_up_ends_it_for_nobody_else()
    {
        using var impatient = new CancellationTokenSource();
        var first = Want("a", impatient.Token);
        var second = Want("a");
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(begun[0].Ended.IsCancellationRequested);
        begun[0].Work.SetResult(3);

        Assert.Equal(3, await second);
    }

    [Fact]
    public async Task The_last_who_gives_up_ends_the_work_and_who_comes_then_begins_anew()
    {
        using var impatient = new CancellationTokenSource();
        var waiting = new[] { Want("a", impatient.Token), Want("a", impatient.Token) };
        await impatient.CancelAsync();
        foreach (var wait in waiting)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.True(begun[0].Ended.IsCancellationRequested);
        var later = Want("a");
        begun[0].Work.SetCanceled(begun[0].Ended);
        begun[1].Work.SetResult(5);

        Assert.Equal(5, await later);
    }

    private Task<int> Want(string key, CancellationToken cancellation = default) => flights.Run(
        key,
        ended =>
        {
            var work = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            begun.Add((work, ended));
            return work.Task;
        },
        cancellation);
}
