using CodeGraph.Client;
using CodeGraph.Gateway.Security;
using CodeGraph.Grains.Accounts;
using CodeGraph.Grains.Audit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CodeGraph.Gateway.Accounts;

/// <summary>Who holds a role in a repository, for its administrators.</summary>
internal static class MembersApi
{
    public static void MapMembers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/repositories/{name}/members").WithTags("Accounts").Requires(RepositoryRole.Admin)
            .ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
        group.MapGet("/", List).WithName("GetMembers").WithSummary("Users with a role in the repository; those with a role on the server are not listed.");
        group.MapPut("/{user}", Set).Audited(AuditActions.RoleGrant).WithName("SetMember").ProducesValidationProblem().WithSummary("Give a user a role: reader, maintainer or admin.");
        group.MapDelete("/{user}", Remove).Audited(AuditActions.RoleRevoke).WithName("RemoveMember").WithSummary("Take a user's role away.");
    }

    private static async Task<Ok<IReadOnlyList<Member>>> List(string name, Members members, CancellationToken cancellation) =>
        TypedResults.Ok(await members.List(name, cancellation));

    private static async Task<Ok<Member>> Set(string name, string user, SetMemberCommand command, Members members, CancellationToken cancellation)
    {
        if (command.Role == RepositoryRole.None)
            throw new InvalidAccountException("A member has a role: reader, maintainer or admin. DELETE takes it away.");
        await members.Set(name, user, command.Role, cancellation);
        return TypedResults.Ok(new Member(user, command.Role));
    }

    private static async Task<NoContent> Remove(string name, string user, Members members, CancellationToken cancellation)
    {
        await members.Set(name, user, RepositoryRole.None, cancellation);
        return TypedResults.NoContent();
    }
}

/// <param name="Role">reader, maintainer or admin.</param>
public sealed record SetMemberCommand(RepositoryRole Role);
