using System.Text.Json;
using CodeGraph.Gateway.GraphQL.Execution;
using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL;

/// <summary>A request as clients send it.</summary>
/// <param name="Query">The document.</param>
/// <param name="OperationName">Which of its operations; null where it has one.</param>
/// <param name="Variables">An object; undefined or null where none were sent.</param>
internal sealed record GraphQLRequest(string Query, string? OperationName = null, JsonElement Variables = default);

/// <summary>An operation that can be executed: valid, with its variables, within the limits.</summary>
internal sealed record PreparedOperation(DocumentNode Document, OperationNode Operation, IReadOnlyDictionary<string, object?> Variables);

/// <summary>
/// From a request to its result, by the GraphQL specification of September 2025: parse, validate, coerce variables and check limits, which is
/// <see cref="Prepare"/>; then <see cref="Execute"/>.
/// </summary>
internal sealed class GraphQLEngine(GraphQLSchema schema, GraphQLLimits limits, DocumentCache documents)
{
    public GraphQLSchema Schema => schema;

    /// <returns>The operation, or what is wrong with the request.</returns>
    public (PreparedOperation? Operation, IReadOnlyList<GraphQLError> Errors) Prepare(GraphQLRequest request)
    {
        try
        {
            var (document, invalid) = documents.Get(request.Query);
            if (document is null)
                return (null, invalid);
            var operation = Select(document, request.OperationName);
            var (variables, wrong) = VariableCoercion.Coerce(schema, document, operation, request.Variables);
            if (wrong.Count > 0)
                return (null, wrong);
            CheckLimits(document, operation, variables);
            return (new(document, operation, variables), []);
        }
        catch (GraphQLException exception)
        {
            return (null, [exception.Error]);
        }
    }

    /// <param name="prepared">What to execute, once.</param>
    /// <param name="services">Of the request.</param>
    /// <param name="describeError">What to tell of an exception of a field: the message and the extensions.</param>
    /// <param name="cancellation">Gives the request up.</param>
    /// <exception cref="OperationCanceledException">The request was given up.</exception>
    /// <exception cref="TimeoutException">It took longer than it may.</exception>
    public async Task<ExecutionResult> Execute(
        PreparedOperation prepared, IServiceProvider services, Func<Exception, (string Message, IReadOnlyDictionary<string, object?> Extensions)> describeError,
        CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(limits.MaxDuration);
        try
        {
            return await Executor.Execute(new(schema, prepared.Document, prepared.Operation, prepared.Variables, Root: null, services, describeError, time.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"The operation took longer than {limits.MaxDuration.TotalSeconds} seconds.");
        }
    }

    private OperationNode Select(DocumentNode document, string? name)
    {
        var operations = document.Operations.Where(o => name is null || o.Name?.Value == name).Take(2).ToList();
        var operation = operations switch
        {
            [] => throw Error(name is null ? "Must provide an operation." : $"Unknown operation named \"{name}\"."),
            [var only] => only,
            _ => throw Error("Must provide operation name if query contains multiple operations."),
        };
        return schema.Root(operation.Kind) is not null
            ? operation
            : throw Error($"Schema is not configured to execute {operation.Kind.ToString().ToLowerInvariant()} operation.", document.Source.LocationOf(operation.Start));
    }

    private void CheckLimits(DocumentNode document, OperationNode operation, IReadOnlyDictionary<string, object?> variables)
    {
        var (cost, depth) = CostAnalysis.Of(schema, document, operation, variables);
        if (depth > limits.MaxDepth)
            throw TooMuch(ErrorCodes.TooDeep, depth, limits.MaxDepth, $"The operation is {depth} fields deep, and {limits.MaxDepth} are allowed. Ask in several requests.");
        if (cost > limits.MaxCost)
        {
            throw TooMuch(
                ErrorCodes.TooCostly, cost, limits.MaxCost,
                $"The operation may cost {cost}, and {limits.MaxCost} is allowed. Ask for shorter lists ('first'), or in several requests.");
        }
    }

    private static GraphQLException TooMuch(string code, long estimate, long limit, string message) =>
        new(new(message, [], Extensions: new Dictionary<string, object?> { ["code"] = code, ["estimate"] = estimate, ["limit"] = limit }));

    private static GraphQLException Error(string message, params IReadOnlyList<SourceLocation> locations) => new(GraphQLError.Of(ErrorCodes.Operation, message, locations));
}
