using CodeGraph.Client;
using Orleans;

namespace CodeGraph.Grains.Accounts;

/// <summary>Who holds a role in one repository. Keyed by the repository's name. The role itself is the user's; this knows whom to ask.</summary>
[Alias("CodeGraph.IMembersGrain")]
public interface IMembersGrain : IGrainWithStringKey
{
    /// <param name="userId">See <see cref="UserEntry.Id"/>.</param>
    /// <param name="role"><see cref="RepositoryRole.None"/> takes the role away.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task Set(string userId, RepositoryRole role, CancellationToken cancellation);

    /// <summary>Members in the order of their names.</summary>
    Task<IReadOnlyList<Member>> List(CancellationToken cancellation);

    /// <summary>Takes every role away: a later repository of the same name starts with none.</summary>
    Task Clear(CancellationToken cancellation);
}

/// <param name="User">The user's name.</param>
/// <param name="Role">The role in the repository.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.Member")]
public sealed record Member([property: Id(0)] string User, [property: Id(1)] RepositoryRole Role);
