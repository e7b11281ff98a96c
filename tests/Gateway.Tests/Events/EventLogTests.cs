using CodeGraph.Client;
using CodeGraph.Gateway.Events;
using CodeGraph.Grains;

namespace CodeGraph.Gateway.Tests.Events;

/// <summary>The latest events, and those who read them.</summary>
public sealed class EventLogTests
{
    private static readonly EventPosition Start = new("epoch", 0);

    [Fact]
    public void Readers_get_every_event_behind_their_position_in_order()
    {
        var log = Filled(5);

        Assert.Equal([1, 2, 3, 4, 5], Numbers(log.ReadAfter(Start)));
        Assert.Equal([4, 5], Numbers(log.ReadAfter(new("epoch", 3))));
        Assert.Empty(Numbers(log.ReadAfter(new("epoch", 5))));
    }

    [Fact]
    public void Who_falls_behind_the_oldest_event_is_told()
    {
        var log = Filled(10, capacity: 4);

        Assert.Equal([7, 8, 9, 10], Numbers(log.ReadAfter(new("epoch", 6))));
        Assert.True(log.ReadAfter(new("epoch", 5)).IsReset);
        Assert.Equal(10, log.ReadAfter(new("epoch", 5)).Last.Number);
    }

    [Theory]
    [InlineData("other", 3)]
    [InlineData("epoch", 6)]
    [InlineData("epoch", long.MaxValue)]
    public void A_position_that_nobody_gave_out_is_a_reset(string epoch, long number) => Assert.True(Filled(5).ReadAfter(new(epoch, number)).IsReset);

    [Fact]
    public void A_mirror_takes_events_over_and_starts_anew_where_some_are_missing()
    {
        var (origin, mirror) = (Filled(3), new EventLog(Start));
        mirror.TakeOver(origin.ReadAfter(null));
        Assert.Equal([1, 2, 3], Numbers(mirror.ReadAfter(Start)));

        origin.Append(Happening("a"), default);
        origin.Append(Happening("a"), default);
        mirror.TakeOver(origin.ReadAfter(new("epoch", 4)));
        Assert.True(mirror.ReadAfter(new("epoch", 3)).IsReset);
        Assert.Equal([5], Numbers(mirror.ReadAfter(new("epoch", 4))));

        mirror.TakeOver(new(new("later", 0), IsReset: true, []));
        Assert.True(mirror.ReadAfter(new("epoch", 5)).IsReset);
        Assert.Equal(new("later", 0), mirror.Last);
    }

    [Fact]
    public async Task Many_readers_lose_nothing_while_events_come()
    {
        const int events = 2000;
        var log = new EventLog(Start);
        var readers = Enumerable.Range(0, 50).Select(_ => Task.Run(() => Collect(new(log, null, _ => RepositoryRole.Reader), Start, events))).ToList();
        await Task.Run(() => Fill(log, events));

        foreach (var read in await Task.WhenAll(readers))
            Assert.Equal(Enumerable.Range(1, events).Select(n => $"epoch-{n}"), read.Select(m => m.Id));
    }

    [Fact]
    public async Task A_reader_who_does_not_read_holds_up_nobody_and_gets_a_reset()
    {
        var log = new EventLog(Start, capacity: 16);
        await using var slow = new EventReader(log, null, _ => RepositoryRole.Reader).Read(null, CancellationToken.None).GetAsyncEnumerator();
        var first = slow.MoveNextAsync();
        Fill(log, 1);
        Assert.True(await first);
        Assert.Equal("epoch-1", slow.Current.Id);

        Fill(log, 1000);
        Assert.True(await slow.MoveNextAsync());
        Assert.Equal((EventMessage.ResetKind, "epoch-1001"), (slow.Current.Kind, slow.Current.Id));
        Fill(log, 1);
        Assert.True(await slow.MoveNextAsync());
        Assert.Equal("epoch-1002", slow.Current.Id);
    }

    [Fact]
    public async Task What_a_listener_may_not_see_any_more_is_not_told_from_then_on()
    {
        var log = new EventLog(Start);
        var role = RepositoryRole.Reader;
        await using var events = new EventReader(log, null, name => name == "secret" ? role : RepositoryRole.Reader).Read(Start, CancellationToken.None).GetAsyncEnumerator();

        log.Append(Happening("secret"), default);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("secret", events.Current.Repository);
        role = RepositoryRole.None;
        log.Append(Happening("secret"), default);
        log.Append(Happening("shop"), default);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("shop", events.Current.Repository);
        role = RepositoryRole.Reader;
        log.Append(Happening("secret"), default);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(("secret", "epoch-4"), (events.Current.Repository, events.Current.Id));
    }

    [Theory]
    [InlineData("abc-12", "abc", 12)]
    [InlineData("a-b-0", "a-b", 0)]
    public void Ids_are_read_as_they_are_written(string text, string epoch, long number)
    {
        Assert.Equal(new EventPosition(epoch, number), EventPosition.TryParse(text));
        Assert.Equal(text, new EventPosition(epoch, number).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("-12")]
    [InlineData("abc-")]
    [InlineData("abc-+1")]
    [InlineData("abc-99999999999999999999")]
    public void Other_texts_are_no_ids(string text) => Assert.Null(EventPosition.TryParse(text));

    private static async Task<List<EventMessage>> Collect(EventReader reader, EventPosition after, int count)
    {
        var read = new List<EventMessage>();
        await foreach (var message in reader.Read(after, CancellationToken.None))
        {
            read.Add(message);
            if (read.Count == count)
                break;
        }
        return read;
    }

    private static EventLog Filled(int events, int capacity = EventLog.DefaultCapacity)
    {
        var log = new EventLog(Start, capacity);
        Fill(log, events);
        return log;
    }

    private static void Fill(EventLog log, int events)
    {
        for (var i = 0; i < events; i++)
            log.Append(Happening("shop"), DateTimeOffset.UnixEpoch);
    }

    private static RepositoryHappening Happening(string repository) => new(RepositoryEventKind.Registered, repository);

    private static IEnumerable<long> Numbers(RepositoryEventBatch batch) => batch.Events.Select(e => e.Id.Number);
}
