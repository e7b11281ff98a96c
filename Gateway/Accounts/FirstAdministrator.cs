using CodeGraph.Client;
using CodeGraph.Grains.Accounts;
using CodeGraph.Grains.Audit;
using Orleans;

namespace CodeGraph.Gateway.Accounts;

/// <summary>How the first account comes about: whoever runs the server is shown a token, which makes one administrator, once.</summary>
internal sealed class FirstAdministrator(IGrainFactory grains, Passwords passwords, Users users, AuditTrail audit, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private const string Prefix = "cgs_";
    private const int SecretBytes = 32;
    private const string Detail = "first administrator";

    /// <summary>A token in place of the one before it; null once there is a user.</summary>
    public async Task<string?> Open(CancellationToken cancellation)
    {
        var token = Prefix + OpaqueToken.RandomHex(SecretBytes);
        return await grains.GetUsers().OpenSetup(OpaqueToken.Hash(token), time.GetUtcNow() + Lifetime, cancellation) ? token : null;
    }

    /// <returns>Null where the token is not valid (any more).</returns>
    /// <exception cref="InvalidAccountException">Name or password is no good one.</exception>
    public async Task<UserEntry?> SetUp(string token, string name, string password, CancellationToken cancellation)
    {
        UserName.Check(name);
        Passwords.Check(password, name);
        var hash = OpaqueToken.Hash(token);

        // Before the password is hashed: a wrong token costs nothing.
        if (await grains.GetUsers().IsSetupToken(hash, cancellation))
        {
            var administrator = new NewUser(name, await passwords.Hash(password, cancellation), RepositoryRole.Admin);
            if (await users.Record(administrator, Detail, () => grains.GetUsers().SetUp(hash, administrator, cancellation), cancellation) is { } user)
                return user;
        }
        await audit.Denied(new(AuditActions.UserCreate, audit.Actor, Detail: Detail), cancellation);
        return null;
    }
}
