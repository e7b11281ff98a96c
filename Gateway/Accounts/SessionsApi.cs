using System.ComponentModel.DataAnnotations;
using CodeGraph.Client;
using CodeGraph.Gateway.Problems;
using CodeGraph.Gateway.Security;
using CodeGraph.Grains.Accounts;
using CodeGraph.Grains.Audit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CodeGraph.Gateway.Accounts;

/// <summary>Signing in and out, and the caller's own account.</summary>
internal static class SessionsApi
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/auth").WithTags("Accounts").ProducesValidationProblem().ProducesProblem(503);
        var open = group.MapGroup("").Requires(RepositoryRole.None, RoleScope.Server);
        open.MapPost("/setup", SetUp).WithName("SetUp").ProducesProblem(401)
            .WithSummary("Make the first administrator with the token that the server printed when it was first started.");
        open.MapPost("/sign-in", SignIn).WithName("SignIn").ProducesProblem(401).ProducesProblem(429).WithSummary("An access token of 30 minutes and a refresh token of 7 days.");
        open.MapPost("/refresh", Refresh).WithName("Refresh").ProducesProblem(401)
            .WithSummary("The next two tokens. A refresh token is good once: used again later than within 10 seconds, it ends the session.");
        open.MapPost("/sign-out", SignOut).WithName("SignOut").WithSummary("End the session of a refresh token, its access tokens too.");
        group.MapGet("/me", GetMe).RequiresCaller().WithName("GetMe").ProducesProblem(401).WithSummary("Who the caller is and what they may do.");
        group.MapPost("/password", ChangePassword).Audited(AuditActions.UserPassword).RequiresCaller(RoleScope.Session).WithName("ChangePassword").ProducesProblem(401).ProducesProblem(403).ProducesProblem(429)
            .WithSummary("Another password. Every session ends; the answer is a new one.");
        group.MapPost("/signing-keys", RotateSigningKey).Audited(AuditActions.KeyRotate).Requires(RepositoryRole.Admin, RoleScope.Server).WithName("RotateSigningKey").ProducesProblem(401)
            .WithSummary("Sign access tokens with a new key; revoke those signed before where a key became known.");
    }

    private static async Task<Results<Created<UserEntry>, ProblemHttpResult>> SetUp(
        SetUpCommand command, FirstAdministrator first, HttpContext http, CancellationToken cancellation) =>
        await first.SetUp(command.Token, command.Name, command.Password, cancellation) is { } user
            ? TypedResults.Created(UsersApi.LocationOf(user.Name), user)
            : Refused(http, "The token is not valid (any more). While there is no user, the server prints a new one whenever it starts.");

    private static async Task<Results<Ok<SessionTokens>, ProblemHttpResult>> SignIn(
        SignInCommand command, Sessions sessions, HttpContext http, CancellationToken cancellation) =>
        await sessions.SignIn(command.Name, command.Password, http.Connection.RemoteIpAddress, cancellation) is { } tokens
            ? Secret(http, tokens)
            : Refused(http, "Name or password is wrong, or the user is disabled.");

    private static async Task<Results<Ok<SessionTokens>, ProblemHttpResult>> Refresh(
        RefreshCommand command, Sessions sessions, HttpContext http, CancellationToken cancellation) =>
        await sessions.Refresh(command.RefreshToken, cancellation) is { } tokens
            ? Secret(http, tokens)
            : Refused(http, "The refresh token is not valid (any more); sign in again.");

    private static async Task<NoContent> SignOut(RefreshCommand command, Sessions sessions, CancellationToken cancellation)
    {
        await sessions.SignOut(command.RefreshToken, cancellation);
        return TypedResults.NoContent();
    }

    private static Ok<Me> GetMe(Caller caller) => TypedResults.Ok(new Me(
        caller.Access.Id, caller.Access.Name, caller.Access.ServerRole, RoleIn.Of(caller.Access.Repositories), caller.Session is null ? "apiKey" : "session"));

    private static async Task<Results<Ok<SessionTokens>, ProblemHttpResult>> ChangePassword(
        ChangePasswordCommand command, Caller caller, Sessions sessions, HttpContext http, CancellationToken cancellation) =>
        await sessions.ChangePassword(caller.Access, command.CurrentPassword, command.NewPassword, http.Connection.RemoteIpAddress, cancellation) is { } tokens
            ? Secret(http, tokens)
            : GatewayProblems.Forbidden("The current password is another.");

    private static async Task<NoContent> RotateSigningKey(RotateCommand command, SigningKeyRing keys, AuditTrail audit, CancellationToken cancellation)
    {
        await audit.Record(
            new(AuditActions.KeyRotate, audit.Actor, Detail: command.Revoke ? "tokens before it revoked" : null), () => keys.Rotate(command.Revoke, cancellation), cancellation);
        return TypedResults.NoContent();
    }

    /// <summary>RFC 6749, 5.1: no cache keeps tokens.</summary>
    private static Ok<SessionTokens> Secret(HttpContext http, SessionTokens tokens)
    {
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(tokens);
    }

    private static ProblemHttpResult Refused(HttpContext http, string detail)
    {
        CredentialHandler.Challenge(http, refusal: null);
        return GatewayProblems.Unauthenticated(detail);
    }
}

/// <param name="Token">What the server printed.</param>
/// <param name="Name">Letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</param>
/// <param name="Password">12 characters or more.</param>
public sealed record SetUpCommand(
    [property: Required, StringLength(256, MinimumLength = 1)] string Token,
    [property: Required, StringLength(UserName.MaxLength, MinimumLength = 1)] string Name,
    [property: Required, StringLength(Passwords.MaxLength, MinimumLength = Passwords.MinLength)] string Password);

public sealed record SignInCommand(
    [property: Required, StringLength(UserName.MaxLength, MinimumLength = 1)] string Name,
    [property: Required, StringLength(Passwords.MaxLength, MinimumLength = 1)] string Password);

public sealed record RefreshCommand([property: Required, StringLength(256, MinimumLength = 1)] string RefreshToken);

public sealed record ChangePasswordCommand(
    [property: Required, StringLength(Passwords.MaxLength, MinimumLength = 1)] string CurrentPassword,
    [property: Required, StringLength(Passwords.MaxLength, MinimumLength = Passwords.MinLength)] string NewPassword);

/// <param name="Revoke">Whether tokens signed before are refused at once; otherwise they are good until they expire.</param>
public sealed record RotateCommand(bool Revoke = false);

/// <param name="Id">Names the user for good.</param>
/// <param name="Name">What they sign in with.</param>
/// <param name="ServerRole">The least role in every repository.</param>
/// <param name="Repositories">Roles in repositories, in the order of their names.</param>
/// <param name="By"><c>session</c> or <c>apiKey</c>.</param>
public sealed record Me(string Id, string Name, RepositoryRole ServerRole, IReadOnlyList<RoleIn> Repositories, string By);

/// <param name="Repository">The repository's name.</param>
/// <param name="Role">The role there.</param>
public sealed record RoleIn(string Repository, RepositoryRole Role)
{
    internal static IReadOnlyList<RoleIn> Of(IReadOnlyDictionary<string, RepositoryRole> roles) =>
        [.. roles.Where(r => r.Value != RepositoryRole.None).OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new RoleIn(r.Key, r.Value))];
}
