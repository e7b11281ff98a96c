using System.ComponentModel.DataAnnotations;
using CodeGraph.Client;
using CodeGraph.Gateway.Problems;
using CodeGraph.Gateway.Security;
using CodeGraph.Grains.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace CodeGraph.Gateway.Accounts;

/// <summary>API keys, for programs that cannot sign in: the caller's own, and for administrators those of others.</summary>
internal static class KeysApi
{
    private const string Root = "/api/v1/keys";

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root).WithTags("Accounts").RequiresCaller(RoleScope.Session).ProducesProblem(401).ProducesProblem(403);
        group.MapPost("/", Create).WithName("CreateKey").ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Make a key; the answer is the only one that has it. It is good for what its user may do, within its role and repositories.");
        group.MapGet("/", List).WithName("GetKeys").WithSummary("Keys, the oldest first; not their secrets.");
        group.MapDelete("/{id}", Revoke).WithName("RevokeKey").ProducesProblem(404).WithSummary("Revoke a key, from the next request on.");

        var others = routes.MapGroup("/api/v1/users/{user}/keys").WithTags("Accounts").Requires(RepositoryRole.Admin, RoleScope.Server)
            .ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);
        others.MapGet("/", ListOf).WithName("GetUserKeys").WithSummary("A user's keys, the oldest first; not their secrets.");
        others.MapDelete("/{id}", RevokeOf).WithName("RevokeUserKey").WithSummary("Revoke a user's key, from the next request on.");
    }

    private static async Task<Created<CreatedKey>> Create(
        CreateKeyCommand command, Caller caller, ICodeGraph graph, IGrainFactory grains, AccountEvents events, HttpContext http, CancellationToken cancellation)
    {
        if (command.Role == RepositoryRole.None)
            throw new InvalidAccountException("A key has a role: reader, maintainer or admin.");
        foreach (var repository in command.Repositories ?? [])
            await graph.GetRepository(repository is { Length: > 0 } ? repository : throw new InvalidAccountException("An empty name is no repository."), cancellation);

        var token = OpaqueToken.New();
        await grains.GetUser(caller.Access.Id).AddKey(token.Id, cancellation);
        var key = await grains.GetApiKey(token.Id).Create(
            new(caller.Access.Id, command.Name, token.SecretHash, command.Role, command.Repositories, TimeSpan.FromDays(command.ExpiresInDays)), cancellation);
        events.KeyCreated(caller.Access.Name, token.Id, command.Role);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"{Root}/{token.Id}", new CreatedKey(token.ToText(OpaqueToken.ApiKeyPrefix), key));
    }

    private static Task<Ok<IReadOnlyList<ApiKeyInfo>>> List(Caller caller, IGrainFactory grains, CancellationToken cancellation) => KeysOf(caller.Access.Id, grains, cancellation);

    private static Task<Results<NoContent, ProblemHttpResult>> Revoke(string id, Caller caller, IGrainFactory grains, AccountEvents events, CancellationToken cancellation) =>
        RemoveKey(caller.Access.Id, id, caller, grains, events, cancellation);

    private static async Task<Ok<IReadOnlyList<ApiKeyInfo>>> ListOf(string user, IGrainFactory grains, CancellationToken cancellation) =>
        await KeysOf(await grains.GetUsers().FindId(user, cancellation), grains, cancellation);

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeOf(
        string user, string id, Caller caller, IGrainFactory grains, AccountEvents events, CancellationToken cancellation) =>
        await RemoveKey(await grains.GetUsers().FindId(user, cancellation), id, caller, grains, events, cancellation);

    private static async Task<Ok<IReadOnlyList<ApiKeyInfo>>> KeysOf(string userId, IGrainFactory grains, CancellationToken cancellation)
    {
        var ids = await grains.GetUser(userId).ListKeys(cancellation);
        var keys = await Task.WhenAll(ids.Select(id => grains.GetApiKey(id).Get(cancellation)));
        return TypedResults.Ok<IReadOnlyList<ApiKeyInfo>>([.. keys.OfType<ApiKeyInfo>()]);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveKey(
        string userId, string id, Caller caller, IGrainFactory grains, AccountEvents events, CancellationToken cancellation)
    {
        var user = grains.GetUser(userId);
        if (!(await user.ListKeys(cancellation)).Contains(id))
            return GatewayProblems.UnknownKey(id);
        await grains.GetApiKey(id).Revoke(cancellation);
        await user.RemoveKey(id, cancellation);
        events.KeyRevoked(caller.Access.Name, id);
        return TypedResults.NoContent();
    }
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
