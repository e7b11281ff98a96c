using CodeGraph.Storage;
using Orleans;
using Orleans.Runtime;

namespace CodeGraph.Grains.Accounts;

/// <summary>The only writer of which refresh token is a session's newest.</summary>
internal sealed class SessionGrain([PersistentState("session", "codegraph")] IPersistentState<SessionState> stored, DataFolder folder, TimeProvider time)
    : Grain, ISessionGrain
{
    private readonly AccountState<SessionState> state = new(stored, folder, time);

    public Task Start(UserAccess user, string secretHash, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return state.Change(
            _ => new()
            {
                UserId = user.Id, Generation = user.Generation, SecretHash = secretHash, ExpiresAt = now + SessionLifetimes.RefreshToken, EndsAt = now + SessionLifetimes.Session,
            },
            cancellation);
    }

    public async Task<UserAccess?> Authenticate(CancellationToken cancellation)
    {
        if (await Read(cancellation) is not { } session)
            return null;
        var user = await GrainFactory.GetUser(session.UserId).GetAccess(cancellation);
        return user?.Generation == session.Generation ? user : null;
    }

    public async Task<RefreshAnswer> Refresh(string secretHash, RefreshSuccessor successor, CancellationToken cancellation)
    {
        // What another process exchanged a moment ago is used already.
        await state.Reload(cancellation);
        if (await Read(cancellation) is not { } session)
            return new(RefreshOutcome.Refused);
        var user = await Authenticate(cancellation);
        if (user is null)
            return new(RefreshOutcome.Refused, UserId: session.UserId);

        var outcome = RefreshOutcome.Refused;
        var now = time.GetUtcNow();
        await state.Change(
            s =>
            {
                outcome = state.Exists ? OutcomeOf(s, secretHash, now) : RefreshOutcome.Refused;
                return outcome == RefreshOutcome.Refreshed ? Exchanged(s, successor, now) : s;
            },
            cancellation);
        if (outcome == RefreshOutcome.Reused)
            await End(CancellationToken.None);
        return outcome switch
        {
            RefreshOutcome.Refreshed => new(outcome, user, user.Id, Sealed: null, stored.State.ExpiresAt - now),
            RefreshOutcome.Repeated => new(outcome, user, user.Id, stored.State.Sealed, stored.State.ExpiresAt - now),
            _ => new(outcome, UserId: session.UserId),
        };
    }

    public async Task<string?> End(CancellationToken cancellation)
    {
        if (await Read(cancellation) is not { } session)
            return null;
        await state.Clear(cancellation);
        DeactivateOnIdle();
        return session.UserId;
    }

    public async Task<bool> IsAlive(CancellationToken cancellation)
    {
        if (await Read(cancellation) is null)
            return false;
        if (await Authenticate(cancellation) is not null)
            return true;
        await End(cancellation);
        return false;
    }

    /// <summary>A session that an earlier version began has its end from the first refresh on.</summary>
    private static SessionState Exchanged(SessionState session, RefreshSuccessor successor, DateTimeOffset now)
    {
        var endsAt = session.EndsAt == default ? now + SessionLifetimes.Session : session.EndsAt;
        var expiresAt = now + SessionLifetimes.RefreshToken;
        return session with
        {
            SecretHash = successor.SecretHash, ExpiresAt = expiresAt < endsAt ? expiresAt : endsAt, EndsAt = endsAt,
            PreviousHash = session.SecretHash, ExchangedAt = now, Sealed = successor.Sealed,
        };
    }

    /// <summary>A clock that was put back does not make the overlap longer.</summary>
    private static RefreshOutcome OutcomeOf(SessionState session, string secretHash, DateTimeOffset now)
    {
        if (Secrets.Equal(session.SecretHash, secretHash))
            return RefreshOutcome.Refreshed;
        var age = now - session.ExchangedAt;
        return session.PreviousHash is { } previous && Secrets.Equal(previous, secretHash) && age >= TimeSpan.Zero && age < SessionLifetimes.RefreshOverlap
            ? RefreshOutcome.Repeated
            : RefreshOutcome.Reused;
    }

    /// <summary>Null where the session is over; then nothing of it stays.</summary>
    private async Task<SessionState?> Read(CancellationToken cancellation)
    {
        var session = await state.Read(cancellation);
        if (state.Exists && session.ExpiresAt > time.GetUtcNow())
            return session;
        if (state.Exists)
            await state.Clear(cancellation);
        DeactivateOnIdle();
        return null;
    }
}

/// <summary>What a session remembers.</summary>
[GenerateSerializer]
public sealed record SessionState
{
    [Id(0)]
    public string UserId { get; init; } = "";

    /// <summary>Of the user when the session began (<see cref="UserState.Generation"/>).</summary>
    [Id(1)]
    public int Generation { get; init; }

    /// <summary>Of the newest refresh token.</summary>
    [Id(2)]
    public string SecretHash { get; init; } = "";

    /// <summary>When the newest refresh token is void, and with it the session.</summary>
    [Id(3)]
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Of the refresh token that was exchanged for the newest; null where that is the first.</summary>
    [Id(4)]
    public string? PreviousHash { get; init; }

    /// <summary>When it was.</summary>
    [Id(5)]
    public DateTimeOffset ExchangedAt { get; init; }

    /// <summary>The newest refresh token's secret, for who holds the one before (<see cref="RefreshSuccessor.Sealed"/>).</summary>
    [Id(6)]
    public string? Sealed { get; init; }

    /// <summary>When the session is over whatever is refreshed.</summary>
    [Id(7)]
    public DateTimeOffset EndsAt { get; init; }
}
