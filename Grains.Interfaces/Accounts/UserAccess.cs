using CodeGraph.Client;
using Orleans;

namespace CodeGraph.Grains.Accounts;

/// <summary>What a signed-in user, or one of their keys, may see and do at the moment of asking.</summary>
/// <param name="Id">See <see cref="UserEntry.Id"/>.</param>
/// <param name="Name">What they sign in with.</param>
/// <param name="ServerRole">The least role in every repository.</param>
/// <param name="Repositories">Roles by repository.</param>
/// <param name="Generation">Grows when all sessions end; a session begun under another is over.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.UserAccess")]
public sealed record UserAccess(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] RepositoryRole ServerRole,
    [property: Id(3)] IReadOnlyDictionary<string, RepositoryRole> Repositories,
    [property: Id(4)] int Generation) : IRepositoryAccess
{
    public RepositoryRole RoleIn(string repository) => Max(ServerRole, Repositories.GetValueOrDefault(repository));

    /// <summary>Whether it is good for everything that another is good for.</summary>
    public bool Covers(UserAccess other) => ServerRole >= other.ServerRole && other.Repositories.Keys.All(r => RoleIn(r) >= other.RoleIn(r));

    /// <summary>No more than a role, and where repositories are given no more than those: never more than before.</summary>
    public UserAccess NarrowedTo(RepositoryRole most, IReadOnlyList<string>? repositories) => this with
    {
        ServerRole = repositories is null ? Min(most, ServerRole) : RepositoryRole.None,
        Repositories = (repositories ?? Repositories.Keys).ToDictionary(r => r, r => Min(most, RoleIn(r)), StringComparer.Ordinal),
    };

    private static RepositoryRole Min(RepositoryRole one, RepositoryRole other) => one < other ? one : other;

    private static RepositoryRole Max(RepositoryRole one, RepositoryRole other) => one > other ? one : other;
}
