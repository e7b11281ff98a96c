using CodeGraph.Client;
using CodeGraph.Storage;
using Orleans;
using Orleans.Runtime;

namespace CodeGraph.Grains.Accounts;

/// <summary>The only writer of one API key.</summary>
internal sealed class ApiKeyGrain([PersistentState("apikey", "codegraph")] IPersistentState<ApiKeyState> stored, DataFolder folder, TimeProvider time)
    : Grain, IApiKeyGrain
{
    private readonly AccountState<ApiKeyState> state = new(stored, folder, time);

    public async Task<ApiKeyInfo> Create(NewApiKey key, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var created = new ApiKeyState
        {
            UserId = key.UserId, Name = key.Name, SecretHash = key.SecretHash, Role = key.Role, Repositories = key.Repositories,
            CreatedAt = now, ExpiresAt = now + key.Lifetime,
        };
        await state.Change(_ => created, cancellation);
        return InfoOf(created);
    }

    public async Task<UserAccess?> Authenticate(string secretHash, CancellationToken cancellation)
    {
        if (await Read(cancellation) is not { } key || key.ExpiresAt <= time.GetUtcNow() || !Secrets.Equal(key.SecretHash, secretHash))
            return null;
        return (await GrainFactory.GetUser(key.UserId).GetAccess(cancellation))?.NarrowedTo(key.Role, key.Repositories);
    }

    public async Task<ApiKeyInfo?> Get(CancellationToken cancellation) => await Read(cancellation) is { } key ? InfoOf(key) : null;

    public async Task Revoke(CancellationToken cancellation)
    {
        if (await Read(cancellation) is null)
            return;
        await state.Clear(cancellation);
        DeactivateOnIdle();
    }

    /// <summary>Null where it was revoked or never was; then nothing of it stays in memory.</summary>
    private async Task<ApiKeyState?> Read(CancellationToken cancellation)
    {
        var key = await state.Read(cancellation);
        if (state.Exists)
            return key;
        DeactivateOnIdle();
        return null;
    }

    private ApiKeyInfo InfoOf(ApiKeyState key) => new(this.GetPrimaryKeyString(), key.Name, key.Role, key.Repositories, key.CreatedAt, key.ExpiresAt);
}

/// <summary>What an API key remembers.</summary>
[GenerateSerializer]
public sealed record ApiKeyState
{
    [Id(0)]
    public string UserId { get; init; } = "";

    [Id(1)]
    public string Name { get; init; } = "";

    [Id(2)]
    public string SecretHash { get; init; } = "";

    /// <summary>The most it is good for.</summary>
    [Id(3)]
    public RepositoryRole Role { get; init; }

    /// <summary>The only repositories it is good for; null for all.</summary>
    [Id(4)]
    public IReadOnlyList<string>? Repositories { get; init; }

    [Id(5)]
    public DateTimeOffset CreatedAt { get; init; }

    [Id(6)]
    public DateTimeOffset ExpiresAt { get; init; }
}
