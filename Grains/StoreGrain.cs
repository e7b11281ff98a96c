using CodeGraph.Git;
using CodeGraph.Search;
using CodeGraph.Storage;
using Orleans;

namespace CodeGraph.Grains;

/// <summary>Checks and collects the data folder, by what the records of all repositories name.</summary>
internal sealed class StoreGrain(DataFolder folder) : Grain, IStoreGrain
{
    public async Task<StoreCheck> Check(bool repair, CancellationToken cancellation)
    {
        var unreadable = new List<StoreProblem>();
        var repositories = await List(unreadable, cancellation);
        var inspector = new StoreInspector(folder, repositories, repair);
        var texts = 0;
        var findings = await Task.Run<IReadOnlyList<StoreFinding>>(
            () => [.. TextIndexCare.Check(folder, repositories.Select(r => r.Name), repair, out texts), .. inspector.Run(cancellation)], cancellation);
        var problems = findings.Where(f => unreadable.Count == 0 || f.Fault != StoreFault.Orphaned).Select(f => new StoreProblem(Wire(f.Fault), f.Path, f.Message, f.Repaired));

        // A record that cannot be read is found as a file too, where records are files here.
        return new(folder.Root, inspector.Files + texts, [.. unreadable.Where(_ => findings.All(f => f.Fault != StoreFault.Damaged)), .. problems]);
    }

    public async Task<StoreCollection> Collect(bool dryRun, CancellationToken cancellation)
    {
        using var alone = StoreOwnership.Take(folder);
        var unreadable = new List<StoreProblem>();
        var repositories = await List(unreadable, cancellation);
        if (unreadable.Count > 0)
            throw new StorageException($"{unreadable[0].Message} What repositories need is not known, so nothing was removed. 'codegraph doctor --repair' sets the record aside.");
        var collected = await Task.Run<IReadOnlyList<CollectedItem>>(
            () => [.. new StoreCollector(folder, dryRun).Run(alone, repositories, cancellation), .. TextIndexCare.Collect(folder, repositories, dryRun, cancellation)], cancellation);
        return new(folder.Root, dryRun, [.. collected.Select(c => new StoreItem(c.Path, c.Freed, c.Reason))]);
    }

    private async Task<IReadOnlyList<KnownRepository>> List(List<StoreProblem> unreadable, CancellationToken cancellation)
    {
        var known = new List<KnownRepository>();
        IReadOnlyList<RepositoryEntry> entries = [];
        await Try("the list of repositories", async () => entries = await GrainFactory.GetRepositories().List(cancellation));
        foreach (var entry in entries)
        {
            var clone = RepositorySource.IsUrl(entry.Source) ? new GitClone(folder.Clones).FolderOf(entry.Source) : null;
            IReadOnlyList<string> snapshots = [];
            await Try(entry.Name, async () => snapshots = await GrainFactory.GetGrain<IRepositoryGrain>(entry.Name).ListSnapshots());
            known.Add(new(entry.Name, clone, snapshots));
        }
        return known;

        async Task Try(string what, Func<Task> read)
        {
            try
            {
                await read();
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                unreadable.Add(new(Wire(StoreFault.Damaged), folder.State, $"The record of {what} cannot be read: {exception.Message}", Repaired: false));
            }
        }
    }

    private static string Wire(StoreFault fault) => fault.ToString().ToLowerInvariant();
}
