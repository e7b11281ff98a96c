using CodeGraph.Client;
using CodeGraph.Grains.Accounts;
using CodeGraph.Grains.Audit;
using Orleans;

namespace CodeGraph.Gateway.Accounts;

/// <summary>Roles in a repository that exists.</summary>
internal sealed class Members(ICodeGraph graph, IGrainFactory grains, AuditTrail audit)
{
    /// <exception cref="RepositoryNotFoundException">There is no such repository.</exception>
    public async Task<IReadOnlyList<Member>> List(string repository, CancellationToken cancellation)
    {
        await graph.GetRepository(repository, cancellation);
        return await grains.GetMembers(repository).List(cancellation);
    }

    /// <param name="repository">Where.</param>
    /// <param name="user">The name of who gets it.</param>
    /// <param name="role"><see cref="RepositoryRole.None"/> takes the role away.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RepositoryNotFoundException">There is no such repository.</exception>
    /// <exception cref="UserNotFoundException">There is no such user.</exception>
    public async Task Set(string repository, string user, RepositoryRole role, CancellationToken cancellation)
    {
        await graph.GetRepository(repository, cancellation);
        var found = await grains.GetUsers().Find(user, cancellation) ?? throw UserNotFoundException.Of(user);
        var (action, detail) = role == RepositoryRole.None ? (AuditActions.RoleRevoke, null) : (AuditActions.RoleGrant, $"role {role.ToWord()}");
        await audit.Record(
            new(action, audit.Actor, Repository: repository, Subject: AuditActor.User(found.Id, found.Name), Detail: detail),
            () => grains.GetMembers(repository).Set(found.Id, role, cancellation),
            cancellation);
    }
}
