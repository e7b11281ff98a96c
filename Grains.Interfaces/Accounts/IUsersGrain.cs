using CodeGraph.Client;
using Orleans;

namespace CodeGraph.Grains.Accounts;

/// <summary>
/// The names of all users: no two are alike, upper and lower case aside, and one enabled administrator always remains. A single grain, keyed <see
/// cref="AccountGrains.Key"/>.
/// </summary>
[Alias("CodeGraph.IUsersGrain")]
public interface IUsersGrain : IGrainWithStringKey
{
    /// <summary>Lets whoever knows the token become the first administrator. A token given before is void.</summary>
    /// <param name="tokenHash">SHA-256 of the token.</param>
    /// <param name="expiresAt">When the token is void.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False where there is a user already.</returns>
    Task<bool> OpenSetup(string tokenHash, DateTimeOffset expiresAt, CancellationToken cancellation);

    /// <summary>Whether the token makes the first administrator now.</summary>
    Task<bool> IsSetupToken(string tokenHash, CancellationToken cancellation);

    /// <summary>Makes the first administrator; the token is used up.</summary>
    /// <returns>Null where the token is not valid (any more).</returns>
    /// <exception cref="InvalidAccountException">The name is none.</exception>
    Task<UserEntry?> SetUp(string tokenHash, NewUser administrator, CancellationToken cancellation);

    /// <exception cref="InvalidAccountException">The name is none.</exception>
    /// <exception cref="AccountConflictException">The name is taken.</exception>
    Task<UserEntry> Create(NewUser user, CancellationToken cancellation);

    /// <summary>The user of a name, upper and lower case aside; null where there is none.</summary>
    Task<UserEntry?> Find(string name, CancellationToken cancellation);

    /// <summary>Users in the order of their names.</summary>
    /// <param name="after">The name to go on after; null to begin.</param>
    /// <param name="limit">Most users.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<IReadOnlyList<UserEntry>> List(string? after, int limit, CancellationToken cancellation);

    /// <exception cref="UserNotFoundException">There is no such user.</exception>
    /// <exception cref="AccountConflictException">No enabled administrator would remain.</exception>
    Task SetRole(string name, RepositoryRole role, CancellationToken cancellation);

    /// <summary>A disabled user can do nothing; sessions end, keys rest.</summary>
    /// <exception cref="UserNotFoundException">There is no such user.</exception>
    /// <exception cref="AccountConflictException">No enabled administrator would remain.</exception>
    Task SetDisabled(string name, bool disabled, CancellationToken cancellation);

    /// <exception cref="UserNotFoundException">There is no such user.</exception>
    /// <exception cref="AccountConflictException">No enabled administrator would remain.</exception>
    Task Delete(string name, CancellationToken cancellation);
}

/// <param name="Id">Names the user for good; never given to another.</param>
/// <param name="Name">What they sign in with.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.UserEntry")]
public sealed record UserEntry([property: Id(0)] string Id, [property: Id(1)] string Name);

/// <param name="Name">See <see cref="UserName"/>.</param>
/// <param name="PasswordHash">As ASP.NET Identity's password hasher writes it.</param>
/// <param name="ServerRole">The least role in every repository.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.NewUser")]
public sealed record NewUser([property: Id(0)] string Name, [property: Id(1)] string PasswordHash, [property: Id(2)] RepositoryRole ServerRole)
{
    /// <summary>See <see cref="UserEntry.Id"/>. Known before the user exists, so that making them can be recorded before it is done.</summary>
    [Id(3)]
    public string Id { get; init; } = Guid.NewGuid().ToString("N");
}

/// <summary>What may name a user: 1 to 64 letters, digits, <c>.</c>, <c>_</c> and <c>-</c> of ASCII, so that no two names look alike.</summary>
public static class UserName
{
    public const int MaxLength = 64;

    /// <exception cref="InvalidAccountException">The name is none.</exception>
    public static void Check(string name)
    {
        if (!IsValid(name))
            throw new InvalidAccountException($"'{name}' is no name of a user: give 1 to {MaxLength} letters, digits, '.', '_' and '-'.");
    }

    public static bool IsValid(string name) => name.Length is > 0 and <= MaxLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
