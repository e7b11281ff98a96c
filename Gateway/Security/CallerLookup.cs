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
    /// <param name="credential">An access token, or an API key.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The caller, or why there is none.</returns>
    public async Task<(Caller? Caller, string? Refusal)> Find(string credential, CancellationToken cancellation)
    {
        if (credential.StartsWith(OpaqueToken.ApiKeyPrefix + "_", StringComparison.Ordinal))
        {
            return OpaqueToken.TryParse(OpaqueToken.ApiKeyPrefix, credential, out var key)
                && await grains.GetApiKey(key.Id).Authenticate(key.SecretHash, cancellation) is { } owner
                ? (new(owner, Session: null, key.Id), null)
                : (null, "The API key is not valid (any more).");
        }

        var token = await accessTokens.Check(credential, cancellation);
        if (token.Session is not { } session)
            return (null, token.IsExpired ? "The access token has expired; refresh it." : "The access token is not valid.");
        return await grains.GetSession(session).Authenticate(cancellation) is { } user && user.Id == token.UserId
            ? (new(user, session, Key: null), null)
            : (null, "The session is over; sign in again.");
    }
}
