using CodeGraph.Grains.Accounts;
using Orleans;

namespace CodeGraph.Gateway.Accounts;

/// <summary>
/// The keys of access tokens as this gateway knows them: never older than <see cref="MaxAge"/>, which is how long another gateway's rotation takes to
/// reach it.
/// </summary>
internal sealed class SigningKeyRing(IGrainFactory grains, TimeProvider time)
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private volatile Ring? known;

    /// <summary>The one that signs first.</summary>
    public async ValueTask<IReadOnlyList<SigningKey>> Get(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (known is { } ring && now - ring.ReadAt is var age && age >= TimeSpan.Zero && age < MaxAge)
            return ring.Keys;
        return Keep(await grains.GetSigningKeys().List(cancellation), now);
    }

    public async Task Rotate(bool revoke, CancellationToken cancellation) => Keep(await grains.GetSigningKeys().Rotate(revoke, cancellation), time.GetUtcNow());

    private IReadOnlyList<SigningKey> Keep(IReadOnlyList<SigningKey> keys, DateTimeOffset now)
    {
        known = new(keys, now);
        return keys;
    }

    private sealed record Ring(IReadOnlyList<SigningKey> Keys, DateTimeOffset ReadAt);
}
