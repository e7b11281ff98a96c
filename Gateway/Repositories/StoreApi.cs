using CodeGraph.Client;
using CodeGraph.Gateway.Security;
using CodeGraph.Grains;
using CodeGraph.Grains.Audit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CodeGraph.Gateway.Repositories;

/// <summary>Care of the data folder as a whole.</summary>
internal static class StoreApi
{
    public static void MapStore(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/store").WithTags("Store").Requires(RepositoryRole.Admin, RoleScope.Server).ProducesProblem(400).ProducesProblem(403);
        group.MapPost("/check", Check).Audited(AuditActions.StoreRepair).WithName("CheckStore").WithSummary("Check every file of the data folder, and set aside what is damaged where that is asked for.");
        group.MapPost("/collection", Collect).Audited(AuditActions.StoreCollect).WithName("CollectStore").ProducesProblem(409)
            .WithSummary("Remove snapshots, facts and clones that no registered repository needs, or tell what would be removed.");
    }

    private static async Task<Ok<StoreCheck>> Check(CheckCommand command, ICodeGraph graph, CancellationToken cancellation) =>
        TypedResults.Ok(await graph.CheckStore(command.Repair, cancellation));

    private static async Task<Ok<StoreCollection>> Collect(CollectCommand command, ICodeGraph graph, CancellationToken cancellation) =>
        TypedResults.Ok(await graph.CollectStore(command.DryRun, cancellation));
}
