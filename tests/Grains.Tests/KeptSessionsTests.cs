using System.Text;
using CodeGraph.Export;
using CodeGraph.Indexing;
using CodeGraph.Storage;
using CodeGraph.Runtime.Tests;

namespace CodeGraph.Grains.Tests;

public sealed class KeptSessionsTests : GrainTest
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void The_session_of_the_last_job_is_had_by_one_at_a_time()
    {
        using var sessions = new KeptSessions(new() { KeptMemoryBytes = 1000 }, time);
        var session = sessions.Take("a")!;
        sessions.Keep("a", session, 10);
        Assert.NotSame(session, sessions.Take("b"));
        Assert.Same(session, sessions.Take("a"));
        Assert.NotSame(session, sessions.Take("a"));
    }

    [Fact]
    public void The_oldest_goes_where_there_is_no_room_and_the_largest_is_not_kept_at_all()
    {
        using var sessions = new KeptSessions(new() { KeptMemoryBytes = 1000 }, time);
        var all = "abc".ToDictionary(c => c.ToString(), _ => new IndexSession());
        foreach (var (name, session) in all)
            sessions.Keep(name, session, 40);
        Assert.NotSame(all["a"], sessions.Take("a"));
        Assert.Same(all["b"], sessions.Take("b"));
        sessions.Keep("large", new(), 101);
        Assert.NotSame(all["c"], sessions.Take("c"));
        sessions.Keep("b", all["b"], 40);
        sessions.Drop("b");
        Assert.NotSame(all["b"], sessions.Take("b"));
        using var none = new KeptSessions(new(), time);
        Assert.Null(none.Take("a"));
    }

    [Fact]
    public void Nothing_is_kept_for_longer_than_half_an_hour()
    {
        using var sessions = new KeptSessions(new() { KeptMemoryBytes = 1000 }, time);
        var (early, late) = (new IndexSession(), new IndexSession());
        sessions.Keep("early", early, 10);
        time.Advance(TimeSpan.FromMinutes(20));
        sessions.Keep("late", late, 10);
        time.Advance(TimeSpan.FromMinutes(15));
        Assert.NotSame(early, sessions.Take("early"));
        Assert.Same(late, sessions.Take("late"));
    }

    [Fact]
    public async Task Branches_indexed_one_after_the_other_are_those_indexed_from_nothing()
    {
        await Silo.DisposeAsync();
        await using var silo = await TestSilo.Start(Data, jobs: new() { KeptMemoryBytes = 1 << 30 });
        var other = Directory.CreateTempSubdirectory("codegraph-other-").FullName;
        await using var forgetful = await TestSilo.Start(other);
        Sources.Git("switch", "--quiet", "--create", "second");
        Sources.Write("shop/orders.py", "from shop.store import Store\n\nclass Order:\n    def place(self):\n        return Store().keep(self)\n\ndef buy(lines):\n    Order().place()\n");
        Sources.Write("shop/store.py", "class Store:\n    def keep(self, order):\n        return order\n");
        Sources.Commit("second");
        Sources.Git("switch", "--quiet", "--create", "third", "main");
        Sources.Git("mv", "shop/store.py", "shop/stock.py");
        Sources.Write("new.js", "function fresh() { return fresh(); }\n");
        Sources.Commit("third");
        foreach (var branch in new[] { "main", "second", "third", "second", "main" })
        {
            var last = await silo.Index(Sources, branch, force: true);
            Assert.Equal(IndexPhase.Done, last.Phase);
            Assert.Equal(IndexPhase.Done, (await forgetful.Index(Sources, branch, force: true)).Phase);
            Assert.Equal(Exported(other, last.Summary!.Commit!), Exported(Data, last.Summary.Commit!));
        }
        Directory.Delete(other, recursive: true);
    }

    private static string Exported(string data, string commit)
    {
        using var file = SnapshotFile.Open(new DataFolder(data).Snapshot("shop", commit));
        using var lease = file.Lease();
        using var output = new MemoryStream();
        new SnapshotExport(file.Snapshot).Write(output);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
