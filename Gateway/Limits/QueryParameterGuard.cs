using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using CodeGraph.Gateway.Problems;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Limits;

/// <summary>
/// Refuses what an address of the REST API has after its question mark and its endpoint does not read, or reads once and is given twice: it would be without effect, and the
/// answer would be to another question than the one that was meant. What an endpoint reads is what its description lists.
/// </summary>
internal sealed class QueryParameterGuard(RequestDelegate next)
{
    private const string Api = "/api/v1";

    private readonly ConcurrentDictionary<Endpoint, FrozenDictionary<string, bool>> known = [];

    public Task Invoke(HttpContext context)
    {
        // GraphQL, MCP and SignalR have parameters by their own specifications.
        if (context.Request.Query.Count == 0 || !context.Request.Path.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase) || context.GetEndpoint() is not RouteEndpoint endpoint)
            return next(context);
        var parameters = known.GetOrAdd(endpoint, ReadBy);
        foreach (var (name, values) in context.Request.Query)
        {
            if (!parameters.TryGetValue(name, out var takesMany))
                return GatewayProblems.UnknownParameter(name, [.. parameters.Keys.Order(StringComparer.Ordinal)]).ExecuteAsync(context);
            if (values.Count > 1 && !takesMany)
                return GatewayProblems.RepeatedParameter(name, values.Count).ExecuteAsync(context);
        }
        return next(context);
    }

    /// <summary>The parameters that an endpoint reads from an address, each with whether it may be given several times.</summary>
    private static FrozenDictionary<string, bool> ReadBy(Endpoint endpoint) => endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
        .Select(p => (Query: p.ParameterInfo.GetCustomAttribute<FromQueryAttribute>(), p.Name, Type: p.ParameterInfo.ParameterType)).Where(p => p.Query is not null)
        .ToFrozenDictionary(p => p.Query!.Name ?? p.Name, p => p.Type.IsArray, StringComparer.OrdinalIgnoreCase);
}
