using System.Globalization;
using CodeGraph.Client;
using CodeGraph.Grains.Audit;
using CodeGraph.Runtime.Tests;

namespace CodeGraph.Grains.Tests;

/// <summary>What is refused is recorded, and whoever is refused cannot fill the log.</summary>
public sealed class AuditRefusalsTests : GrainTest
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly AuditActor Ada = AuditActor.User("u1", "ada", address: "192.0.2.1");
    private static readonly AuditActor Bob = AuditActor.User("u2", "bob", address: "192.0.2.1");

    private readonly FakeTimeProvider time = new();
    private readonly Lazy<AuditRefusals> refusals;

    public AuditRefusalsTests() => refusals = new(() => new(new GrainAuditLog(Silo.Grains), time, perCaller: 3));

    private AuditRefusals Refusals => refusals.Value;

    [Fact]
    public async Task The_first_of_a_minute_are_entries_and_the_others_are_counted()
    {
        await Refuse(Ada, 3 + 37);
        await Refuse(Bob, 2);
        time.Advance(AuditRefusals.Minute);
        await Refusals.Tell(None);

        Assert.Equal(
            ["ada endpoint.ask", "ada endpoint.ask", "ada endpoint.ask", "bob endpoint.ask", "bob endpoint.ask", "ada audit.refusals 37 more since 1970-01-01T00:00:00Z"],
            await Lines());
    }

    [Fact]
    public async Task The_next_minute_begins_with_what_was_counted_in_the_last()
    {
        await Refuse(Ada, 5);
        time.Advance(AuditRefusals.Minute);
        await Refuse(Bob, 1);

        Assert.Equal(["ada audit.refusals 2 more since 1970-01-01T00:00:00Z", "bob endpoint.ask"], (await Lines()).Skip(3));
    }

    [Fact]
    public async Task A_caller_who_is_counted_leaves_the_others_their_entries()
    {
        await Refuse(Ada, 1000);
        await Refuse(Bob, 3);

        Assert.Equal(3, (await Lines()).Count(l => l == "bob endpoint.ask"));
    }

    [Fact]
    public async Task Callers_without_number_fill_the_log_no_more_than_a_few_and_all_are_counted()
    {
        const int Callers = 2000;
        const int Recorded = 3 * 30;
        for (var i = 0; i < Callers; i++)
            await Refuse(AuditActor.Anonymous(string.Create(CultureInfo.InvariantCulture, $"address {i}")), 2);
        Assert.Equal(Recorded, (await Entries()).Count);
        await Refusals.Tell(None);

        var counts = (await Entries()).Skip(Recorded).Select(e => int.Parse(e.Detail!.Split(' ')[0], CultureInfo.InvariantCulture)).ToList();
        Assert.InRange(counts.Count, 1, 1001);
        Assert.Equal((2 * Callers) - Recorded, counts.Sum());
    }

    [Fact]
    public async Task What_cannot_be_told_is_told_later()
    {
        await Refuse(Ada, 5);
        var log = Directory.GetFiles(Path.Combine(Data, "audit"), "*.log").Single();
        var written = await File.ReadAllBytesAsync(log);
        await File.AppendAllTextAsync(log, "no entry\n");
        await Assert.ThrowsAsync<AuditUnavailableException>(() => Refusals.Tell(None));
        await File.WriteAllBytesAsync(log, written);

        await Refuse(Ada, 4);
        await Refusals.Tell(None);

        Assert.Equal("ada audit.refusals 3 more since 1970-01-01T00:00:00Z", (await Lines())[^1]);
    }

    [Fact]
    public async Task Refusals_at_once_are_all_recorded_or_counted()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Refuse(Ada, 500))));
        await Refusals.Tell(None);

        Assert.Equal([.. Enumerable.Repeat("ada endpoint.ask", 3), "ada audit.refusals 3997 more since 1970-01-01T00:00:00Z"], await Lines());
    }

    private async Task Refuse(AuditActor actor, int times)
    {
        for (var i = 0; i < times; i++)
            await Refusals.Record(new(AuditActions.EndpointAsk, actor, AuditOutcome.Denied), None);
    }

    private async Task<List<string>> Lines() => [.. (await Entries()).Select(e => $"{e.Actor.Name} {e.Action} {e.Detail}".TrimEnd())];

    /// <summary>The oldest first.</summary>
    private async Task<List<AuditRecord>> Entries()
    {
        var entries = new List<AuditRecord>();
        var graph = new GrainCodeGraph(Silo.Grains, FullAccess.Instance, new(new GrainAuditLog(Silo.Grains), AuditActor.System));
        string? cursor = null;
        do
        {
            var page = await graph.ReadAudit(new(Limit: 1000, Cursor: cursor));
            entries.AddRange(page.Entries);
            cursor = page.Cursor;
        }
        while (cursor is not null);
        entries.Reverse();
        return entries;
    }
}
