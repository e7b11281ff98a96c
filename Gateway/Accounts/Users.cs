using CodeGraph.Gateway.Problems;
using CodeGraph.Grains.Accounts;
using CodeGraph.Grains.Audit;
using Orleans;

namespace CodeGraph.Gateway.Accounts;

/// <summary>What administrators do with users.</summary>
internal sealed class Users(IGrainFactory grains, Passwords passwords, AuditTrail audit, AuditRefusals refusals, IAuditLog log)
{
    /// <exception cref="InvalidAccountException">Name or password is no good one.</exception>
    /// <exception cref="AccountConflictException">The name is taken.</exception>
    public async Task<UserInfo> Create(CreateUserCommand command, CancellationToken cancellation)
    {
        UserName.Check(command.Name);
        Passwords.Check(command.Password, command.Name);
        var user = new NewUser(command.Name, await passwords.Hash(command.Password, cancellation), command.Role);
        await Record(user, $"role {command.Role.ToWord()}", async () => await grains.GetUsers().Create(user, cancellation), cancellation);
        return await Get(user.Name, cancellation);
    }

    /// <summary>Makes a user, recorded. Where none comes of it, there is nobody whose deletion would take the name out of the log again, so that is done now.</summary>
    public async Task<UserEntry?> Record(NewUser user, string detail, Func<Task<UserEntry?>> make, CancellationToken cancellation)
    {
        UserEntry? made = null;
        try
        {
            return made = await audit.Record(
                new(AuditActions.UserCreate, audit.Actor, Subject: AuditActor.User(user.Id, user.Name), Detail: detail), make, cancellation);
        }
        finally
        {
            if (made is null)
                await log.Forget(user.Id, CancellationToken.None);
        }
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
    /// <exception cref="RefusedException">An API key would set a password; nothing was changed.</exception>
    public async Task<UserInfo> Change(string name, ChangeUserCommand command, CancellationToken cancellation)
    {
        var user = await Get(name, cancellation);
        var changed = new AuditEntry(AuditActions.UserChange, audit.Actor, Subject: AuditActor.User(user.Id, user.Name));
        if (command.Password is not null)
        {
            await NeedSession(changed with { Action = AuditActions.UserPassword }, cancellation);
            Passwords.Check(command.Password, user.Name);
        }
        if (command.Role is { } role)
            await audit.Record(changed with { Detail = $"role {role.ToWord()}" }, () => grains.GetUsers().SetRole(user.Name, role, cancellation), cancellation);
        if (command.Disabled is { } disabled)
        {
            await audit.Record(
                changed with { Detail = disabled ? "disabled" : "enabled" }, () => grains.GetUsers().SetDisabled(user.Name, disabled, cancellation), cancellation);
        }
        if (command.Password is { } password)
        {
            var hash = await passwords.Hash(password, cancellation);
            await audit.Record(changed with { Action = AuditActions.UserPassword }, () => grains.GetUser(user.Id).SetPasswordHash(hash, cancellation), cancellation);
        }
        return await Get(user.Name, cancellation);
    }

    /// <summary>Who found a key must not take over an account with it, that of the key's own user least of all.</summary>
    private async Task NeedSession(AuditEntry entry, CancellationToken cancellation)
    {
        if (audit.Actor.Key is null)
            return;
        await audit.Denied(entry, cancellation);
        throw new RefusedException(GatewayProblems.NeedsSession());
    }

    /// <exception cref="UserNotFoundException">There is no such user.</exception>
    /// <exception cref="AccountConflictException">No enabled administrator would remain.</exception>
    public async Task Delete(string name, CancellationToken cancellation)
    {
        var user = await Get(name, cancellation);
        await audit.Record(new(AuditActions.UserDelete, audit.Actor, Subject: AuditActor.User(user.Id, user.Name)), () => Delete(user, cancellation), cancellation);
    }

    /// <summary>Shut out first and gone last: one that ends half-way can be asked for again.</summary>
    private async Task Delete(UserInfo user, CancellationToken cancellation)
    {
        await grains.GetUsers().SetDisabled(user.Name, disabled: true, cancellation);
        await log.Forget(user.Id, cancellation);

        // They are void already; this removes what is stored of them.
        foreach (var id in await grains.GetUser(user.Id).ListSessions(cancellation))
            await grains.GetSession(id).End(cancellation);
        foreach (var id in await grains.GetUser(user.Id).ListKeys(cancellation))
            await grains.GetApiKey(id).Revoke(cancellation);
        await grains.GetUsers().Delete(user.Name, cancellation);

        // A sign-in that was refused since named the user once more, and so may what was refused to them and is not told yet; from here on there is no such user to name.
        await refusals.Tell(CancellationToken.None);
        await log.Forget(user.Id, CancellationToken.None);
    }
}
