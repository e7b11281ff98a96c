using CodeGraph.Client;
using CodeGraph.Storage;
using Orleans;
using Orleans.Runtime;

namespace CodeGraph.Grains.Accounts;

/// <summary>The only writer of one user's password and roles.</summary>
internal sealed class UserGrain([PersistentState("user", "codegraph")] IPersistentState<UserState> stored, DataFolder folder, TimeProvider time)
    : Grain, IUserGrain
{
    private const int MaxKeys = 100;

    private readonly AccountState<UserState> state = new(stored, folder, time);

    public Task Create(NewUser user, CancellationToken cancellation) => state.Change(
        _ => new UserState { Name = user.Name, PasswordHash = user.PasswordHash, ServerRole = user.ServerRole, CreatedAt = time.GetUtcNow() }, cancellation);

    public Task Delete(CancellationToken cancellation) => state.Clear(cancellation);

    public async Task<UserInfo?> Get(CancellationToken cancellation) => await Read(cancellation) is { } user
        ? new(this.GetPrimaryKeyString(), user.Name, user.ServerRole, user.Disabled, user.CreatedAt, user.Repositories)
        : null;

    public async Task<UserAccess?> GetAccess(CancellationToken cancellation) => await Read(cancellation) is { Disabled: false } user
        ? new(this.GetPrimaryKeyString(), user.Name, user.ServerRole, user.Repositories, user.Generation)
        : null;

    public async Task<string?> GetPasswordHash(CancellationToken cancellation) => (await Read(cancellation))?.PasswordHash;

    public Task SetPasswordHash(string passwordHash, CancellationToken cancellation) =>
        Change(s => s with { PasswordHash = passwordHash, Generation = s.Generation + 1 }, cancellation);

    public async Task<UserAccess?> ChangePasswordHash(string before, string after, CancellationToken cancellation)
    {
        var isCurrent = false;
        await Change(
            s => (isCurrent = s.PasswordHash == before) ? s with { PasswordHash = after, Generation = s.Generation + 1 } : s, cancellation);
        return isCurrent ? await GetAccess(cancellation) : null;
    }

    public Task RenewPasswordHash(string before, string after, CancellationToken cancellation) =>
        Change(s => s.PasswordHash == before ? s with { PasswordHash = after } : s, cancellation);

    public Task SetServerRole(RepositoryRole role, CancellationToken cancellation) =>
        Change(s => s.ServerRole == role ? s : s with { ServerRole = role }, cancellation);

    public Task SetDisabled(bool disabled, CancellationToken cancellation) =>
        Change(s => s.Disabled == disabled ? s : s with { Disabled = disabled, Generation = s.Generation + 1 }, cancellation);

    public Task SetRepositoryRole(string repository, RepositoryRole role, CancellationToken cancellation) => Change(
        s =>
        {
            if (s.Repositories.GetValueOrDefault(repository) == role)
                return s;
            var roles = new Dictionary<string, RepositoryRole>(s.Repositories, StringComparer.Ordinal);
            if (role == RepositoryRole.None)
                roles.Remove(repository);
            else
                roles[repository] = role;
            return s with { Repositories = roles };
        },
        cancellation);

    public async Task<IReadOnlyList<string>> ListSessions(CancellationToken cancellation) => (await Read(cancellation))?.Sessions ?? [];

    public Task AddSession(string id, IReadOnlyList<string> over, CancellationToken cancellation) =>
        Change(s => s with { Sessions = [.. s.Sessions.Except(over), id] }, cancellation);

    public async Task<IReadOnlyList<string>> ListKeys(CancellationToken cancellation) => (await Read(cancellation))?.Keys ?? [];

    public Task AddKey(string id, CancellationToken cancellation) => Change(
        s => s.Keys.Count < MaxKeys
            ? s with { Keys = [.. s.Keys, id] }
            : throw new AccountConflictException($"There are {MaxKeys} API keys already; revoke one that is not needed."),
        cancellation);

    public Task RemoveKey(string id, CancellationToken cancellation) =>
        Change(s => s.Keys.Contains(id) ? s with { Keys = [.. s.Keys.Where(k => k != id)] } : s, cancellation);

    /// <summary>Null where there is no such user; then nothing of it stays in memory.</summary>
    private async Task<UserState?> Read(CancellationToken cancellation)
    {
        var user = await state.Read(cancellation);
        if (state.Exists)
            return user;
        DeactivateOnIdle();
        return null;
    }

    /// <summary>A user who was deleted meanwhile does not come back by a change.</summary>
    private Task Change(Func<UserState, UserState> next, CancellationToken cancellation) =>
        state.Change(s => state.Exists ? next(s) : throw new UserNotFoundException("The user was deleted meanwhile."), cancellation);
}

/// <summary>What a user remembers.</summary>
[GenerateSerializer]
public sealed record UserState
{
    [Id(0)]
    public string Name { get; init; } = "";

    [Id(1)]
    public string PasswordHash { get; init; } = "";

    [Id(2)]
    public RepositoryRole ServerRole { get; init; }

    [Id(3)]
    public bool Disabled { get; init; }

    [Id(4)]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Sessions that began under another are over.</summary>
    [Id(5)]
    public int Generation { get; init; }

    [Id(6)]
    public IReadOnlyDictionary<string, RepositoryRole> Repositories { get; init; } = new Dictionary<string, RepositoryRole>(StringComparer.Ordinal);

    /// <summary>Every session that may be alive, the oldest first.</summary>
    [Id(7)]
    public IReadOnlyList<string> Sessions { get; init; } = [];

    /// <summary>Every API key that may be valid, the oldest first.</summary>
    [Id(8)]
    public IReadOnlyList<string> Keys { get; init; } = [];
}
