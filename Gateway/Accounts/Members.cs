using CodeGraph.Client;
using CodeGraph.Gateway.Security;
using CodeGraph.Grains.Accounts;
using Orleans;

namespace CodeGraph.Gateway.Accounts;

/// <summary>Roles in a repository that exists.</summary>
internal sealed class Members(ICodeGraph graph, IGrainFactory grains, AccountEvents events)
{
    /// <exception cref="RepositoryNotFoundException">There is no such repository.</exception>
    public async Task<IReadOnlyList<Member>> List(string repository, CancellationToken cancellation)
    {
        await graph.GetRepository(repository, cancellation);
        return await grains.GetMembers(repository).List(cancellation);
    }

    /// <param name="by">Who gives the role.</param>
    /// <param name="repository">Where.</param>
    /// <param name="user">The name of who gets it.</param>
    /// <param name="role"><see cref="RepositoryRole.None"/> takes the role away.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RepositoryNotFoundException">There is no such repository.</exception>
    /// <exception cref="UserNotFoundException">There is no such user.</exception>
    public async Task Set(Caller by, string repository, string user, RepositoryRole role, CancellationToken cancellation)
    {
        await graph.GetRepository(repository, cancellation);
        await grains.GetMembers(repository).Set(await grains.GetUsers().FindId(user, cancellation), role, cancellation);
        events.MemberSet(by.Access.Name, user, role, repository);
    }
}
