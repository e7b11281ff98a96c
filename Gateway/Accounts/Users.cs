using CodeGraph.Gateway.Security;
using CodeGraph.Grains.Accounts;
using Orleans;

namespace CodeGraph.Gateway.Accounts;

/// <summary>What administrators do with users.</summary>
internal sealed class Users(IGrainFactory grains, Passwords passwords, AccountEvents events)
{
    /// <exception cref="InvalidAccountException">Name or password is no good one.</exception>
    /// <exception cref="AccountConflictException">The name is taken.</exception>
    public async Task<UserInfo> Create(Caller by, CreateUserCommand command, CancellationToken cancellation)
    {
        UserName.Check(command.Name);
        Passwords.Check(command.Password, command.Name);
        var user = await grains.GetUsers().Create(new(command.Name, await passwords.Hash(command.Password, cancellation), command.Role), cancellation);
        events.UserCreated(by.Access.Name, user.Name, command.Role);
        return await Get(user.Name, cancellation);
    }

    /// <returns>Users in the order of their names, and the name to go on after.</returns>
    public async Task<(IEnumerable<UserInfo> Users, string? Next)> List(string? after, int limit, CancellationToken cancellation)
    {
        var entries = await grains.GetUsers().List(after, limit + 1, cancellation);
        var users = await Task.WhenAll(entries.Take(limit).Select(e => grains.GetUser(e.Id).Get(cancellation)));
        return (users.OfType<UserInfo>(), entries.Count > limit ? entries[limit - 1].Name : null);
    }

    /// <exception cref="UserNotFoundException">There is no such user.</exception>
    public async Task<UserInfo> Get(string name, CancellationToken cancellation) =>
        await grains.GetUser(await grains.GetUsers().FindId(name, cancellation)).Get(cancellation) ?? throw UserNotFoundException.Of(name);

    /// <exception cref="UserNotFoundException">There is no such user.</exception>
    /// <exception cref="InvalidAccountException">The password is no good one; nothing was changed.</exception>
    /// <exception cref="AccountConflictException">No enabled administrator would remain.</exception>
    public async Task<UserInfo> Change(Caller by, string name, ChangeUserCommand command, CancellationToken cancellation)
    {
        var user = await Get(name, cancellation);
        if (command.Password is not null)
            Passwords.Check(command.Password, user.Name);
        if (command.Role is { } role)
            await grains.GetUsers().SetRole(user.Name, role, cancellation);
        if (command.Disabled is { } disabled)
            await grains.GetUsers().SetDisabled(user.Name, disabled, cancellation);
        if (command is not { Role: null, Disabled: null })
            events.UserChanged(by.Access.Name, user.Name, command.Role, command.Disabled);
        if (command.Password is { } password)
        {
            await grains.GetUser(user.Id).SetPasswordHash(await passwords.Hash(password, cancellation), cancellation);
            events.PasswordChanged(by.Access.Name, user.Name);
        }
        return await Get(user.Name, cancellation);
    }

    /// <exception cref="UserNotFoundException">There is no such user.</exception>
    /// <exception cref="AccountConflictException">No enabled administrator would remain.</exception>
    public async Task Delete(Caller by, string name, CancellationToken cancellation)
    {
        var user = await Get(name, cancellation);
        var sessions = await grains.GetUser(user.Id).ListSessions(cancellation);
        var keys = await grains.GetUser(user.Id).ListKeys(cancellation);
        await grains.GetUsers().Delete(user.Name, cancellation);
        events.UserDeleted(by.Access.Name, user.Name);

        // They are void already, as there is no user; this removes what is stored of them.
        foreach (var id in sessions)
            await grains.GetSession(id).End(cancellation);
        foreach (var id in keys)
            await grains.GetApiKey(id).Revoke(cancellation);
    }
}
