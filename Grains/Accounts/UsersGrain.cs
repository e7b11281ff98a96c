using CodeGraph.Client;
using CodeGraph.Storage;
using Orleans;
using Orleans.Runtime;

namespace CodeGraph.Grains.Accounts;

/// <summary>
/// The only writer of users' names and of roles on the server. A name stands here before its user exists and until after it is gone; of
/// administrators, those stand here who are ones for sure: so whatever fails half-way can be asked for again, and the last one is never lost.
/// </summary>
internal sealed class UsersGrain([PersistentState("users", "codegraph")] IPersistentState<UsersState> stored, DataFolder folder, TimeProvider time)
    : Grain, IUsersGrain
{
    private readonly AccountState<UsersState> state = new(stored, folder, time);

    public async Task<bool> OpenSetup(string tokenHash, DateTimeOffset expiresAt, CancellationToken cancellation)
    {
        await state.Reload(cancellation);
        await state.Change(s => s.Users.Count > 0 ? s : s with { SetupHash = tokenHash, SetupExpiresAt = expiresAt }, cancellation);
        return stored.State.Users.Count == 0;
    }

    public async Task<bool> IsSetupToken(string tokenHash, CancellationToken cancellation)
    {
        await state.Reload(cancellation);
        return stored.State is { Users.Count: 0, SetupHash: { } expected } open && open.SetupExpiresAt > time.GetUtcNow() && Secrets.Equal(expected, tokenHash);
    }

    public async Task<UserEntry?> SetUp(string tokenHash, NewUser administrator, CancellationToken cancellation) =>
        await IsSetupToken(tokenHash, cancellation) ? await Create(administrator with { ServerRole = RepositoryRole.Admin }, cancellation) : null;

    public async Task<UserEntry> Create(NewUser user, CancellationToken cancellation)
    {
        UserName.Check(user.Name);
        var entry = new UserEntry(user.Id, user.Name);
        await GrainFactory.GetUser(entry.Id).Create(user, cancellation);
        try
        {
            await state.Change(
                s => Find(s, user.Name) is null
                    ? s with
                    {
                        Users = [.. s.Users.Append(entry).OrderBy(u => u.Name, StringComparer.OrdinalIgnoreCase)],
                        Administrators = user.ServerRole == RepositoryRole.Admin ? [.. s.Administrators, entry.Id] : s.Administrators,
                        SetupHash = null,
                    }
                    : throw new AccountConflictException($"There is a user named '{user.Name}' already; choose another name."),
                cancellation);
        }
        catch
        {
            await GrainFactory.GetUser(entry.Id).Delete(CancellationToken.None);
            throw;
        }
        return entry;
    }

    public async Task<UserEntry?> Find(string name, CancellationToken cancellation) => Find(await state.Read(cancellation), name);

    public async Task<IReadOnlyList<UserEntry>> List(string? after, int limit, CancellationToken cancellation) =>
    [
        .. (await state.Read(cancellation)).Users
            .Where(u => after is null || string.Compare(u.Name, after, StringComparison.OrdinalIgnoreCase) > 0).Take(limit),
    ];

    public async Task SetRole(string name, RepositoryRole role, CancellationToken cancellation)
    {
        var id = await this.FindId(name, cancellation);
        if (role != RepositoryRole.Admin)
            await NoAdministrator(id, cancellation);
        await GrainFactory.GetUser(id).SetServerRole(role, cancellation);
        await KeepAdministrator(id, cancellation);
    }

    public async Task SetDisabled(string name, bool disabled, CancellationToken cancellation)
    {
        var id = await this.FindId(name, cancellation);
        if (disabled)
            await NoAdministrator(id, cancellation);
        await GrainFactory.GetUser(id).SetDisabled(disabled, cancellation);
        await KeepAdministrator(id, cancellation);
    }

    public async Task Delete(string name, CancellationToken cancellation)
    {
        var id = await this.FindId(name, cancellation);
        await NoAdministrator(id, cancellation);
        await GrainFactory.GetUser(id).Delete(cancellation);
        await state.Change(s => s with { Users = [.. s.Users.Where(u => u.Id != id)] }, cancellation);
    }

    private Task NoAdministrator(string id, CancellationToken cancellation) => state.Change(
        s => !s.Administrators.Contains(id) ? s
            : s.Administrators.Count > 1 ? s with { Administrators = [.. s.Administrators.Where(a => a != id)] }
            : throw new AccountConflictException("This is the last administrator. Make another user an administrator first."),
        cancellation);

    private async Task KeepAdministrator(string id, CancellationToken cancellation)
    {
        if (await GrainFactory.GetUser(id).Get(cancellation) is { ServerRole: RepositoryRole.Admin, Disabled: false })
            await state.Change(s => s.Administrators.Contains(id) ? s : s with { Administrators = [.. s.Administrators, id] }, cancellation);
    }

    private static UserEntry? Find(UsersState state, string name) => state.Users.FirstOrDefault(u => u.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What the list of users remembers.</summary>
[GenerateSerializer]
public sealed record UsersState
{
    /// <summary>In the order of their names.</summary>
    [Id(0)]
    public IReadOnlyList<UserEntry> Users { get; init; } = [];

    /// <summary>Ids of enabled administrators.</summary>
    [Id(1)]
    public IReadOnlyList<string> Administrators { get; init; } = [];

    /// <summary>SHA-256 of the token that makes the first administrator; null once there is one.</summary>
    [Id(2)]
    public string? SetupHash { get; init; }

    [Id(3)]
    public DateTimeOffset SetupExpiresAt { get; init; }
}
