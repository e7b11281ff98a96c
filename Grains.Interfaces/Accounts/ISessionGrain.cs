using Orleans;

namespace CodeGraph.Grains.Accounts;

/// <summary>
/// One sign-in and the refresh tokens that follow one another from it: the newest alone is valid, and the session is over as soon as another is
/// shown, as then two hold what was given to one (RFC 9700, 4.14.2). Keyed by an id that nobody can guess.
/// </summary>
[Alias("CodeGraph.ISessionGrain")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <param name="user">Whose it is.</param>
    /// <param name="secretHash">SHA-256 of the first refresh token's secret.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task Start(UserAccess user, string secretHash, CancellationToken cancellation);

    /// <summary>What the user may do now; null where the session is over.</summary>
    Task<UserAccess?> Authenticate(CancellationToken cancellation);

    /// <summary>Exchanges the newest refresh token for the next.</summary>
    Task<RefreshAnswer> Refresh(string secretHash, string nextSecretHash, CancellationToken cancellation);

    /// <summary>Ends the session.</summary>
    /// <returns>Whose it was; null where there was none.</returns>
    Task<string?> End(CancellationToken cancellation);

    /// <summary>Whether a refresh token of it is still valid; what is left of one that is over is removed.</summary>
    Task<bool> IsAlive(CancellationToken cancellation);
}

public enum RefreshOutcome
{
    /// <summary>There is no such session, or it is over.</summary>
    Refused = 0,

    Refreshed = 1,

    /// <summary>The token was used before: the session was ended.</summary>
    Reused = 2,
}

/// <param name="Outcome">What came of it.</param>
/// <param name="User">What the user may do now, where it was refreshed.</param>
/// <param name="UserId">Whose session it is or was, where there was one.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.RefreshAnswer")]
public sealed record RefreshAnswer([property: Id(0)] RefreshOutcome Outcome, [property: Id(1)] UserAccess? User = null, [property: Id(2)] string? UserId = null);

/// <summary>How long what a session gives is valid.</summary>
public static class SessionLifetimes
{
    public static readonly TimeSpan AccessToken = TimeSpan.FromMinutes(30);

    /// <summary>Counted anew from each refresh.</summary>
    public static readonly TimeSpan RefreshToken = TimeSpan.FromDays(7);
}
