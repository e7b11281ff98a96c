using CodeGraph.Client;
using Orleans;

namespace CodeGraph.Grains.Accounts;

/// <summary>One API key: never good for more than its user is at the moment. Keyed by its id, which is part of the key.</summary>
[Alias("CodeGraph.IApiKeyGrain")]
public interface IApiKeyGrain : IGrainWithStringKey
{
    Task<ApiKeyInfo> Create(NewApiKey key, CancellationToken cancellation);

    /// <summary>What the key is good for now; null where it is void or the secret is another.</summary>
    Task<UserAccess?> Authenticate(string secretHash, CancellationToken cancellation);

    /// <summary>Null where it was revoked.</summary>
    Task<ApiKeyInfo?> Get(CancellationToken cancellation);

    Task Revoke(CancellationToken cancellation);
}

/// <param name="UserId">Whose it is.</param>
/// <param name="Name">What it is for.</param>
/// <param name="SecretHash">SHA-256 of its secret.</param>
/// <param name="Role">The most it is good for.</param>
/// <param name="Repositories">The only repositories it is good for; null for all that the user may see.</param>
/// <param name="Lifetime">How long it is valid.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.NewApiKey")]
public sealed record NewApiKey(
    [property: Id(0)] string UserId,
    [property: Id(1)] string Name,
    [property: Id(2)] string SecretHash,
    [property: Id(3)] RepositoryRole Role,
    [property: Id(4)] IReadOnlyList<string>? Repositories,
    [property: Id(5)] TimeSpan Lifetime);

/// <param name="Id">Names the key; no secret.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Role">The most it is good for.</param>
/// <param name="Repositories">The only repositories it is good for; null for all that the user may see.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it is void.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.ApiKeyInfo")]
public sealed record ApiKeyInfo(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] RepositoryRole Role,
    [property: Id(3)] IReadOnlyList<string>? Repositories,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] DateTimeOffset ExpiresAt);
