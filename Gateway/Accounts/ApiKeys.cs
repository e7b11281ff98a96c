using CodeGraph.Client;
using CodeGraph.Gateway.Security;
using CodeGraph.Grains.Accounts;
using CodeGraph.Grains.Audit;
using Orleans;

namespace CodeGraph.Gateway.Accounts;

/// <summary>Making, listing and revoking keys of users.</summary>
internal sealed class ApiKeys(ICodeGraph graph, IGrainFactory grains, AuditTrail audit)
{
    /// <exception cref="InvalidAccountException">A key cannot be so.</exception>
    /// <exception cref="RepositoryNotFoundException">The caller may not read one of the repositories.</exception>
    /// <exception cref="AccountConflictException">The caller has too many.</exception>
    public async Task<CreatedKey> Create(Caller caller, CreateKeyCommand command, CancellationToken cancellation)
    {
        if (command.Role == RepositoryRole.None)
            throw new InvalidAccountException("A key has a role: reader, maintainer or admin.");
        foreach (var repository in command.Repositories ?? [])
            await graph.GetRepository(repository is { Length: > 0 } ? repository : throw new InvalidAccountException("An empty name is no repository."), cancellation);

        var (token, user) = (OpaqueToken.New(), caller.Access);
        var key = new NewApiKey(user.Id, command.Name, token.SecretHash, command.Role, command.Repositories, TimeSpan.FromDays(command.ExpiresInDays));
        var info = await audit.Record(
            new(AuditActions.KeyCreate, audit.Actor, Subject: AuditActor.User(user.Id, user.Name), Detail: $"{token.Id} role {command.Role.ToWord()}"),
            async () =>
            {
                await grains.GetUser(user.Id).AddKey(token.Id, cancellation);
                return await grains.GetApiKey(token.Id).Create(key, cancellation);
            },
            cancellation);
        return new(token.ToText(OpaqueToken.ApiKeyPrefix), info);
    }

    public async Task<IReadOnlyList<ApiKeyInfo>> List(string userId, CancellationToken cancellation)
    {
        var ids = await grains.GetUser(userId).ListKeys(cancellation);
        return [.. (await Task.WhenAll(ids.Select(id => grains.GetApiKey(id).Get(cancellation)))).OfType<ApiKeyInfo>()];
    }

    /// <returns>False where the user has no such key.</returns>
    public async Task<bool> Revoke(UserEntry owner, string id, CancellationToken cancellation)
    {
        var user = grains.GetUser(owner.Id);
        if (!(await user.ListKeys(cancellation)).Contains(id))
            return false;
        await audit.Record(
            new(AuditActions.KeyRevoke, audit.Actor, Subject: AuditActor.User(owner.Id, owner.Name), Detail: id),
            async () =>
            {
                await grains.GetApiKey(id).Revoke(cancellation);
                await user.RemoveKey(id, cancellation);
            },
            cancellation);
        return true;
    }
}
