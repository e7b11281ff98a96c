using CodeGraph.Git;
using CodeGraph.Indexing;
using CodeGraph.Storage;

namespace CodeGraph.Grains.Tests;

public sealed class FollowTests : GrainTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_changes_on_disk_is_answered(bool poll)
    {
        await using var followed = Follow(poll);
        var first = await NextRun(followed);
        Assert.Equal((4, 4), (first.Files, first.ParsedNow));

        Sources.Write("main.py", "def fresh(): pass\n");
        var edited = await NextRun(followed);
        Assert.Equal((4, 1), (edited.Files, edited.ParsedNow));
        Assert.Single((await (await Silo.Current()).Search(new("fresh"), default)).Symbols);

        Sources.Write("more/new.py", "def newest(): pass\n");
        Assert.Equal(5, (await NextRun(followed)).Files);
        Assert.Single((await (await Silo.Current()).Search(new("newest"), default)).Symbols);

        Directory.Delete(Sources.PathOf("more"), recursive: true);
        Assert.Equal(4, (await NextRun(followed)).Files);
        Assert.Empty((await (await Silo.Current()).Search(new("newest"), default)).Symbols);
    }

    [Fact]
    public async Task A_branch_that_is_switched_to_is_answered_and_named()
    {
        Sources.Git("branch", "old");
        Sources.Write("main.py", "def fresh(): pass\n");
        var commit = Sources.Commit("second");
        await using var followed = Follow();
        Assert.Equal(commit, (await NextRun(followed)).Commit);
        Sources.Git("switch", "--quiet", "old");
        Assert.Equal(Sources.Git("rev-parse", "HEAD"), (await NextRun(followed)).Commit);
        Assert.Empty((await (await Silo.Current()).Search(new("fresh"), default)).Symbols);
    }

    [Fact]
    public async Task Edits_do_not_push_out_the_snapshots_of_commits()
    {
        var commit = await Silo.Index(Sources);
        await using var followed = Follow();
        await NextRun(followed);
        for (var edit = 0; edit < 6; edit++)
        {
            Sources.Write("main.py", $"def fresh{edit}(): pass\n");
            await NextRun(followed);
        }
        Assert.Equal(2, Directory.GetFiles(Path.Combine(Data, "repositories", "shop", "snapshots")).Length);
        Assert.Single((await Silo.Grains.GetGrain<ISnapshotGrain>(commit.Summary!.Snapshot).Search(new("buy"), default)).Symbols);
    }

    [Fact]
    public async Task What_is_found_indexed_is_linked_before_the_first_edit()
    {
        var request = new IndexRequest(Sources.Folder, WorkingTree: true);
        var known = await Silo.Index(Sources, workingTree: true);
        await Silo.DisposeAsync();
        var time = TimeProvider.System;
        var (folder, options) = (new DataFolder(Data), new IndexJobOptions());
        var queue = new IndexJobQueue(options);
        var jobs = new IndexJobs(folder, new() { Threads = 2 }, new(options, time), queue, new(queue), time);
        var session = new IndexSession();
        var stored = await jobs.Start(new("shop", request, [new(SnapshotKey.Parse(known.Summary!.Snapshot).Id, null, null, time.GetUtcNow(), Indexer.Engine, known.Summary)], session, FolderChanges.All, time));
        Assert.True(stored.Summary.AlreadyIndexed);
        Assert.False(session.IsLinked);

        await jobs.Prepare("shop", request, session, CancellationToken.None);
        Assert.True(session.IsLinked);
        Sources.Write("shop/orders.py", "def buy(lines): pass\n");
        var edited = await jobs.Start(new("shop", request, [stored], session, new(["shop/orders.py"], IsAll: false), time));
        Assert.Equal((1, 4), (edited.Summary.ParsedNow, edited.Summary.Files));
        Assert.Equal(edited.Summary.Files - edited.Summary.ParsedNow, edited.Summary.FromStore);

        // There is nothing to prepare any more.
        await jobs.Prepare("shop", request, session, new CancellationToken(canceled: true));
    }

    [Fact]
    public async Task An_edit_after_what_was_followed_is_found_indexed_is_answered()
    {
        await Silo.Index(Sources, workingTree: true);
        await using var followed = Follow();
        while (await followed.MoveNextAsync() && followed.Current.Phase != IndexPhase.Done)
        {
        }
        Assert.True(followed.Current.Summary!.AlreadyIndexed);
        Sources.Write("main.py", "def fresh(): pass\n");
        Assert.Equal(1, (await NextRun(followed)).ParsedNow);
        Assert.Single((await (await Silo.Current()).Search(new("fresh"), default)).Symbols);
    }

    [Fact]
    public async Task Only_the_files_of_a_folder_can_be_followed()
    {
        await Refused(new("https://example.org/a.git"));
        await Refused(new(Sources.Folder, "main"));
        await Refused(new("/does/not/exist"));

        async Task Refused(IndexRequest request)
        {
            await using var stream = Silo.Repository().Follow(request, false, default).GetAsyncEnumerator();
            await Assert.ThrowsAsync<ArgumentException>(async () => await stream.MoveNextAsync());
        }
    }

    private IAsyncEnumerator<IndexProgress> Follow(bool poll = false) =>
        Silo.Repository().Follow(new(Sources.Folder, WorkingTree: true), poll, default).GetAsyncEnumerator();

    /// <summary>The next run that found something new.</summary>
    private static async Task<IndexSummary> NextRun(IAsyncEnumerator<IndexProgress> followed)
    {
        while (await followed.MoveNextAsync())
        {
            Assert.NotEqual(IndexPhase.Failed, followed.Current.Phase);
            if (followed.Current is { Phase: IndexPhase.Done, Summary: { AlreadyIndexed: false } summary })
                return summary;
        }
        throw new InvalidOperationException("The stream ended.");
    }
}
