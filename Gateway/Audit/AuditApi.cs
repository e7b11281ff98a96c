using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CodeGraph.Client;
using CodeGraph.Gateway.Security;
using CodeGraph.Grains.Audit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Audit;

/// <summary>The audit log, for administrators of the server.</summary>
internal static class AuditApi
{
    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/audit").Audited(AuditActions.AuditRead).Requires(RepositoryRole.Admin, RoleScope.Server).WithTags("Audit").ProducesValidationProblem().ProducesProblem(403).ProducesProblem(503);
        group.MapGet("/", Read).WithName("ReadAudit").WithSummary("Who did what, the latest first.");
        group.MapPost("/verify", Verify).WithName("VerifyAudit")
            .WithSummary("Whether the log is as it was written, by its chain of hashes, and whether it has an entry that was noted elsewhere.");
    }

    private static async Task<Ok<AuditPage>> Read([AsParameters] AuditParameters wanted, ICodeGraph graph, CancellationToken cancellation)
    {
        var query = new AuditQuery(wanted.Since, wanted.Until, wanted.Actor, wanted.Action, wanted.Repository, wanted.Limit, wanted.Cursor);
        return TypedResults.Ok(await graph.ReadAudit(query, cancellation));
    }

    private static async Task<Ok<AuditVerification>> Verify(AuditCheckpoint? expected, ICodeGraph graph, CancellationToken cancellation) =>
        TypedResults.Ok(await graph.VerifyAudit(expected, cancellation));
}

public sealed record AuditParameters(
    [property: Description("Entries of this time and later (RFC 3339).")] [FromQuery(Name = "since")] DateTimeOffset? Since,
    [property: Description("Entries before this time (RFC 3339).")] [FromQuery(Name = "until")] DateTimeOffset? Until,
    [property: Description("Entries by or about the actor of this id, name or pseudonym."), StringLength(256)] [FromQuery(Name = "actor")] string? Actor,
    [property: Description("Entries of this action, such as index.start, or of all on a thing, such as index."), StringLength(64)] [FromQuery(Name = "action")] string? Action,
    [property: Description("Entries about this repository."), StringLength(256)] [FromQuery(Name = "repository")] string? Repository,
    [property: Description("Where the page before ended."), StringLength(256)] [FromQuery(Name = "cursor")] string? Cursor,
    [property: Description("Most entries to return."), Range(1, 1000)] [FromQuery(Name = "limit")] int Limit = 100);
