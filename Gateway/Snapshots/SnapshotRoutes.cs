using CodeGraph.Client;
using CodeGraph.Gateway.Security;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>
/// What the endpoints below a repository have in common. Their parameters are records, whose descriptions and limits are attributes of the
/// property: the description generator fails on those of a constructor parameter.
/// </summary>
internal static class SnapshotRoutes
{
    public static RouteGroupBuilder MapSnapshotGroup(this IEndpointRouteBuilder routes, string tag) =>
        routes.MapGroup("/api/v1/repositories/{name}").Requires(RepositoryRole.Reader).WithTags(tag).ProducesValidationProblem().ProducesProblem(404).ProducesProblem(503);
}
