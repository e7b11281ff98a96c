using Orleans;

namespace CodeGraph.Grains.Accounts;

/// <summary>The keys that sign access tokens, made when first asked for. A single grain, keyed <see cref="AccountGrains.Key"/>.</summary>
[Alias("CodeGraph.ISigningKeysGrain")]
public interface ISigningKeysGrain : IGrainWithStringKey
{
    /// <summary>The key that signs, first, and those before it for as long as tokens of theirs are valid.</summary>
    Task<IReadOnlyList<SigningKey>> List(CancellationToken cancellation);

    /// <summary>Signs with a new key from now on.</summary>
    /// <param name="revoke">Whether tokens of the keys before are refused at once, as one has become known.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<IReadOnlyList<SigningKey>> Rotate(bool revoke, CancellationToken cancellation);
}

/// <param name="Id">Names it in a token's header.</param>
/// <param name="Secret">256 random bits.</param>
/// <param name="RetiredAt">When another took its place; null for the one that signs.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.SigningKey")]
public sealed record SigningKey([property: Id(0)] string Id, [property: Id(1)] byte[] Secret, [property: Id(2)] DateTimeOffset? RetiredAt);
