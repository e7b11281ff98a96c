using CodeGraph.Client;
using CodeGraph.Gateway.Problems;
using Microsoft.AspNetCore.Authentication;

namespace CodeGraph.Gateway.Security;

/// <summary>
/// Lets a request through to its endpoint where the caller has the role that the endpoint takes. A repository that the caller may not read is
/// answered by the query service as one that does not exist: by the same code, with the same work. An endpoint that does not say what it takes is an
/// administrator's.
/// </summary>
internal sealed class RoleAuthorization(RequestDelegate next)
{
    private static readonly RequiredRole Unstated = new(RepositoryRole.Admin, RoleScope.Server);

    public async Task Invoke(HttpContext context, IRepositoryAccess access, ICodeGraph graph)
    {
        // What matches no route, or no method or content type of one, is answered without an endpoint of ours.
        var required = context.GetEndpoint() is RouteEndpoint endpoint ? endpoint.Metadata.GetMetadata<RequiredRole>() ?? Unstated : null;
        if (required is null or { IsOpen: true } || await IsLetThrough(context, required, access, graph))
            await next(context);
    }

    private static async Task<bool> IsLetThrough(HttpContext context, RequiredRole required, IRepositoryAccess access, ICodeGraph graph)
    {
        if (Caller.Of(context) is not { } caller)
        {
            await context.ChallengeAsync();
            return false;
        }
        switch (required.Scope)
        {
            case RoleScope.Session when caller.Session is null:
                await GatewayProblems.Forbidden("This takes a session: sign in with your password; an API key does not do.").ExecuteAsync(context);
                return false;
            case RoleScope.Server when access.ServerRole < required.Role:
                throw new AccessDeniedException(required.Role, repository: null);
            case RoleScope.Repository when context.GetRouteValue(RequiredRoleExtensions.RepositoryParameter) is string repository:
                await CheckRoleIn(repository, required.Role, access, graph, context.RequestAborted);
                break;
        }
        return true;
    }

    private static async Task CheckRoleIn(string repository, RepositoryRole needed, IRepositoryAccess access, ICodeGraph graph, CancellationToken cancellation)
    {
        if (access.RoleIn(repository) >= needed)
            return;
        await graph.GetRepository(repository, cancellation);
        throw new AccessDeniedException(needed, repository);
    }
}
