using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using CodeGraph.Client;
using CodeGraph.Gateway.Batch;
using CodeGraph.Gateway.Caching;
using CodeGraph.Gateway.Security;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>
/// What the endpoints below a repository have in common. Their parameters are records, whose descriptions and limits are attributes of the
/// property: the description generator fails on those of a constructor parameter.
/// </summary>
internal static class SnapshotRoutes
{
    /// <summary>What answers questions and batches of them.</summary>
    public static IServiceCollection AddQuestions(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<AnswerCache>();
        services.AddSingleton<Answerer>();
        services.AddScoped<QuestionEndpoint>();
        return services.AddScoped<BatchRunner>();
    }

    public static RouteGroupBuilder MapSnapshotGroup(this IEndpointRouteBuilder routes, string tag) =>
        routes.MapGroup("/api/v1/repositories/{name}").Requires(RepositoryRole.Reader).WithTags(tag);

    /// <summary>Maps a question twice: asked by a URL, and by a body where it is too long for one.</summary>
    /// <typeparam name="TParameters">What the URL holds.</typeparam>
    /// <typeparam name="TQuery">What the body holds.</typeparam>
    /// <typeparam name="TAnswer">The answer.</typeparam>
    /// <param name="group">Where to.</param>
    /// <param name="question">Names the route.</param>
    /// <param name="id">Names the operations: <c>Callers</c> gives <c>GetCallers</c> and <c>AskCallers</c>.</param>
    /// <param name="summary">One sentence.</param>
    /// <param name="toQuery">Reads the URL.</param>
    public static void MapQuestion<TParameters, TQuery, TAnswer>(
        this RouteGroupBuilder group, Question<TQuery, TAnswer> question, string id, string summary, Func<TParameters, TQuery> toQuery)
        where TParameters : notnull
        where TQuery : class
        where TAnswer : class
    {
        group.MapGetQuestion("/" + question.Name, question, "Get" + id, summary, toQuery);
        group.MapPost(
                "/" + question.Name,
                ([AsParameters] SnapshotParameters snapshot, QuestionEndpoint endpoint, HttpContext context, CancellationToken cancellation) => endpoint.Post(question, context, cancellation))
            .Accepts<TQuery>(MediaTypes.Json)
            .WithName("Ask" + id).WithSummary(summary).WithDescription("The same as GET, with the question in the body.").Answers(question);
    }

    /// <summary>Maps a question asked by a URL alone.</summary>
    public static void MapGetQuestion<TParameters, TQuery, TAnswer>(
        this RouteGroupBuilder group, [StringSyntax("Route")] string route, Question<TQuery, TAnswer> question, string id, string summary, Func<TParameters, TQuery> toQuery)
        where TParameters : notnull
        where TQuery : class
        where TAnswer : class =>
        group.MapGet(
                route,
                ([AsParameters] TParameters wanted, QuestionEndpoint endpoint, HttpContext context, CancellationToken cancellation) =>
                    endpoint.Get(question, toQuery(wanted), context, cancellation))
            .WithName(id).WithSummary(summary).Answers(question).Produces(StatusCodes.Status304NotModified);

    private static RouteHandlerBuilder Answers<TQuery, TAnswer>(this RouteHandlerBuilder endpoint, Question<TQuery, TAnswer> question)
        where TQuery : class
        where TAnswer : class
    {
        string[] others = question is ILongQuestion<TQuery, TAnswer> ? [MediaTypes.JsonLines] : [];
        // Answerer checks the query itself, however it came, and only where no answer is kept.
        return endpoint.DisableValidation().Produces<TAnswer>(StatusCodes.Status200OK, MediaTypes.Json, others)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status406NotAcceptable).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }
}

public sealed record SnapshotParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit);
