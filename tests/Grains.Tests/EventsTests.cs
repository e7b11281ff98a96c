using CodeGraph.Git;
using CodeGraph.Runtime.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodeGraph.Grains.Tests;

/// <summary>What happens to repositories is told once, in order, to whoever listens.</summary>
public sealed class EventsTests : GrainTest
{
    [Fact]
    public async Task Registration_jobs_and_removal_are_told_in_their_order()
    {
        var repositories = Silo.Grains.GetRepositories();
        await repositories.Register(Sources.Folder, CancellationToken.None);
        await repositories.Register(Sources.Folder, CancellationToken.None);
        var name = (await repositories.List(CancellationToken.None)).Single().Name;
        await Silo.Index(Sources, name: name);
        await Silo.Index(Sources, name: name, force: true);
        await repositories.Remove(name, CancellationToken.None);

        var events = await ReadUntil(RepositoryEventKind.Removed);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(n => (long)n), events.Select(e => e.Id.Number));
        Assert.All(events, e => Assert.Equal(name, e.Happened.Repository));
        Assert.Equal(
            [RepositoryEventKind.Registered, RepositoryEventKind.Indexed, RepositoryEventKind.Indexed, RepositoryEventKind.Removed],
            events.Select(e => e.Happened.Kind).Where(k => k != RepositoryEventKind.Progress));
        Assert.Equal($"{name}@{Sources.Git("rev-parse", "HEAD")}", events.First(e => e.Happened.Kind == RepositoryEventKind.Indexed).Happened.Snapshot);
    }

    [Fact]
    public async Task A_job_that_fails_says_why()
    {
        using var empty = Git.TemporaryRepository.Empty();
        await Silo.Index(empty, name: "empty");

        var last = (await ReadUntil(RepositoryEventKind.Failed))[^1].Happened;
        Assert.Equal((IndexPhase.Failed, null), (last.Progress!.Phase, last.Snapshot));
        Assert.NotEqual("", last.Progress.Message);
    }

    [Fact]
    public async Task After_a_restart_a_position_of_before_is_a_reset()
    {
        await Silo.Index(Sources);
        var before = (await ReadUntil(RepositoryEventKind.Indexed))[^1].Id;
        await Restart();

        await foreach (var batch in Events.Watch(before, CancellationToken.None))
        {
            Assert.True(batch.IsReset);
            Assert.NotEqual(before.Epoch, batch.Last.Epoch);
            break;
        }
    }

    [Fact]
    public async Task A_long_job_is_told_of_twice_a_second_whatever_it_does()
    {
        var time = new FakeTimeProvider();
        var run = new IndexRun("shop", new(Sources.Folder), [], null, FolderChanges.All, time);
        var following = new EventPublisher(Silo.Grains, time, NullLogger<EventPublisher>.Instance).Follow(run, Task.CompletedTask);
        await using var batches = Events.Watch(null, CancellationToken.None).GetAsyncEnumerator();
        var told = new List<RepositoryEvent>();
        for (var half = 1; half <= 20; half++)
        {
            await ReadUpTo(half);
            time.Advance(TimeSpan.FromMilliseconds(500));
        }
        run.End(run.ToLast(IndexPhase.Done));
        await following;

        // What the clock's last step had to be told of may come before the end or not at all.
        while (told[^1].Happened.Kind != RepositoryEventKind.Indexed)
            await ReadUpTo(told.Count + 1);
        Assert.All(told.SkipLast(1), e => Assert.Equal(RepositoryEventKind.Progress, e.Happened.Kind));

        async Task ReadUpTo(int count)
        {
            while (told.Count < count && await batches.MoveNextAsync())
                told.AddRange(batches.Current.Events);
        }
    }

    [Fact]
    public async Task What_another_process_indexed_is_told_once_and_own_jobs_are_not_told_again()
    {
        await Silo.Index(Sources);
        await Silo.Repository().TellIndexed();
        Sources.Write("more.py", "def more(): pass\n");
        Sources.Commit("More");
        await using (var other = await TestSilo.Start(Data))
            await other.Index(Sources);
        await Silo.Repository().TellIndexed();
        await Silo.Repository().TellIndexed();
        await Silo.Index(Sources, force: true);
        await Silo.Grains.GetRepositories().Register(Sources.Folder, CancellationToken.None);

        var told = (await ReadUntil(RepositoryEventKind.Registered)).Where(e => e.Happened.Kind == RepositoryEventKind.Indexed).Select(e => e.Happened).ToList();
        Assert.Equal(3, told.Count);
        Assert.Equal($"shop@{Sources.Git("rev-parse", "HEAD")}", told[1].Snapshot);
        Assert.Equal(IndexPhase.Done, told[1].Progress!.Phase);
    }

    private IRepositoryEventsGrain Events => Silo.Grains.GetGrain<IRepositoryEventsGrain>(IRepositoryEventsGrain.Key);

    private async Task<List<RepositoryEvent>> ReadUntil(RepositoryEventKind kind)
    {
        var events = new List<RepositoryEvent>();
        await foreach (var batch in Events.Watch(null, CancellationToken.None))
        {
            Assert.False(batch.IsReset);
            events.AddRange(batch.Events);
            if (events.Any(e => e.Happened.Kind == kind))
                break;
        }
        return events;
    }
}
