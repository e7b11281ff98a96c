using System.Globalization;
using System.Net;
using CodeGraph.Gateway.Problems;
using CodeGraph.Grains.Accounts;
using CodeGraph.Grains.Audit;
using Microsoft.AspNetCore.Identity;
using Orleans;

namespace CodeGraph.Gateway.Accounts;

/// <summary>Signing in, staying signed in, signing out.</summary>
internal sealed class Sessions(IGrainFactory grains, Passwords passwords, SignInWaits waits, AccessTokens accessTokens, AuditTrail audit)
{
    /// <summary>Of one user at once; one more ends the oldest.</summary>
    private const int MaxSessions = 32;

    /// <summary>Null where name or password is wrong or the user is disabled, which nobody can tell apart.</summary>
    /// <exception cref="SignInWaitException">Too many passwords were wrong; this one was not looked at.</exception>
    public async Task<SessionTokens?> SignIn(string name, string password, IPAddress? address, CancellationToken cancellation)
    {
        using var attempt = await Begin(name, address, cancellation);

        // Where there is no such user, another that does not exist is asked: the work is the same.
        var id = (await grains.GetUsers().Find(name, cancellation))?.Id ?? OpaqueToken.RandomHex(16);

        // Before the password is looked at: one that is changed from here on ends the session that it begins.
        var user = await grains.GetUser(id).GetAccess(cancellation);
        if (await Verify(id, password, cancellation) is not null && user is not null)
        {
            attempt.Succeed();
            return await audit.Record(new(AuditActions.SignIn, ActorOf(user)), () => Start(user, cancellation), cancellation);
        }

        await audit.Denied(await FailedSignIn(name, Told(attempt.Fail()), cancellation), cancellation);
        return null;
    }

    /// <summary>
    /// Null where the token is not the newest of a session that goes on, nor the one before it for a moment: then it gives the same refresh token again, and so do those who
    /// refresh at the same time.
    /// </summary>
    public async Task<SessionTokens?> Refresh(string refreshToken, CancellationToken cancellation)
    {
        if (!OpaqueToken.TryParse(OpaqueToken.RefreshPrefix, refreshToken, out var token))
        {
            await audit.Denied(new(AuditActions.SessionRefresh, audit.Actor), cancellation);
            return null;
        }
        var next = token.Next();
        var answer = await grains.GetSession(token.Id).Refresh(token.SecretHash, new(next.SecretHash, SealedSecret.Seal(next.Secret, token.Secret)), cancellation);

        // A session whose token was used again is over by now: what protects its user does not wait for the log.
        if (answer.User is not { } user)
        {
            var owner = answer.UserId is null ? null : await grains.GetUser(answer.UserId).Get(cancellation);
            var action = answer.Outcome == RefreshOutcome.Reused ? AuditActions.SessionReuse : AuditActions.SessionRefresh;
            await audit.Denied(new(action, audit.Actor, Subject: owner is null ? null : AuditActor.User(owner.Id, owner.Name)), cancellation);
            return null;
        }
        return await TokensOf(user, answer.Sealed is { } given ? token with { Secret = SealedSecret.Open(given, token.Secret) } : next, answer.ExpiresIn, cancellation);
    }

    public async Task SignOut(string refreshToken, CancellationToken cancellation)
    {
        if (!OpaqueToken.TryParse(OpaqueToken.RefreshPrefix, refreshToken, out var token))
            return;
        var session = grains.GetSession(token.Id);
        if (await session.Authenticate(cancellation) is { } user)
            await audit.Record(new(AuditActions.SignOut, ActorOf(user)), () => session.End(cancellation), cancellation);
    }

    /// <summary>Ends all sessions and begins a new one. Null where the current password is wrong.</summary>
    /// <exception cref="InvalidAccountException">The new password is no good one.</exception>
    /// <exception cref="SignInWaitException">Too many passwords were wrong; this one was not looked at.</exception>
    public async Task<SessionTokens?> ChangePassword(UserAccess user, string current, string next, IPAddress? address, CancellationToken cancellation)
    {
        Passwords.Check(next, user.Name);
        using var attempt = await Begin(user.Name, address, cancellation);
        var entry = new AuditEntry(AuditActions.UserPassword, audit.Actor, Subject: AuditActor.User(user.Id, user.Name));
        if (await Verify(user.Id, current, cancellation) is { } before)
        {
            attempt.Succeed();
            var after = await passwords.Hash(next, cancellation);
            if (await audit.Record(entry, () => grains.GetUser(user.Id).ChangePasswordHash(before, after, cancellation), cancellation) is { } changed)
                return await Start(changed, cancellation);
            await audit.Denied(entry, cancellation);
            return null;
        }
        await audit.Denied(entry with { Detail = Told(attempt.Fail()) }, cancellation);
        return null;
    }

