using CodeGraph.Git;
using CodeGraph.Graph;
using CodeGraph.Indexing;
using CodeGraph.Model;
using CodeGraph.Parsing;
using CodeGraph.Storage;

namespace CodeGraph.Tests.Indexing;

public sealed class IndexerTests : IDisposable
{
    private readonly TemporaryRepository repository = TemporaryRepository.With(
        ("app/orders.py", "from app.store import save\n\nclass Order:\n    def place(self):\n        save(self)\n"),
        ("app/store.py", "def save(order):\n    return write(order)\n\ndef write(order):\n    pass\n"),
        ("package.json", "{\"name\":\"app\"}"),
        ("README.md", "# text"));

    private string Facts => Path.Combine(repository.Folder, ".git", "facts");

    [Fact]
    public async Task A_commit_becomes_a_graph()
    {
        var result = await Build();
        var snapshot = new Snapshot(result.Data);
        Assert.Equal(["app/orders.py", "app/store.py"], Enumerable.Range(0, snapshot.FileCount).Select(snapshot.Path));
        Assert.Equal(2, result.ParsedNow);
        var hop = Assert.Single(new Traversal(snapshot).Callers([snapshot.FindId("app/store.py#write")], new()).Hops);
        Assert.Equal("app/store.py#save", snapshot.Id(hop.From));
        Assert.Equal((2, 12, Tier.Exact), (hop.Line, hop.Column, hop.Tier));
        Assert.Equal("main", result.Properties.Reference);
        Assert.Equal(repository.Git("rev-parse", "HEAD"), snapshot.Properties.Commit);
        Assert.False(snapshot.Properties.WorkingTree);
    }

    [Fact]
    public async Task What_was_parsed_once_is_not_parsed_again()
    {
        using (var facts = FactsStore.OpenForWriting(Facts))
            Assert.Equal((2, 0), Counts(await Build(facts)));
        repository.Write("app/store.py", "def save(order): pass\n");
        repository.Commit("second");
        using var again = FactsStore.OpenForWriting(Facts);
        Assert.Equal((1, 1), Counts(await Build(again)));
        Assert.Equal((0, 2), Counts(await Build(again)));
    }

    [Fact]
    public async Task A_cancelled_run_is_continued_by_the_next()
    {
        for (var i = 0; i < 300; i++)
            repository.Write($"many/f{i}.py", $"def f{i}(): return f{i + 1}()\n");
        repository.Commit("many");
        using var facts = FactsStore.OpenForWriting(Facts);
        using var stop = new CancellationTokenSource();
        var tracker = new IndexTracker(TimeProvider.System) { FileDone = done => { if (done == 100) stop.Cancel(); } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Build(facts, tracker: tracker, cancellation: stop.Token));
        Assert.InRange(facts.Count, 1, 301);
        var known = facts.Count;
        Assert.Equal((302 - known, known), Counts(await Build(facts)));
    }

    [Fact]
    public async Task The_graph_is_the_same_whatever_the_threads_do()
    {
        for (var i = 0; i < 100; i++)
            repository.Write($"many/f{i}.py", $"import f{i / 2}\nclass C{i}:\n    def m(self): return f{i / 3}.C{i / 3}().m()\n");
        repository.Commit("many");
        var alone = (await Build(threads: 1)).Data;
        using var facts = FactsStore.OpenForWriting(Facts);
        foreach (var together in new[] { await Build(facts, threads: 4), await Build(facts, threads: 3), await Build(threads: 8) })
        {
            foreach (var section in Enum.GetValues<SnapshotSection>().Where(s => s != SnapshotSection.Properties))
                Assert.True(alone[section].Span.SequenceEqual(together.Data[section].Span), section.ToString());
        }
    }

    [Fact]
    public async Task What_cannot_be_parsed_is_counted_with_its_reason()
    {
        repository.Write("big.py", string.Concat(Enumerable.Repeat("x = 1\n", 500_000)));
        repository.Write("data.py", [0, 1, 2, 3, 0, 0, 5]);
        repository.Write("slow.py", string.Concat(Enumerable.Repeat("x = [1, 2, 3]\n", 60_000)));
        repository.Commit("odd");
        using var facts = FactsStore.OpenForWriting(Facts);
        var limits = new ParseLimits { BaseBytes = 1 << 20, BytesPerSourceByte = 1 };
        var result = await Build(facts, limits: limits);
        Assert.Equal(1, result.Properties.Skipped["tooLarge"]);
        Assert.Equal(1, result.Properties.Skipped["binary"]);
        Assert.StartsWith("slow.py: ", Assert.Single(result.Properties.Failed), StringComparison.Ordinal);
        Assert.Equal(2, result.ParsedNow);

        // Known to fail, until it is asked to try again.
        Assert.Single((await Build(facts)).Properties.Failed);
        Assert.Empty((await Build(facts, retry: true)).Properties.Failed);
    }

    [Fact]
    public async Task A_working_tree_is_read_from_disk()
    {
        repository.Write("app/new.py", "def fresh(): pass\n");
        await using var tree = await SourceTree.OpenWorkingTree(repository.Folder, Indexer.Sources);
        var result = await Build(tree: tree);
        Assert.True(result.Properties.WorkingTree);
        Assert.True(new Snapshot(result.Data).FindId("app/new.py#fresh") >= 0);
    }

    [Fact]
    public async Task A_tree_without_sources_is_an_empty_graph()
    {
        using var empty = TemporaryRepository.With(("README.md", "nothing"));
        await using var tree = await SourceTree.OpenCommit(empty.Folder, null, Indexer.Sources);
        var result = await Build(tree: tree);
        var snapshot = new Snapshot(result.Data);
        Assert.Equal(0, snapshot.SymbolCount);
        Assert.Empty(snapshot.Resolve("anything").Symbols);
    }

    public void Dispose() => repository.Dispose();

    private static (int ParsedNow, int FromStore) Counts(IndexResult result) => (result.ParsedNow, result.FromStore);

    private async Task<IndexResult> Build(
        FactsStore? facts = null, int threads = 2, ParseLimits? limits = null, bool retry = false, IndexTracker? tracker = null, SourceTree? tree = null,
        CancellationToken cancellation = default)
    {
        var indexer = new Indexer(new() { Threads = threads, ParseLimits = limits ?? new(), RetryFailures = retry }, TimeProvider.System);
        await using var opened = tree is null ? await SourceTree.OpenCommit(repository.Folder, null, Indexer.Sources, cancellation) : null;
        return await indexer.Build(tree ?? opened!, repository.Folder, null, facts, tracker ?? new(TimeProvider.System), cancellation);
    }
}
