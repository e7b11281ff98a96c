namespace CodeGraph.Grains.Tests;

/// <summary>Long answers in pages and in parts.</summary>
public sealed class PagingTests : GrainTest
{
    [Fact]
    public async Task Pages_follow_one_another_without_gap_or_overlap()
    {
        var snapshot = await Indexed();
        var whole = await snapshot.Callers(new("Order.check", Depth: 3), default);
        var pages = new List<RelationInfo>();
        string? cursor = null;
        do
        {
            var page = await snapshot.Callers(new("Order.check", Depth: 3, Limit: 1, Cursor: cursor), default);
            Assert.Equal((whole.Total, page.Cursor is not null), (page.Total, page.Truncated));
            pages.AddRange(page.Relations);
            cursor = page.Cursor;
        }
        while (cursor is not null);
        Assert.Equal(whole.Relations.Select(r => r.Site), pages.Select(r => r.Site));
        Assert.Null(whole.Cursor);
    }

    [Fact]
    public async Task A_cursor_of_another_snapshot_or_question_is_refused()
    {
        var first = await Indexed();
        var cursor = (await first.Callers(new("Order.check", Depth: 3, Limit: 1), default)).Cursor!;
        Assert.Contains("another question", (await Refused(first, new("Order.check", Depth: 2, Cursor: cursor))).Message, StringComparison.Ordinal);
        Assert.Contains("another question", (await Assert.ThrowsAsync<InvalidCursorException>(() => first.Callees(new("Order.check", Depth: 3, Cursor: cursor), default))).Message, StringComparison.Ordinal);
        Assert.Contains("no cursor", (await Refused(first, new("Order.check", Depth: 3, Cursor: "next"))).Message, StringComparison.Ordinal);
        Assert.Contains("no cursor", (await Refused(first, new("Order.check", Depth: 3, Cursor: ""))).Message, StringComparison.Ordinal);

        var before = Sources.Git("rev-parse", "HEAD");
        Sources.Write("later.py", "def later(): pass\n");
        Sources.Commit("later");
        var second = await Indexed();
        Assert.Contains("snapshot of " + before, (await Refused(second, new("Order.check", Depth: 3, Cursor: cursor))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_is_the_whole_answer()
    {
        var snapshot = await Indexed();
        var whole = await snapshot.Callees(new("buy", Depth: 3), default);
        var parts = new List<RelationsAnswer>();
        await foreach (var part in snapshot.StreamCallees(new("buy", Depth: 3, Limit: 1), default))
            parts.Add(part);
        Assert.Equal(whole.Relations.Select(r => r.Site), parts.SelectMany(p => p.Relations).Select(r => r.Site));
        Assert.Equal((whole.Total, false, whole.Uncertainty), (parts[^1].Total, parts[^1].Truncated, parts[^1].Uncertainty));
        await foreach (var part in snapshot.StreamCallers(new("check"), default))
            Assert.Equal(Match.Several, part.Resolution.Match);
    }

    [Fact]
    public async Task Tiers_narrow_the_walk_and_what_they_leave_out_is_counted()
    {
        var snapshot = await Indexed();
        var all = await snapshot.Callees(new("buy"), default);
        var exact = await snapshot.Callees(new("buy", Tiers: Model.TierSet.Exact), default);
        Assert.All(exact.Relations, r => Assert.Equal(Model.Tier.Exact, r.Tier));
        Assert.Equal(all.Total - exact.Total, exact.OtherTiers);
        Assert.True(exact.OtherTiers > 0);
    }

    private static Task<InvalidCursorException> Refused(ISnapshotGrain snapshot, TraversalQuery query) =>
        Assert.ThrowsAsync<InvalidCursorException>(() => snapshot.Callers(query, default));

    private async Task<ISnapshotGrain> Indexed()
    {
        await Silo.Index(Sources);
        return await Silo.Current();
    }
}
