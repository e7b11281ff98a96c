using CodeGraph.Client;
using CodeGraph.Gateway.Security;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace CodeGraph.Gateway.Health;

/// <summary>Whether the process runs, and whether it can answer.</summary>
internal static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").WithTags("Health").Requires(RepositoryRole.None, RoleScope.Server).DisableRateLimiting();
        group.MapGet("/live", () => TypedResults.Ok(new Health("live"))).WithName("GetLive").WithSummary("The process runs.");
        group.MapGet("/ready", GetReady).WithName("GetReady").WithSummary("The grains answer and the store can be read.");
    }

    private static async Task<Ok<Health>> GetReady(IGrainFactory grains, CancellationToken cancellation)
    {
        await grains.GetRepositories().List(cancellation);
        return TypedResults.Ok(new Health("ready"));
    }
}

/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
internal sealed record Health(string Status);
