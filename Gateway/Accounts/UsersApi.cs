using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CodeGraph.Client;
using CodeGraph.Gateway.Security;
using CodeGraph.Grains.Accounts;
using CodeGraph.Grains.Audit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Accounts;

/// <summary>Users, for administrators of the server.</summary>
internal static class UsersApi
{
    private const string Root = "/api/v1/users";

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root).WithTags("Accounts").Requires(RepositoryRole.Admin, RoleScope.Server)
            .ProducesValidationProblem().ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
        group.MapPost("/", Create).Audited(AuditActions.UserCreate).WithName("CreateUser").ProducesProblem(409)
            .WithSummary("Make a user. Without a role on the server they see the repositories alone that they get a role in.");
        group.MapGet("/", List).WithName("GetUsers").WithSummary("Users in the order of their names.");
        group.MapGet("/{user}", Get).WithName("GetUser").ProducesProblem(404).WithSummary("One user with their roles.");
        group.MapPatch("/{user}", Change).Audited(AuditActions.UserChange).WithName("ChangeUser").ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Set the role on the server, disable or enable, or give another password.");
        group.MapDelete("/{user}", Delete).Audited(AuditActions.UserDelete).WithName("DeleteUser").ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Delete a user with their roles, sessions and API keys.");
    }

    public static string LocationOf(string name) => $"{Root}/{name}";

    private static async Task<Created<UserDocument>> Create(CreateUserCommand command, Users users, CancellationToken cancellation)
    {
        var user = await users.Create(command, cancellation);
        return TypedResults.Created(LocationOf(user.Name), UserDocument.Of(user));
    }

    private static async Task<Ok<UsersPage>> List([AsParameters] UsersParameters page, Users users, CancellationToken cancellation)
    {
        var (found, next) = await users.List(page.After, page.Limit, cancellation);
        return TypedResults.Ok(new UsersPage([.. found.Select(UserDocument.Of)], next));
    }

    private static async Task<Ok<UserDocument>> Get(string user, Users users, CancellationToken cancellation) =>
        TypedResults.Ok(UserDocument.Of(await users.Get(user, cancellation)));

    private static async Task<Ok<UserDocument>> Change(string user, ChangeUserCommand command, Users users, CancellationToken cancellation) =>
        TypedResults.Ok(UserDocument.Of(await users.Change(user, command, cancellation)));

    private static async Task<NoContent> Delete(string user, Users users, CancellationToken cancellation)
    {
        await users.Delete(user, cancellation);
        return TypedResults.NoContent();
    }
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
