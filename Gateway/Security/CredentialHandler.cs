using System.Text.Encodings.Web;
using CodeGraph.Gateway.Problems;
using CodeGraph.Grains.Audit;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CodeGraph.Gateway.Security;

/// <summary>
/// Reads <c>Authorization: Bearer ...</c> (RFC 6750), an access token or an API key, or <c>X-Api-Key: ...</c>. Neither a cookie nor a parameter of
/// the URL is a credential.
/// </summary>
internal sealed class CredentialHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, CallerLookup callers)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string ApiKeyHeader = "X-Api-Key";

    private const string BearerPrefix = Caller.Scheme + " ";

    private CredentialRefusal? refused;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization.Count + Request.Headers[ApiKeyHeader].Count == 0)
            return AuthenticateResult.NoResult();
        if (CredentialOf(Request) is not { } credential)
            return Refuse(new($"Give either Authorization: Bearer and an access token or API key, or {ApiKeyHeader} and an API key, once.", "several credentials, or none that can be read"));

        var (caller, refusal) = await callers.Find(credential, Context.RequestAborted);
        if (caller is null)
            return Refuse(refusal!);
        Context.Features.Set(caller);
        return AuthenticateResult.Success(new(caller.ToPrincipal(), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        if (refused?.Detail is { } detail)
        {
            var audit = Context.RequestServices.GetRequiredService<AuditTrail>();
            await audit.Denied(new(AuditActions.CredentialUse, audit.Actor, Detail: detail), Context.RequestAborted);
        }
        Challenge(Context, refused?.Message);
        await GatewayProblems.Unauthenticated(refused?.Message).ExecuteAsync(Context);
    }

    private AuthenticateResult Refuse(CredentialRefusal refusal)
    {
        refused = refusal;
        return AuthenticateResult.Fail(refusal.Message);
    }

    /// <summary>Says how to authenticate, which every 401 does.</summary>
    public static void Challenge(HttpContext context, string? refusal) => context.Response.Headers.Append(
        HeaderNames.WWWAuthenticate, "Bearer realm=\"codegraph\"" + (refusal is null ? "" : $", error=\"invalid_token\", error_description=\"{refusal}\""));

    /// <summary>The one credential that a request shows; null where it shows none, or several, or one of another kind.</summary>
    public static string? CredentialOf(HttpRequest request) => (request.Headers.Authorization, request.Headers[ApiKeyHeader]) switch
    {
        ([{ } authorization], []) when authorization.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase) => authorization[BearerPrefix.Length..].Trim(),
        ([], [{ } key]) => key,
        _ => null,
    };
}
