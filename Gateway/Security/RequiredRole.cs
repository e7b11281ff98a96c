using CodeGraph.Client;

namespace CodeGraph.Gateway.Security;

/// <summary>What an endpoint takes: metadata that every endpoint carries, so that none is open by oversight.</summary>
/// <param name="Role">The least role; <see cref="RepositoryRole.None"/> for what anybody may ask.</param>
/// <param name="Scope">Where the role is held.</param>
internal sealed record RequiredRole(RepositoryRole Role, RoleScope Scope);

internal enum RoleScope
{
    /// <summary>In the repository that the route names, or in those that the answer is about.</summary>
    Repository = 0,

    /// <summary>On the server as a whole.</summary>
    Server = 1,
}

internal static class RequiredRoleExtensions
{
    public static TBuilder Requires<TBuilder>(this TBuilder endpoints, RepositoryRole role, RoleScope scope = RoleScope.Repository)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new RequiredRole(role, scope));
}
