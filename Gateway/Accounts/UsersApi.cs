using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CodeGraph.Client;
using CodeGraph.Gateway.Security;
using CodeGraph.Grains.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orleans;

namespace CodeGraph.Gateway.Accounts;

/// <summary>Users, for administrators of the server.</summary>
internal static class UsersApi
{
    private const string Root = "/api/v1/users";

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root).WithTags("Accounts").Requires(RepositoryRole.Admin, RoleScope.Server)
            .ProducesValidationProblem().ProducesProblem(401).ProducesProblem(403);
        group.MapPost("/", Create).WithName("CreateUser").ProducesProblem(409)
            .WithSummary("Make a user. Without a role on the server they see the repositories alone that they get a role in.");
        group.MapGet("/", List).WithName("GetUsers").WithSummary("Users in the order of their names.");
        group.MapGet("/{user}", Get).WithName("GetUser").ProducesProblem(404).WithSummary("One user with their roles.");
        group.MapPatch("/{user}", Change).WithName("ChangeUser").ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Set the role on the server, disable or enable, or give another password.");
        group.MapDelete("/{user}", Delete).WithName("DeleteUser").ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Delete a user with their roles, sessions and API keys.");
    }

    public static string LocationOf(string name) => $"{Root}/{name}";

    private static async Task<Created<UserDocument>> Create(
        CreateUserCommand command, Caller caller, IGrainFactory grains, Passwords passwords, AccountEvents events, CancellationToken cancellation)
    {
        UserName.Check(command.Name);
        Passwords.Check(command.Password, command.Name);
        var user = await grains.GetUsers().Create(new(command.Name, await passwords.Hash(command.Password, cancellation), command.Role), cancellation);
        events.UserCreated(caller.Access.Name, user.Name, command.Role);
        return TypedResults.Created(LocationOf(user.Name), await Read(grains, user.Name, cancellation));
    }

    private static async Task<Ok<UsersPage>> List([AsParameters] UsersParameters page, IGrainFactory grains, CancellationToken cancellation)
    {
        var entries = await grains.GetUsers().List(page.After, page.Limit + 1, cancellation);
        var users = await Task.WhenAll(entries.Take(page.Limit).Select(e => grains.GetUser(e.Id).Get(cancellation)));
        return TypedResults.Ok(new UsersPage([.. users.OfType<UserInfo>().Select(UserDocument.Of)], entries.Count > page.Limit ? entries[page.Limit - 1].Name : null));
    }

    private static async Task<Ok<UserDocument>> Get(string user, IGrainFactory grains, CancellationToken cancellation) => TypedResults.Ok(await Read(grains, user, cancellation));

    private static async Task<Ok<UserDocument>> Change(
        string user, ChangeUserCommand command, Caller caller, IGrainFactory grains, Passwords passwords, AccountEvents events, CancellationToken cancellation)
    {
        var before = await Read(grains, user, cancellation);
        if (command.Password is not null)
            Passwords.Check(command.Password, before.Name);
        if (command.Role is { } role)
            await grains.GetUsers().SetRole(before.Name, role, cancellation);
        if (command.Disabled is { } disabled)
            await grains.GetUsers().SetDisabled(before.Name, disabled, cancellation);
        if (command is not { Role: null, Disabled: null })
            events.UserChanged(caller.Access.Name, before.Name, command.Role, command.Disabled);
        if (command.Password is { } password)
        {
            await grains.GetUser(before.Id).SetPasswordHash(await passwords.Hash(password, cancellation), cancellation);
            events.PasswordChanged(caller.Access.Name, before.Name);
        }
        return TypedResults.Ok(await Read(grains, before.Name, cancellation));
    }

    private static async Task<NoContent> Delete(string user, Caller caller, IGrainFactory grains, AccountEvents events, CancellationToken cancellation)
    {
        var deleted = await Read(grains, user, cancellation);
        var (sessions, keys) = (await grains.GetUser(deleted.Id).ListSessions(cancellation), await grains.GetUser(deleted.Id).ListKeys(cancellation));
        await grains.GetUsers().Delete(deleted.Name, cancellation);
        events.UserDeleted(caller.Access.Name, deleted.Name);

        // They are void already, as there is no user; this removes what is stored of them.
        foreach (var id in sessions)
            await grains.GetSession(id).End(cancellation);
        foreach (var id in keys)
            await grains.GetApiKey(id).Revoke(cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<UserDocument> Read(IGrainFactory grains, string name, CancellationToken cancellation) =>
        await grains.GetUsers().Find(name, cancellation) is { } entry && await grains.GetUser(entry.Id).Get(cancellation) is { } user
            ? UserDocument.Of(user)
            : throw UserNotFoundException.Of(name);
}

/// <param name="Name">Letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</param>
/// <param name="Password">12 characters or more.</param>
/// <param name="Role">The least role in every repository.</param>
public sealed record CreateUserCommand(
    [property: Required, StringLength(UserName.MaxLength, MinimumLength = 1)] string Name,
    [property: Required, StringLength(Passwords.MaxLength, MinimumLength = Passwords.MinLength)] string Password,
    RepositoryRole Role = RepositoryRole.None);

/// <summary>What is missing stays as it is.</summary>
/// <param name="Role">The least role in every repository.</param>
/// <param name="Disabled">Whether the user can do nothing.</param>
/// <param name="Password">Another password, which ends every session.</param>
public sealed record ChangeUserCommand(
    RepositoryRole? Role = null,
    bool? Disabled = null,
    [property: StringLength(Passwords.MaxLength, MinimumLength = Passwords.MinLength)] string? Password = null);

public sealed record UsersParameters(
    [property: Description("The name to go on after: next of the answer before."), StringLength(UserName.MaxLength)] [FromQuery(Name = "after")] string? After,
    [property: Description("Most users to return."), Range(1, 1000)] [FromQuery(Name = "limit")] int Limit = 100);

/// <param name="Users">In the order of their names.</param>
/// <param name="Next">What to go on after; null at the end.</param>
public sealed record UsersPage(IReadOnlyList<UserDocument> Users, string? Next);

/// <param name="Id">Names the user for good.</param>
/// <param name="Name">What they sign in with.</param>
/// <param name="Role">The least role in every repository.</param>
/// <param name="Disabled">Whether they can do nothing.</param>
/// <param name="CreatedAt">When the account was made.</param>
/// <param name="Repositories">Roles in repositories, in the order of their names.</param>
public sealed record UserDocument(string Id, string Name, RepositoryRole Role, bool Disabled, DateTimeOffset CreatedAt, IReadOnlyList<RoleIn> Repositories)
{
    internal static UserDocument Of(UserInfo user) => new(user.Id, user.Name, user.ServerRole, user.Disabled, user.CreatedAt, RoleIn.Of(user.Repositories));
}
