using CodeGraph.Client;
using CodeGraph.Grains.Accounts;
using Orleans;

namespace CodeGraph.Gateway.Accounts;

/// <summary>How the first account comes about: whoever runs the server is shown a token, which makes one administrator, once.</summary>
internal sealed class FirstAdministrator(IGrainFactory grains, Passwords passwords, AccountEvents events, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private const string Prefix = "cgs_";
    private const int SecretBytes = 32;

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
        if (!await grains.GetUsers().IsSetupToken(hash, cancellation))
            return null;
        var user = await grains.GetUsers().SetUp(hash, new(name, await passwords.Hash(password, cancellation), RepositoryRole.Admin), cancellation);
        if (user is not null)
            events.FirstAdministratorMade(user.Name);
        return user;
    }
}
