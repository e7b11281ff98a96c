using System.Security.Cryptography;
using CodeGraph.Storage;
using Orleans;
using Orleans.Runtime;

namespace CodeGraph.Grains.Accounts;

/// <summary>The only writer of the keys that sign access tokens: the first signs, the others only verify until their last token has expired.</summary>
internal sealed class SigningKeysGrain([PersistentState("signing-keys", "codegraph")] IPersistentState<SigningKeysState> stored, DataFolder folder, TimeProvider time)
    : Grain, ISigningKeysGrain
{
    private const int SecretBytes = 32;
    private const int IdBytes = 8;

    private readonly AccountState<SigningKeysState> state = new(stored, folder, time);

    public async Task<IReadOnlyList<SigningKey>> List(CancellationToken cancellation)
    {
        await state.Reload(cancellation);
        await state.Change(s => s.Keys.Count == 0 ? new() { Keys = [NewKey()] } : s, cancellation);
        return Valid(stored.State);
    }

    public async Task<IReadOnlyList<SigningKey>> Rotate(bool revoke, CancellationToken cancellation)
    {
        await state.Reload(cancellation);
        var now = time.GetUtcNow();
        await state.Change(s => new() { Keys = [NewKey(), .. revoke ? [] : Valid(s).Select(k => k with { RetiredAt = k.RetiredAt ?? now })] }, cancellation);
        return Valid(stored.State);
    }

    private IReadOnlyList<SigningKey> Valid(SigningKeysState keys) =>
        [.. keys.Keys.Where(k => k.RetiredAt is not { } at || at + SessionLifetimes.AccessToken > time.GetUtcNow())];

    private static SigningKey NewKey() =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)), RandomNumberGenerator.GetBytes(SecretBytes), RetiredAt: null);
}

/// <summary>What signs access tokens.</summary>
[GenerateSerializer]
public sealed record SigningKeysState
{
    /// <summary>The one that signs first.</summary>
    [Id(0)]
    public IReadOnlyList<SigningKey> Keys { get; init; } = [];
}
