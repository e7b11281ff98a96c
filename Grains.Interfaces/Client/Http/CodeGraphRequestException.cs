using System.Net;

namespace CodeGraph.Client;

/// <summary>A gateway refused a request, or failed, in a way that has no exception of its own. The message is what it says of it.</summary>
/// <param name="status">The status of its answer.</param>
/// <param name="problem">The type of the problem (RFC 9457); null where it named none.</param>
/// <param name="message">What it says, with the remedy.</param>
public sealed class CodeGraphRequestException(HttpStatusCode status, string? problem, string message) : HttpRequestException(message, null, status)
{
    public string? Problem { get; } = problem;
}
