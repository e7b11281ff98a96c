using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using CodeGraph.Client;
using CodeGraph.Gateway.Security;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Batch;

/// <summary>Many questions in one round trip.</summary>
internal static class BatchApi
{
    /// <summary>Bytes of a request: a hundred operations with long patterns.</summary>
    private const int MostBytes = 1024 * 1024;

    public static void MapBatch(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/batch", (BatchRequest batch, BatchRunner runner, CancellationToken cancellation) => runner.Run(batch, cancellation))
            .Requires(RepositoryRole.Reader).WithTags("Batch").WithName("RunBatch").WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .Produces<BatchResponse>().ProducesProblem(400).ProducesProblem(413)
            .WithSummary("Answers up to 100 operations, each as it would be answered alone, in their order.")
            .WithDescription("Operations run beside one another and share a snapshot for each repository and commit, so that their answers agree. Each has its own status.");
}

/// <param name="Operations">What is asked, at most 100.</param>
public sealed record BatchRequest([property: MinLength(1), MaxLength(BatchRequest.Most)] IReadOnlyList<BatchOperation> Operations) : IValidatableObject
{
    internal const int Most = 100;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Operations.Any(o => o is null) ? [new ValidationResult("An operation is null.", [nameof(Operations)])] : [];
}

/// <param name="Repository">The repository's name.</param>
/// <param name="Operation">Names the question as its URL does: <c>callers</c>, <c>search</c>.</param>
/// <param name="Query">What its POST endpoint takes as its body.</param>
/// <param name="Commit">The snapshot of this commit instead of the one made last.</param>
public sealed record BatchOperation([property: StringLength(200, MinimumLength = 1)] string Repository, string Operation, JsonElement Query, string? Commit = null);

/// <param name="Answers">One for each operation, in their order.</param>
public sealed record BatchResponse(IReadOnlyList<BatchAnswer> Answers);

/// <param name="Status">The status that the request would have had.</param>
/// <param name="Body">The answer, where the status is 200.</param>
/// <param name="Problem">Why there is none, where it is not.</param>
public sealed record BatchAnswer(int Status, JsonElement? Body, ProblemDetails? Problem);
