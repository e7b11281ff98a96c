using CodeGraph.Client;
using CodeGraph.Gateway.Problems;
using Microsoft.AspNetCore.Authentication;

namespace CodeGraph.Gateway.Security;

/// <summary>
/// Lets a request through to its endpoint where the caller has the role that the endpoint takes. A repository that the caller may not read is answered by the query service as one that does
/// not exist: by the same code, with the same work. An endpoint that does not say what it takes is an administrator's.
/// </summary>
internal sealed class RoleAuthorization(RequestDelegate next)
{
    private static readonly RequiredRole Unstated = new(RepositoryRole.Admin, RoleScope.Server);

    public async Task Invoke(HttpContext context, IRepositoryAccess access, ICodeGraph graph)
    {
        // What matches no route, or no method or content type of one, is answered without an endpoint of ours.
        if (context.GetEndpoint() is RouteEndpoint endpoint)
        {
            var required = endpoint.Metadata.GetMetadata<RequiredRole>() ?? Unstated;
            if (!required.IsOpen)
            {
                if (Caller.Of(context) is not { } caller)
                {
                    await context.ChallengeAsync();
                    return;
                }
                if (required.Scope == RoleScope.Session && caller.Session is null)
                {
                    await GatewayProblems.Forbidden("This takes a session: sign in with your password; an API key does not do.").ExecuteAsync(context);
                    return;
                }
                if (required.Scope == RoleScope.Server && access.ServerRole < required.Role)
                    throw new AccessDeniedException(required.Role, repository: null);
                if (required.Scope == RoleScope.Repository && context.GetRouteValue(RequiredRoleExtensions.RepositoryParameter) is string repository)
                    await CheckRoleIn(repository, required.Role, access, graph, context.RequestAborted);
            }
        }
        await next(context);
    }

    private static async Task CheckRoleIn(string repository, RepositoryRole needed, IRepositoryAccess access, ICodeGraph graph, CancellationToken cancellation)
    {
        if (access.RoleIn(repository) >= needed)
            return;
        await graph.GetRepository(repository, cancellation);
        throw new AccessDeniedException(needed, repository);
    }
}
