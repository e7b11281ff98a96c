using CodeGraph.Gateway.Accounts;
using CodeGraph.Grains.Accounts;
using Orleans;

namespace CodeGraph.Gateway.Security;

/// <summary>
/// Whose a token or key is. What it may do is read from the grains at every request, in two look-ups: so a revoked key, an ended session or a lowered
/// role counts from the next request on. <see cref="AccessWatch"/> looks again while an answer goes on.
/// </summary>
internal sealed class CallerLookup(IGrainFactory grains, AccessTokens accessTokens)
{
    private static readonly CredentialRefusal InvalidKey = new("The API key is not valid (any more).", Detail: null);

    /// <param name="credential">An access token, or an API key.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The caller, or why there is none.</returns>
    public async Task<(Caller? Caller, CredentialRefusal? Refusal)> Find(string credential, CancellationToken cancellation)
    {
        if (credential.StartsWith(OpaqueToken.ApiKeyPrefix + "_", StringComparison.Ordinal))
        {
            if (!OpaqueToken.TryParse(OpaqueToken.ApiKeyPrefix, credential, out var key))
                return (null, InvalidKey with { Detail = "malformed API key" });
            return await grains.GetApiKey(key.Id).Authenticate(key.SecretHash, cancellation) is { } owner
                ? (new(owner, Session: null, key.Id), null)
                : (null, InvalidKey with { Detail = $"API key {key.Id}" });
        }

        var token = await accessTokens.Check(credential, cancellation);
        if (token.Session is not { } session)
            return (null, token.IsExpired ? new("The access token has expired; refresh it.", Detail: null) : new("The access token is not valid.", "access token"));
        return await grains.GetSession(session).Authenticate(cancellation) is { } user && user.Id == token.UserId
            ? (new(user, session, Key: null), null)
            : (null, new("The session is over; sign in again.", "access token of a session that is over"));
    }
}

/// <param name="Message">What its holder is told.</param>
/// <param name="Detail">What the audit log is told; null for what happens to every token, that it expires.</param>
internal sealed record CredentialRefusal(string Message, string? Detail);
