using CodeGraph.Gateway.GraphQL.Schema;

namespace CodeGraph.Gateway.GraphQL.Http;

internal static class GraphQLServices
{
    /// <summary>The schema is made when the first request comes, so that a gateway that nobody asks in GraphQL starts as fast as before.</summary>
    public static IServiceCollection AddGraphQL(this IServiceCollection services, GatewayOptions options)
    {
        options.GraphQL.MaxDuration = options.Limits.QueryTime;
        services.AddSingleton(options.GraphQL);
        services.AddSingleton(_ => CodeGraphSchema.Create());
        services.AddSingleton<DocumentCache>();
        services.AddSingleton<GraphQLEngine>();
        services.AddSingleton<QueryErrors>();
        return services;
    }
}
