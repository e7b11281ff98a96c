using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;
using CodeGraph.Gateway.Problems;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.GraphQL;

/// <summary>What the query service could not answer, as errors of fields: the problems of the REST API, with their type as the code.</summary>
internal sealed partial class QueryErrors(ILogger<QueryErrors> logger)
{
    /// <summary>A problem as an error that says the same: <c>unknown-symbol</c> becomes the code <c>UNKNOWN_SYMBOL</c>, its members extensions.</summary>
    public static GraphQLException Of(ProblemDetails problem)
    {
        var (message, extensions) = Describe(problem);
        return new(new(message, [], Extensions: extensions));
    }

    /// <summary>An argument that is out of bounds.</summary>
    public static GraphQLException BadArgument(string message) => new(GraphQLError.Of(ErrorCodes.Variables, message));

    /// <summary>What to tell of an exception of a resolver. One that nobody expects is logged, and its text stays inside.</summary>
    public (string Message, IReadOnlyDictionary<string, object?> Extensions) Describe(Exception exception)
    {
        if (GatewayProblems.Of(exception) is { } problem)
            return Describe(problem);
        if (exception is TimeoutException)
            return ("The answer takes too long. Try again, or ask for less: a smaller depth or 'first'.", WithCode("TIMEOUT"));
        LogFailure(exception);
        return ("The gateway failed. The log of the gateway says why.", WithCode(ErrorCodes.Internal));
    }

    private static (string Message, Dictionary<string, object?> Extensions) Describe(ProblemDetails problem)
    {
        var type = problem.Type is { } urn ? urn[(urn.LastIndexOf(':') + 1)..] : "internal-server-error";
        var extensions = WithCode(type.Replace('-', '_').ToUpperInvariant());
        foreach (var (name, value) in problem.Extensions)
            extensions[name] = Shorten(value);
        return (problem.Detail ?? problem.Title ?? "The field cannot be answered.", extensions);
    }

    /// <summary>Symbols by their ids, as an operation may fail in many places; their details can be asked for.</summary>
    private static object? Shorten(object? value) => value switch
    {
        IReadOnlyList<SymbolInfo> symbols => symbols.Select(s => s.Id).ToList(),
        Enum member => EnumNames.Of(member),
        _ => value,
    };

    private static Dictionary<string, object?> WithCode(string code) => new() { ["code"] = code };

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "A field of a GraphQL request failed")]
    private partial void LogFailure(Exception exception);
}
