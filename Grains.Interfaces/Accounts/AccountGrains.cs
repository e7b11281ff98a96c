using Orleans;

namespace CodeGraph.Grains.Accounts;

/// <summary>Where the grains of accounts are found.</summary>
public static class AccountGrains
{
    /// <summary>Of those that there is one of.</summary>
    public const string Key = "all";

    public static IUsersGrain GetUsers(this IGrainFactory grains) => grains.GetGrain<IUsersGrain>(Key);

    /// <exception cref="UserNotFoundException">There is no such user.</exception>
    public static async Task<string> FindId(this IUsersGrain users, string name, CancellationToken cancellation) =>
        (await users.Find(name, cancellation))?.Id ?? throw UserNotFoundException.Of(name);

    public static IUserGrain GetUser(this IGrainFactory grains, string id) => grains.GetGrain<IUserGrain>(id);

    public static ISessionGrain GetSession(this IGrainFactory grains, string id) => grains.GetGrain<ISessionGrain>(id);

    public static IApiKeyGrain GetApiKey(this IGrainFactory grains, string id) => grains.GetGrain<IApiKeyGrain>(id);

    public static IMembersGrain GetMembers(this IGrainFactory grains, string repository) => grains.GetGrain<IMembersGrain>(repository);

    public static ISigningKeysGrain GetSigningKeys(this IGrainFactory grains) => grains.GetGrain<ISigningKeysGrain>(Key);
}
