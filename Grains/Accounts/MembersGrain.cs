using CodeGraph.Client;
using CodeGraph.Storage;
using Orleans;
using Orleans.Runtime;

namespace CodeGraph.Grains.Accounts;

/// <summary>
/// Whom to ask for their role in a repository. A user is noted here before they get a role and until it is taken away, so nobody who holds one is
/// ever missing; who holds none is left out of the answer.
/// </summary>
internal sealed class MembersGrain([PersistentState("members", "codegraph")] IPersistentState<MembersState> stored, DataFolder folder, TimeProvider time)
    : Grain, IMembersGrain
{
    private readonly AccountState<MembersState> state = new(stored, folder, time);

    private string Repository => this.GetPrimaryKeyString();

    public async Task Set(string userId, RepositoryRole role, CancellationToken cancellation)
    {
        if (role != RepositoryRole.None)
            await state.Change(s => s.Users.Contains(userId) ? s : s with { Users = [.. s.Users, userId] }, cancellation);
        await GrainFactory.GetUser(userId).SetRepositoryRole(Repository, role, cancellation);
        if (role == RepositoryRole.None)
            await state.Change(s => s.Users.Contains(userId) ? s with { Users = [.. s.Users.Where(u => u != userId)] } : s, cancellation);
    }

    public async Task<IReadOnlyList<Member>> List(CancellationToken cancellation)
    {
        var users = await Task.WhenAll((await state.Read(cancellation)).Users.Select(id => GrainFactory.GetUser(id).Get(cancellation)));
        return
        [
            .. users.OfType<UserInfo>().Select(u => new Member(u.Name, u.Repositories.GetValueOrDefault(Repository)))
                .Where(m => m.Role != RepositoryRole.None).OrderBy(m => m.User, StringComparer.OrdinalIgnoreCase),
        ];
    }

    public async Task Clear(CancellationToken cancellation)
    {
        await state.Reload(cancellation);
        foreach (var id in stored.State.Users)
        {
            if (await GrainFactory.GetUser(id).Get(cancellation) is not null)
                await GrainFactory.GetUser(id).SetRepositoryRole(Repository, RepositoryRole.None, cancellation);
        }
        if (state.Exists)
            await state.Clear(cancellation);
    }
}

/// <summary>What a repository's list of members remembers.</summary>
[GenerateSerializer]
public sealed record MembersState
{
    /// <summary>Ids of users who may hold a role.</summary>
    [Id(0)]
    public IReadOnlyList<string> Users { get; init; } = [];
}
