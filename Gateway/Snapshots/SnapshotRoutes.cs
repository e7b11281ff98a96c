namespace CodeGraph.Gateway.Snapshots;

/// <summary>What the endpoints below a repository have in common.</summary>
internal static class SnapshotRoutes
{
    public static RouteGroupBuilder MapSnapshotGroup(this IEndpointRouteBuilder routes, string tag) =>
        routes.MapGroup("/api/v1/repositories/{name}").WithTags(tag).ProducesValidationProblem().ProducesProblem(404).ProducesProblem(503);
}
