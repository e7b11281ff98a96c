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
