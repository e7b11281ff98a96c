using CodeGraph.Client;
using CodeGraph.Gateway.Security;
using CodeGraph.Grains.Accounts;
using Orleans;

namespace CodeGraph.Gateway.Accounts;

/// <summary>Making, listing and revoking keys of users.</summary>
internal sealed class ApiKeys(ICodeGraph graph, IGrainFactory grains, AccountEvents events)
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
        await grains.GetUser(user.Id).AddKey(token.Id, cancellation);
        var key = await grains.GetApiKey(token.Id).Create(
            new(user.Id, command.Name, token.SecretHash, command.Role, command.Repositories, TimeSpan.FromDays(command.ExpiresInDays)), cancellation);
        events.KeyCreated(user.Name, token.Id, command.Role);
        return new(token.ToText(OpaqueToken.ApiKeyPrefix), key);
    }

    public async Task<IReadOnlyList<ApiKeyInfo>> List(string userId, CancellationToken cancellation)
    {
        var ids = await grains.GetUser(userId).ListKeys(cancellation);
        return [.. (await Task.WhenAll(ids.Select(id => grains.GetApiKey(id).Get(cancellation)))).OfType<ApiKeyInfo>()];
    }

    /// <returns>False where the user has no such key.</returns>
    public async Task<bool> Revoke(Caller by, string userId, string id, CancellationToken cancellation)
    {
        var user = grains.GetUser(userId);
        if (!(await user.ListKeys(cancellation)).Contains(id))
            return false;
        await grains.GetApiKey(id).Revoke(cancellation);
        await user.RemoveKey(id, cancellation);
        events.KeyRevoked(by.Access.Name, id);
        return true;
    }
}
