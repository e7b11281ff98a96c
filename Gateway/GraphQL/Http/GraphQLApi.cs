using System.IO.Pipelines;
using CodeGraph.Client;
using CodeGraph.Gateway.GraphQL.Execution;
using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;
using CodeGraph.Gateway.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CodeGraph.Gateway.GraphQL.Http;

/// <summary>GraphQL over HTTP (the draft specification of the GraphQL foundation): <c>POST /graphql</c>, <c>GET /graphql</c> for queries, and the schema.</summary>
internal static class GraphQLApi
{
    public static void MapGraphQL(this IEndpointRouteBuilder routes)
    {
        // Not in the OpenAPI description: the schema describes itself.
        var group = routes.MapGroup("/graphql").Requires(RepositoryRole.Reader).ExcludeFromDescription();
        group.MapPost("", Post).WithName("PostGraphQL");
        group.MapGet("", Get).WithName("GetGraphQL");
        group.MapGet("/schema.graphql", GetSchema).WithName("GetGraphQLSchema");
    }

    private static async Task<IResult> Post(HttpContext http, CancellationToken cancellation)
    {
        if (!GraphQLMediaTypes.IsJson(http.Request))
            return TypedResults.Problem("Send the request as application/json in UTF-8.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        return await Answer(http, await GraphQLRequestReader.ReadBody(http.Request, cancellation), cancellation);
    }

    private static Task<IResult> Get(HttpContext http, CancellationToken cancellation) => Answer(http, GraphQLRequestReader.ReadQuery(http.Request.Query), cancellation);

    private static ContentHttpResult GetSchema(GraphQLSchema schema) => TypedResults.Text(SchemaPrinter.Print(schema));

    private static async Task<IResult> Answer(HttpContext http, GraphQLRequest request, CancellationToken cancellation)
    {
        if (GraphQLMediaTypes.Choose(http.Request) is not { } mediaType)
            return TypedResults.Problem($"The answer comes as {GraphQLMediaTypes.Response} or {GraphQLMediaTypes.Json}.", statusCode: StatusCodes.Status406NotAcceptable);
        var services = http.RequestServices;
        var engine = services.GetRequiredService<GraphQLEngine>();
        var (operation, errors) = engine.Prepare(request);
        if (operation is null)
            return new GraphQLResult(mediaType, IsRefusal: true, output => ResponseWriter.WriteRefusal(output, errors, cancellation));
        if (operation.Operation.Kind != OperationKind.Query && !HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            return TypedResults.Problem("A mutation is sent with POST.", statusCode: StatusCodes.Status405MethodNotAllowed);
        }

        var result = await Execute(engine, operation, services, cancellation);
        return new GraphQLResult(mediaType, IsRefusal: false, output => ResponseWriter.Write(output, result, cancellation));
    }

    /// <exception cref="QueryTimeLimitException">It took longer than it may, as any question that does.</exception>
    private static async Task<ExecutionResult> Execute(GraphQLEngine engine, PreparedOperation operation, IServiceProvider services, CancellationToken cancellation)
    {
        try
        {
            return await engine.Execute(operation, services, services.GetRequiredService<QueryErrors>().Describe, cancellation);
        }
        catch (TimeoutException)
        {
            throw new QueryTimeLimitException("The GraphQL operation", services.GetRequiredService<GraphQLLimits>().MaxDuration);
        }
    }

    /// <summary>A response; plain JSON has the status 200 for whatever was a GraphQL request, as older clients look at the body alone.</summary>
    private sealed record GraphQLResult(string MediaType, bool IsRefusal, Func<PipeWriter, Task> Write) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = IsRefusal && MediaType == GraphQLMediaTypes.Response ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
            response.ContentType = MediaType + "; charset=utf-8";
            return Write(response.BodyWriter);
        }
    }
}
