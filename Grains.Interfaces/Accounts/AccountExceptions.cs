using Orleans;

namespace CodeGraph.Grains.Accounts;

/// <summary>There is no user of that name; the message names it.</summary>
[GenerateSerializer, Alias("CodeGraph.UserNotFoundException")]
public sealed class UserNotFoundException(string message) : Exception(message)
{
    public static UserNotFoundException Of(string name) => new($"No user is named '{name}'.");
}

/// <summary>What was asked for does not go with the accounts as they are; the message says why and what can be done.</summary>
[GenerateSerializer, Alias("CodeGraph.AccountConflictException")]
public sealed class AccountConflictException(string message) : Exception(message);

/// <summary>What was given cannot be a name, a password or a role; the message says why.</summary>
[GenerateSerializer, Alias("CodeGraph.InvalidAccountException")]
public sealed class InvalidAccountException(string message) : Exception(message);
