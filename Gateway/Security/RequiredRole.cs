using CodeGraph.Client;
using CodeGraph.Grains.Audit;

namespace CodeGraph.Gateway.Security;

/// <summary>What an endpoint takes: metadata that every endpoint carries, so that none is open by oversight.</summary>
/// <param name="Role">The least role; <see cref="RepositoryRole.None"/> on the server for what anybody may ask.</param>
/// <param name="Scope">Where the role is held.</param>
internal sealed record RequiredRole(RepositoryRole Role, RoleScope Scope)
{
    public bool IsOpen => Role == RepositoryRole.None && Scope == RoleScope.Server;
}

/// <summary>The action that the audit log has of an endpoint, where a role does not reach; one without has <see cref="AuditActions.EndpointAsk"/>.</summary>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
internal sealed record AuditedAction(string Action);

internal enum RoleScope
{
    /// <summary>In the repository that the route names, or in those that the answer is about.</summary>
    Repository = 0,

    /// <summary>On the server as a whole.</summary>
    Server = 1,

    /// <summary>In no repository: it is about the caller, who must be known.</summary>
    Caller = 2,

    /// <summary>As <see cref="Caller"/>, but signed in with a password: an API key must not give others, nor take over the account.</summary>
    Session = 3,
}

internal static class RequiredRoleExtensions
{
    /// <summary>The name of the route's parameter that names a repository.</summary>
    public const string RepositoryParameter = "name";

    public static TBuilder Requires<TBuilder>(this TBuilder endpoints, RepositoryRole role, RoleScope scope = RoleScope.Repository)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new RequiredRole(role, scope));

    /// <summary>What the audit log calls it where it is refused, as where it is done.</summary>
    /// <param name="endpoints">Endpoints that do one thing.</param>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    public static TBuilder Audited<TBuilder>(this TBuilder endpoints, string action)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new AuditedAction(action));

    /// <summary>About the caller's own account.</summary>
    public static TBuilder RequiresCaller<TBuilder>(this TBuilder endpoints, RoleScope scope = RoleScope.Caller)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new RequiredRole(RepositoryRole.None, scope));
}
