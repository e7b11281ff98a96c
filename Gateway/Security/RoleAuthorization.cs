using CodeGraph.Client;
using CodeGraph.Gateway.Problems;
using CodeGraph.Grains.Audit;
using Microsoft.AspNetCore.Authentication;

namespace CodeGraph.Gateway.Security;

/// <summary>
/// Lets a request through to its endpoint where the caller has the role that the endpoint takes; where not, the audit log is told. A repository that the caller may not read is
/// answered by the query service as one that does not exist: by the same code, with the same work, and unrecorded as any name that nobody bears. An endpoint that does not say
/// what it takes is an administrator's.
/// </summary>
internal sealed class RoleAuthorization(RequestDelegate next)
{
    private static readonly RequiredRole Unstated = new(RepositoryRole.Admin, RoleScope.Server);

    public async Task Invoke(HttpContext context, IRepositoryAccess access, ICodeGraph graph, AuditTrail audit)
    {
        // What matches no route, or no method or content type of one, is answered without an endpoint of ours.
        if (context.GetEndpoint() is not RouteEndpoint endpoint || (endpoint.Metadata.GetMetadata<RequiredRole>() ?? Unstated) is not { IsOpen: false } required)
        {
            await next(context);
        }
        else if (Caller.Of(context) is { } caller)
        {
            // Unless the endpoint says otherwise: a cache on the way may not know that X-Api-Key makes answers differ.
            context.Response.Headers.CacheControl = "no-store";
            await LetThrough(context, caller, endpoint, required, access, graph, audit);
        }
        else
        {
            await context.ChallengeAsync();
        }
    }

    private async Task LetThrough(
        HttpContext context, Caller caller, RouteEndpoint endpoint, RequiredRole required, IRepositoryAccess access, ICodeGraph graph, AuditTrail audit)
    {
        if (required.Scope == RoleScope.Session && caller.Session is null)
        {
            await audit.Denied(EntryOf(endpoint, context, audit.Actor, repository: null), context.RequestAborted);
            await GatewayProblems.NeedsSession().ExecuteAsync(context);
        }
        else if (await Lacks(required, context, access, graph) is { } denied)
        {
            await audit.Denied(EntryOf(endpoint, context, audit.Actor, denied.Repository), context.RequestAborted);
            throw denied;
        }
        else
        {
            await next(context);
        }
    }

    /// <returns>Which role it takes; null where the caller has it.</returns>
    private static async Task<AccessDeniedException?> Lacks(RequiredRole required, HttpContext context, IRepositoryAccess access, ICodeGraph graph)
    {
        if (required.Scope == RoleScope.Server)
            return access.ServerRole < required.Role ? new(required.Role, repository: null) : null;
        if (required.Scope != RoleScope.Repository || context.GetRouteValue(RequiredRoleExtensions.RepositoryParameter) is not string repository || access.RoleIn(repository) >= required.Role)
            return null;
        await graph.GetRepository(repository, context.RequestAborted);
        return new(required.Role, repository);
    }

    private static AuditEntry EntryOf(RouteEndpoint endpoint, HttpContext context, AuditActor actor, string? repository) => new(
        endpoint.Metadata.GetMetadata<AuditedAction>()?.Action ?? AuditActions.EndpointAsk, actor, Repository: repository,
        Detail: $"{context.Request.Method} {endpoint.RoutePattern.RawText}");
}
