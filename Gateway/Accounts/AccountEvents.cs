using CodeGraph.Client;

namespace CodeGraph.Gateway.Accounts;

/// <summary>What happens to accounts, told in one place. Names, never passwords or tokens.</summary>
internal sealed partial class AccountEvents(ILogger<AccountEvents> logger)
{
    [LoggerMessage(EventId = 20, Level = LogLevel.Information, Message = "{User} signed in")]
    public partial void SignedIn(string user);

    [LoggerMessage(EventId = 21, Level = LogLevel.Warning, Message = "A sign-in as {User} was refused")]
    public partial void SignInRefused(string user);

    [LoggerMessage(EventId = 22, Level = LogLevel.Information, Message = "The user {UserId} signed out")]
    public partial void SignedOut(string userId);

    [LoggerMessage(EventId = 23, Level = LogLevel.Warning, Message = "A refresh token of the user {UserId} was used twice; its session was ended")]
    public partial void RefreshTokenReused(string userId);

    [LoggerMessage(EventId = 24, Level = LogLevel.Information, Message = "{By} changed the password of {User}")]
    public partial void PasswordChanged(string by, string user);

    [LoggerMessage(EventId = 25, Level = LogLevel.Warning, Message = "{User} was made the first administrator")]
    public partial void FirstAdministratorMade(string user);

    [LoggerMessage(EventId = 26, Level = LogLevel.Information, Message = "{By} made the user {User} with the role {Role} on the server")]
    public partial void UserCreated(string by, string user, RepositoryRole role);

    [LoggerMessage(EventId = 27, Level = LogLevel.Information, Message = "{By} changed the user {User}: role {Role}, disabled {Disabled}")]
    public partial void UserChanged(string by, string user, RepositoryRole? role, bool? disabled);

    [LoggerMessage(EventId = 28, Level = LogLevel.Information, Message = "{By} deleted the user {User}")]
    public partial void UserDeleted(string by, string user);

    [LoggerMessage(EventId = 29, Level = LogLevel.Information, Message = "{By} gave {User} the role {Role} in {Repository}")]
    public partial void MemberSet(string by, string user, RepositoryRole role, string repository);

    [LoggerMessage(EventId = 30, Level = LogLevel.Information, Message = "{User} made the API key {KeyId} with the role {Role}")]
    public partial void KeyCreated(string user, string keyId, RepositoryRole role);

    [LoggerMessage(EventId = 31, Level = LogLevel.Information, Message = "{By} revoked the API key {KeyId}")]
    public partial void KeyRevoked(string by, string keyId);

    [LoggerMessage(EventId = 32, Level = LogLevel.Warning, Message = "{By} changed the key that signs access tokens; tokens before it revoked: {Revoked}")]
    public partial void SigningKeyRotated(string by, bool revoked);
}
