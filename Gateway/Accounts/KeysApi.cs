using System.ComponentModel.DataAnnotations;
using CodeGraph.Client;
using CodeGraph.Gateway.Problems;
using CodeGraph.Gateway.Security;
using CodeGraph.Grains.Accounts;
using CodeGraph.Grains.Audit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CodeGraph.Gateway.Accounts;

/// <summary>API keys, for programs that cannot sign in: the caller's own, and for administrators those of others.</summary>
internal static class KeysApi
{
    private const string Root = "/api/v1/keys";

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root).WithTags("Accounts").RequiresCaller(RoleScope.Session).ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
        group.MapPost("/", Create).Audited(AuditActions.KeyCreate).WithName("CreateKey").ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Make a key; the answer is the only one that has it. It is good for what its user may do, within its role and repositories.");
        group.MapGet("/", List).WithName("GetKeys").WithSummary("Keys, the oldest first; not their secrets.");
        group.MapDelete("/{id}", Revoke).Audited(AuditActions.KeyRevoke).WithName("RevokeKey").ProducesProblem(404).WithSummary("Revoke a key, from the next request on.");

        var others = routes.MapGroup("/api/v1/users/{user}/keys").WithTags("Accounts").Requires(RepositoryRole.Admin, RoleScope.Server)
            .ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
        others.MapGet("/", ListOf).WithName("GetUserKeys").WithSummary("A user's keys, the oldest first; not their secrets.");
        others.MapDelete("/{id}", RevokeOf).Audited(AuditActions.KeyRevoke).WithName("RevokeUserKey").WithSummary("Revoke a user's key, from the next request on.");
    }

    private static async Task<Created<CreatedKey>> Create(CreateKeyCommand command, Caller caller, ApiKeys keys, HttpContext http, CancellationToken cancellation)
    {
        var created = await keys.Create(caller, command, cancellation);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"{Root}/{created.Info.Id}", created);
    }

    private static async Task<Ok<IReadOnlyList<ApiKeyInfo>>> List(Caller caller, ApiKeys keys, CancellationToken cancellation) =>
        TypedResults.Ok(await keys.List(caller.Access.Id, cancellation));

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(string id, Caller caller, ApiKeys keys, CancellationToken cancellation) =>
        Revoked(id, await keys.Revoke(new(caller.Access.Id, caller.Access.Name), id, cancellation));

    private static async Task<Ok<IReadOnlyList<ApiKeyInfo>>> ListOf(string user, Users users, ApiKeys keys, CancellationToken cancellation) =>
        TypedResults.Ok(await keys.List((await users.Get(user, cancellation)).Id, cancellation));

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeOf(
        string user, string id, Users users, ApiKeys keys, CancellationToken cancellation)
    {
        var owner = await users.Get(user, cancellation);
        return Revoked(id, await keys.Revoke(new(owner.Id, owner.Name), id, cancellation));
    }

    private static Results<NoContent, ProblemHttpResult> Revoked(string id, bool existed) => existed ? TypedResults.NoContent() : GatewayProblems.UnknownKey(id);
}

/// <param name="Name">What it is for.</param>
/// <param name="Role">The most it is good for: reader, maintainer or admin.</param>
/// <param name="Repositories">The only repositories it is good for; without, all that its user may see.</param>
/// <param name="ExpiresInDays">Days until it is void.</param>
public sealed record CreateKeyCommand(
    [property: Required, StringLength(100, MinimumLength = 1)] string Name,
    RepositoryRole Role = RepositoryRole.Reader,
    [property: MinLength(1), MaxLength(100)] IReadOnlyList<string>? Repositories = null,
    [property: Range(1, 366)] int ExpiresInDays = 90);

/// <param name="Key">The key; it is not shown again.</param>
/// <param name="Info">What is listed of it.</param>
public sealed record CreatedKey(string Key, ApiKeyInfo Info)
{
    /// <summary>Not the key: it must not get into a log by an oversight.</summary>
    public override string ToString() => Info.Id;
}
