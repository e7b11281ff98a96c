using Orleans;

namespace CodeGraph.Grains.Accounts;

/// <summary>
/// One sign-in and the refresh tokens that follow one another from it: the newest alone is valid, and the session is over as soon as another is
/// shown, as then two hold what was given to one (RFC 9700, 4.14.2). The one before it gives the newest once more for <see cref="SessionLifetimes.RefreshOverlap"/>, as tabs of
/// one browser refresh at the same time, and answers get lost. Keyed by an id that nobody can guess.
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

    /// <summary>Exchanges the newest refresh token for the next, or tells what the one before it was exchanged for.</summary>
    /// <param name="secretHash">SHA-256 of the secret of the token that is shown.</param>
    /// <param name="successor">What it is exchanged for where it is the newest.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<RefreshAnswer> Refresh(string secretHash, RefreshSuccessor successor, CancellationToken cancellation);

    /// <summary>Ends the session.</summary>
    /// <returns>Whose it was; null where there was none.</returns>
    Task<string?> End(CancellationToken cancellation);

    /// <summary>Whether a refresh token of it is still valid; what is left of one that is over is removed.</summary>
    Task<bool> IsAlive(CancellationToken cancellation);
}

/// <param name="SecretHash">SHA-256 of its secret.</param>
/// <param name="Sealed">The secret itself, so that only who holds the token before can read it.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.RefreshSuccessor")]
public sealed record RefreshSuccessor([property: Id(0)] string SecretHash, [property: Id(1)] string Sealed)
{
    /// <summary>Neither: they must not get into a log by an oversight.</summary>
    public override string ToString() => nameof(RefreshSuccessor);
}

public enum RefreshOutcome
{
    /// <summary>There is no such session, or it is over.</summary>
    Refused = 0,

    Refreshed = 1,

    /// <summary>The token was used before: the session was ended.</summary>
    Reused = 2,

    /// <summary>The token was exchanged a moment ago: the answer has what for.</summary>
    Repeated = 3,
}

/// <param name="Outcome">What came of it.</param>
/// <param name="User">What the user may do now, where it was refreshed.</param>
/// <param name="UserId">Whose session it is or was, where there was one.</param>
/// <param name="Sealed">Of what it was exchanged for, where it was before (<see cref="RefreshSuccessor.Sealed"/>).</param>
/// <param name="ExpiresIn">How long the newest token is valid from now on.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.RefreshAnswer")]
public sealed record RefreshAnswer(
    [property: Id(0)] RefreshOutcome Outcome, [property: Id(1)] UserAccess? User = null, [property: Id(2)] string? UserId = null, [property: Id(3)] string? Sealed = null,
    [property: Id(4)] TimeSpan ExpiresIn = default)
{
    public override string ToString() => $"{nameof(RefreshAnswer)} {Outcome}";
}

/// <summary>How long what a session gives is valid.</summary>
public static class SessionLifetimes
{
    public static readonly TimeSpan AccessToken = TimeSpan.FromMinutes(30);

    /// <summary>Counted anew from each refresh, and never beyond <see cref="Session"/>.</summary>
    public static readonly TimeSpan RefreshToken = TimeSpan.FromDays(7);

    /// <summary>From one password to the next, however often it is refreshed.</summary>
    public static readonly TimeSpan Session = TimeSpan.FromDays(30);

    /// <summary>How long a refresh token that was exchanged gives the same successor again.</summary>
    public static readonly TimeSpan RefreshOverlap = TimeSpan.FromSeconds(10);
}
