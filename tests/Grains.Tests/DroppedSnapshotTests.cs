using System.Reflection;
using CodeGraph.Client;
using CodeGraph.Grains.Audit;
using Orleans;

namespace CodeGraph.Grains.Tests;

/// <summary>A snapshot that is dropped, as its repository is indexed anew, while somebody is about to ask it.</summary>
public sealed class DroppedSnapshotTests : GrainTest
{
    [Fact]
    public async Task A_snapshot_that_was_opened_answers_after_it_was_dropped()
    {
        var name = await Index();
        var opened = await Graph(Silo.Grains).OpenSnapshot(name);
        await IndexAnew();
        Assert.Empty(Directory.GetFiles(Path.Combine(Data, "repositories", name, "snapshots"), opened.Key.Id + "*"));

        var answer = await opened.Queries.GetSymbol("Order", CancellationToken.None);

        Assert.Equal(opened.Key.ToString(), answer.Source.Snapshot);
    }

    [Fact]
    public async Task Who_names_no_commit_is_answered_by_the_next_where_the_last_was_dropped_before_it_was_opened()
    {
        var name = await Index();
        var isFirst = true;
        var grains = Interposed.Before(Silo.Grains, async () =>
        {
            if (!isFirst)
                return;
            isFirst = false;
            await IndexAnew();
        });

        var opened = await Graph(grains).OpenSnapshot(name);

        Assert.False(isFirst);
        Assert.Equal((await Silo.Repository(name).GetStatus()).Current, opened.Key.ToString());
        Assert.Equal("fresh", (await opened.Queries.GetSymbol("fresh", CancellationToken.None)).Resolution.Symbol!.Name);
    }

    [Fact]
    public async Task A_snapshot_whose_file_is_gone_for_good_is_told()
    {
        var name = await Index();
        foreach (var file in Directory.GetFiles(Path.Combine(Data, "repositories", name, "snapshots")))
            File.Delete(file);

        await Assert.ThrowsAsync<SnapshotNotFoundException>(() => Graph(Silo.Grains).OpenSnapshot(name));
    }

    private static GrainCodeGraph Graph(IGrainFactory grains) => new(grains, FullAccess.Instance, new(new GrainAuditLog(grains), AuditActor.System));

    /// <summary>Of files on disk, the snapshot before is dropped at once.</summary>
    private async Task IndexAnew()
    {
        await File.WriteAllTextAsync(Path.Combine(Sources.Folder, "fresh.py"), "def fresh(): pass\n");
        await Index();
    }

    /// <returns>The name of the repository.</returns>
    private async Task<string> Index()
    {
        var graph = Graph(Silo.Grains);
        var started = await graph.StartIndex(new(Sources.Folder, WorkingTree: true));
        await foreach (var progress in graph.WatchIndex(started.Repository))
            Assert.NotEqual(IndexPhase.Failed, progress.Phase);
        return started.Repository;
    }

    /// <summary>The grains themselves, with something that happens just before a snapshot is opened.</summary>
    private class Interposed : DispatchProxy
    {
        private object target = null!;
        private Func<Task> before = null!;

        public static IGrainFactory Before(IGrainFactory grains, Func<Task> before) => Around(grains, before);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == nameof(ISnapshotGrain.Hold))
                return HoldAfter((CancellationToken)args![0]!);
            var result = targetMethod.Invoke(target, args);
            return result is ISnapshotGrain snapshot && targetMethod.ReturnType == typeof(ISnapshotGrain) ? Around(snapshot, before) : result;
        }

        private static T Around<T>(T target, Func<Task> before)
            where T : class
        {
            var proxy = Create<T, Interposed>();
            ((Interposed)(object)proxy).target = target;
            ((Interposed)(object)proxy).before = before;
            return proxy;
        }

        private async Task HoldAfter(CancellationToken cancellation)
        {
            await before();
            await ((ISnapshotGrain)target).Hold(cancellation);
        }
    }
}
