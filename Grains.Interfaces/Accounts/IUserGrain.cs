using CodeGraph.Client;
using Orleans;

namespace CodeGraph.Grains.Accounts;

/// <summary>
/// One user: password, roles, and which sessions and keys are theirs. Keyed by <see cref="UserEntry.Id"/>. Creating and deleting, the role on the
/// server and disabling are for <see cref="IUsersGrain"/> to call.
/// </summary>
[Alias("CodeGraph.IUserGrain")]
public interface IUserGrain : IGrainWithStringKey
{
    Task Create(NewUser user, CancellationToken cancellation);

    Task Delete(CancellationToken cancellation);

    /// <summary>Null where there is no such user.</summary>
    Task<UserInfo?> Get(CancellationToken cancellation);

    /// <summary>What the user may do now; null for one who is disabled or gone.</summary>
    Task<UserAccess?> GetAccess(CancellationToken cancellation);

    /// <summary>The stored hash; null where there is no such user.</summary>
    Task<string?> GetPasswordHash(CancellationToken cancellation);

    /// <summary>Gives a new password, which ends every session.</summary>
    Task SetPasswordHash(string passwordHash, CancellationToken cancellation);

    /// <summary>The same, where the password is still the one that was shown.</summary>
    /// <returns>What the user may do now; null where the password was changed meanwhile, or the user was disabled.</returns>
    Task<UserAccess?> ChangePasswordHash(string before, string after, CancellationToken cancellation);

    /// <summary>Replaces the hash of a password by a costlier one of the same, unless it was changed meanwhile.</summary>
    Task RenewPasswordHash(string before, string after, CancellationToken cancellation);

    Task SetServerRole(RepositoryRole role, CancellationToken cancellation);

    /// <summary>Disabling ends every session; enabling does not bring them back.</summary>
    Task SetDisabled(bool disabled, CancellationToken cancellation);

    /// <param name="repository">The repository's name.</param>
    /// <param name="role"><see cref="RepositoryRole.None"/> takes the role away.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task SetRepositoryRole(string repository, RepositoryRole role, CancellationToken cancellation);

    /// <summary>Ids of sessions, the oldest first; some may be over.</summary>
    Task<IReadOnlyList<string>> ListSessions(CancellationToken cancellation);

    /// <summary>Adds a session and forgets those that are over.</summary>
    Task AddSession(string id, IReadOnlyList<string> over, CancellationToken cancellation);

    /// <summary>Ids of API keys, the oldest first; some may be void.</summary>
    Task<IReadOnlyList<string>> ListKeys(CancellationToken cancellation);

    /// <exception cref="AccountConflictException">There are too many already.</exception>
    Task AddKey(string id, CancellationToken cancellation);

    Task RemoveKey(string id, CancellationToken cancellation);
}

/// <param name="Id">See <see cref="UserEntry.Id"/>.</param>
/// <param name="Name">What they sign in with.</param>
/// <param name="ServerRole">The least role in every repository.</param>
/// <param name="Disabled">Whether they can do nothing.</param>
/// <param name="CreatedAt">When the account was made.</param>
/// <param name="Repositories">Roles by repository, beyond the one on the server.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.UserInfo")]
public sealed record UserInfo(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] RepositoryRole ServerRole,
    [property: Id(3)] bool Disabled,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] IReadOnlyDictionary<string, RepositoryRole> Repositories);
