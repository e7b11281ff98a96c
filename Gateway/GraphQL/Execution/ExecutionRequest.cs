using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Execution;

/// <summary>A validated operation with its variables, ready to be executed once.</summary>
/// <param name="Document">Valid by the schema.</param>
/// <param name="Variables">Coerced; those neither given nor defaulted are missing.</param>
/// <param name="Root">The source of the root fields.</param>
/// <param name="Services">Of the request.</param>
/// <param name="DescribeError">What to tell of an exception of a resolver: the message and the extensions.</param>
internal sealed record ExecutionRequest(
    GraphQLSchema Schema,
    DocumentNode Document,
    OperationNode Operation,
    IReadOnlyDictionary<string, object?> Variables,
    object? Root,
    IServiceProvider Services,
    Func<Exception, (string Message, IReadOnlyDictionary<string, object?> Extensions)> DescribeError,
    CancellationToken Cancellation)
{
    /// <summary>Questions of one request that are under way at a time: a request is not to take the place of others.</summary>
    public const int MostAtOnce = 8;

    public LoaderRegistry Loaders { get; } = new();

    public SemaphoreSlim Turns { get; } = new(MostAtOnce);

    /// <summary>Fragments by name.</summary>
    public IReadOnlyDictionary<string, FragmentNode> Fragments { get; } = Document.Fragments.ToDictionary(f => f.Name.Value);
}

/// <param name="Data">Null where an error went up to the root.</param>
internal sealed record ExecutionResult(ObjectResult? Data, IReadOnlyList<GraphQLError> Errors);