    /// <summary>Sessions and keys of whoever has to wait are left alone; only passwords are not looked at.</summary>
    private async Task<SignInWaits.Attempt> Begin(string name, IPAddress? address, CancellationToken cancellation)
    {
        try
        {
            return waits.Begin(name, address);
        }
        catch (SignInWaitException)
        {
            await audit.Denied(await FailedSignIn(name, "while it had to wait", cancellation), cancellation);
            throw;
        }
    }

    /// <summary>A name that nobody bears is not recorded: it may be a password, typed into the wrong field.</summary>
    private async Task<AuditEntry> FailedSignIn(string name, string? detail, CancellationToken cancellation)
    {
        var tried = await grains.GetUsers().Find(name, cancellation);
        return new(AuditActions.SignIn, audit.Actor, Subject: tried is null ? null : AuditActor.User(tried.Id, tried.Name), Detail: detail);
    }

    private static string? Told(TimeSpan wait) =>
        wait == TimeSpan.Zero ? null : string.Create(CultureInfo.InvariantCulture, $"the next from this address in {wait.TotalSeconds} s at the earliest");

    /// <summary>Who has just shown that they are the user, by a password or a refresh token.</summary>
    private AuditActor ActorOf(UserAccess user) => AuditActor.User(user.Id, user.Name, address: audit.Actor.Address);

    /// <returns>The hash that is stored of the password; null where it is another.</returns>
    private async Task<string?> Verify(string id, string password, CancellationToken cancellation)
    {
        var user = grains.GetUser(id);
        var hash = await user.GetPasswordHash(cancellation);
        var result = await passwords.Verify(hash, password, cancellation);
        if (result != PasswordVerificationResult.SuccessRehashNeeded)
            return result == PasswordVerificationResult.Success ? hash : null;
        var renewed = await passwords.Hash(password, cancellation);
        await user.RenewPasswordHash(hash!, renewed, cancellation);
        return renewed;
    }

    private async Task<SessionTokens> Start(UserAccess user, CancellationToken cancellation)
    {
        var token = OpaqueToken.New();
        await grains.GetUser(user.Id).AddSession(token.Id, await MakeRoom(user.Id, cancellation), cancellation);
        await grains.GetSession(token.Id).Start(user, token.SecretHash, cancellation);
        return await TokensOf(user, token, SessionLifetimes.RefreshToken, cancellation);
    }

    /// <returns>Sessions that are over, the oldest ended here where there are too many.</returns>
    private async Task<IReadOnlyList<string>> MakeRoom(string userId, CancellationToken cancellation)
    {
        List<string> alive = [], over = [];
        foreach (var id in await grains.GetUser(userId).ListSessions(cancellation))
            (await grains.GetSession(id).IsAlive(cancellation) ? alive : over).Add(id);
        foreach (var id in alive.SkipLast(MaxSessions - 1))
        {
            await grains.GetSession(id).End(cancellation);
            over.Add(id);
        }
        return over;
    }

    private async Task<SessionTokens> TokensOf(UserAccess user, OpaqueToken refresh, TimeSpan expiresIn, CancellationToken cancellation) => new(
        await accessTokens.Issue(user, refresh.Id, cancellation), SessionTokens.Bearer, (int)SessionLifetimes.AccessToken.TotalSeconds,
        refresh.ToText(OpaqueToken.RefreshPrefix), (int)expiresIn.TotalSeconds);
}

/// <param name="AccessToken">Shown with every request: <c>Authorization: Bearer ...</c>.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds until the access token expires.</param>
/// <param name="RefreshToken">Gives the next two.</param>
/// <param name="RefreshExpiresIn">Seconds until the refresh token expires.</param>
public sealed record SessionTokens(string AccessToken, string TokenType, int ExpiresIn, string RefreshToken, int RefreshExpiresIn)
{
    public const string Bearer = "Bearer";

    /// <summary>Not the tokens: they must not get into a log by an oversight.</summary>
    public override string ToString() => nameof(SessionTokens);
}
