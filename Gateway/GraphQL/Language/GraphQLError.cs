namespace CodeGraph.Gateway.GraphQL.Language;

/// <summary>An error as a response tells it (section 7.1.2 of the specification).</summary>
/// <param name="Message">What is wrong, and what to do about it.</param>
/// <param name="Locations">The nodes of the document it is about; empty where it is about none.</param>
/// <param name="Path">Response keys (string) and list indexes (int) that lead to the field that failed; null where none did.</param>
/// <param name="Extensions">At least <c>code</c>, which names the case.</param>
internal sealed record GraphQLError(
    string Message,
    IReadOnlyList<SourceLocation> Locations,
    IReadOnlyList<object>? Path = null,
    IReadOnlyDictionary<string, object?>? Extensions = null)
{
    /// <summary>An error whose only extension is its code.</summary>
    public static GraphQLError Of(string code, string message, IReadOnlyList<SourceLocation>? locations = null) =>
        new(message, locations ?? [], Extensions: new Dictionary<string, object?> { ["code"] = code });
}

/// <summary>Values of <c>extensions.code</c> of what the engine itself finds wrong.</summary>
internal static class ErrorCodes
{
    public const string Syntax = "GRAPHQL_PARSE_FAILED";
    public const string Validation = "GRAPHQL_VALIDATION_FAILED";
    public const string Variables = "BAD_USER_INPUT";
    public const string Operation = "OPERATION_RESOLUTION_FAILURE";
    public const string TooLarge = "DOCUMENT_TOO_LARGE";
    public const string TooDeep = "QUERY_TOO_DEEP";
    public const string TooCostly = "QUERY_TOO_COSTLY";
    public const string Internal = "INTERNAL_SERVER_ERROR";
}

/// <summary>A request that comes to nothing, or a field whose error is told as it is.</summary>
internal sealed class GraphQLException(GraphQLError error) : Exception(error.Message)
{
    public GraphQLError Error { get; } = error;
}
