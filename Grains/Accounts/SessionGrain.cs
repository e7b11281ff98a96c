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
        var expiresAt = time.GetUtcNow() + SessionLifetimes.RefreshToken;
        return state.Change(_ => new() { UserId = user.Id, Generation = user.Generation, SecretHash = secretHash, ExpiresAt = expiresAt }, cancellation);
    }

    public async Task<UserAccess?> Authenticate(CancellationToken cancellation)
    {
        if (await Read(cancellation) is not { } session)
            return null;
        var user = await GrainFactory.GetUser(session.UserId).GetAccess(cancellation);
        return user?.Generation == session.Generation ? user : null;
    }

    public async Task<RefreshAnswer> Refresh(string secretHash, string nextSecretHash, CancellationToken cancellation)
    {
        // What another process exchanged a moment ago is used already.
        await state.Reload(cancellation);
        if (await Read(cancellation) is not { } session)
            return new(RefreshOutcome.Refused);
        var user = await Authenticate(cancellation);
        if (user is null)
            return new(RefreshOutcome.Refused, UserId: session.UserId);

        var isNewest = false;
        await state.Change(
            s => (isNewest = state.Exists && Secrets.Equal(s.SecretHash, secretHash))
                ? s with { SecretHash = nextSecretHash, ExpiresAt = time.GetUtcNow() + SessionLifetimes.RefreshToken }
                : s,
            cancellation);
        if (isNewest)
            return new(RefreshOutcome.Refreshed, user, user.Id);
        await End(CancellationToken.None);
        return new(RefreshOutcome.Reused, UserId: session.UserId);
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
}
