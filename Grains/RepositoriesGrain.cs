using CodeGraph.Grains.Accounts;
using CodeGraph.Git;
using CodeGraph.Storage;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace CodeGraph.Grains;

/// <summary>The only writer of the list of repositories: no two sources have one name, and a name once given stays.</summary>
internal sealed class RepositoriesGrain(
    [PersistentState("repositories", "codegraph")] IPersistentState<RepositoriesState> state, DataFolder folder, TimeProvider time, EventPublisher events)
    : Grain, IRepositoriesGrain
{
    /// <summary>Another process may have written the list since it was read; then the registration is made anew on what it wrote.</summary>
    private const int WriteAttempts = 8;

    private readonly RecordAge age = RecordAge.OfRepositories(folder, time);
    private (RepositoriesState Of, IReadOnlyList<RepositoryEntry> Entries)? ordered;

    public async Task<RepositoryEntry> Register(string source, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        RepositoryEntry? entry = null;
        if (RepositorySource.IsUrl(source))
            RepositoryGrain.CheckAddress(source);
        var address = GitAddress.WithoutCredentials(source);
        var isNew = false;
        await Change(before => (isNew = (entry = FindSource(address)) is null) ? [.. before, entry = new(FreeName(address), address)] : before, cancellation);

        // Whoever was given a role in the moment that an earlier repository of the name was removed must not hold it in this one.
        if (isNew)
        {
            await GrainFactory.GetMembers(entry!.Name).Clear(cancellation);
            await events.Publish(new(RepositoryEventKind.Registered, entry!.Name));
        }
        return entry!;
    }

    public async Task<bool> Remove(string name, CancellationToken cancellation)
    {
        await state.ReadStateAsync(cancellation);
        if (state.State.Entries.All(e => e.Name != name))
            return false;

        // The name goes last: a removal that fails half-way can be asked for again.
        await GrainFactory.GetGrain<IRepositoryGrain>(name).Remove(cancellation);
        await GrainFactory.GetMembers(name).Clear(cancellation);
        await Change(before => [.. before.Where(e => e.Name != name)], cancellation);
        await events.Publish(new(RepositoryEventKind.Removed, name));
        return true;
    }

    public async Task<RepositoryEntry?> Find(string nameOrSource, CancellationToken cancellation)
    {
        if (FindEntry(GitAddress.WithoutCredentials(nameOrSource)) is { } known)
            return known;
        await state.ReadStateAsync(cancellation);
        return FindEntry(GitAddress.WithoutCredentials(nameOrSource));
    }

    public async Task<IReadOnlyList<RepositoryEntry>> List(CancellationToken cancellation)
    {
        if (!age.IsCurrent)
        {
            var before = age.Now();
            await state.ReadStateAsync(cancellation);
            age.Remember(before);
        }
        if (ordered is not { } known || known.Of != state.State)
            ordered = known = (state.State, [.. state.State.Entries.OrderBy(e => e.Name, StringComparer.Ordinal)]);
        return known.Entries;
    }

    /// <summary>Writes the next list, on what another process wrote meanwhile.</summary>
    private async Task Change(Func<IReadOnlyList<RepositoryEntry>, IReadOnlyList<RepositoryEntry>> next, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = state.State;
            var entries = next(before.Entries);
            if (ReferenceEquals(entries, before.Entries))
                return;
            state.State = new RepositoriesState { Entries = entries };
            try
            {
                await state.WriteStateAsync(cancellation);
                return;
            }
            catch (InconsistentStateException) when (attempt < WriteAttempts)
            {
                await state.ReadStateAsync(cancellation);
            }
            catch (Exception exception)
            {
                state.State = before;
                if (exception is IOException or UnauthorizedAccessException)
                    throw StorageException.Writing(folder.State, exception);
                throw;
            }
        }
    }

    private RepositoryEntry? FindEntry(string nameOrSource) =>
        state.State.Entries.FirstOrDefault(e => e.Name == nameOrSource) ?? FindSource(nameOrSource);

    private RepositoryEntry? FindSource(string source) => state.State.Entries.FirstOrDefault(e => e.Source == source);

    private string FreeName(string source)
    {
        // Case decides nothing: on a file system that ignores it, two such names would share their files.
        var taken = state.State.Entries.Select(e => e.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var name = RepositoryDirectory.NameOf(source);
        if (!taken.Contains(name))
            return name;
        name = RepositoryDirectory.LongNameOf(source);
        var free = name;
        for (var number = 2; taken.Contains(free); number++)
            free = $"{name}-{number}";
        return free;
    }
}

/// <summary>What the directory remembers.</summary>
[GenerateSerializer]
public sealed class RepositoriesState
{
    [Id(0)]
    public IReadOnlyList<RepositoryEntry> Entries { get; set; } = [];
}
