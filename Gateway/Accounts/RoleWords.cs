using CodeGraph.Client;

namespace CodeGraph.Gateway.Accounts;

/// <summary>Roles as the audit log spells them, which is how the API does.</summary>
internal static class RoleWords
{
    public static string ToWord(this RepositoryRole role) => role.ToString().ToLowerInvariant();
}
