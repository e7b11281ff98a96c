using CodeGraph.Gateway.Snapshots;
using CodeGraph.Grains.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CodeGraph.Gateway.OpenApi;

/// <summary>What every operation's responses mean, with examples of what is sent and what comes back.</summary>
internal static class OperationDescription
{
    private static readonly Dictionary<string, string> Meanings = new()
    {
        ["200"] = "The answer.",
        ["201"] = "Made.",
        ["202"] = "The job runs; its location tells how far it is.",
        ["204"] = "Done.",
        ["304"] = "The answer that the client has is still the answer.",
        ["400"] = "The request means nothing; the detail says why, and what to give instead.",
        ["401"] = "The key or token is missing or not valid.",
        ["403"] = "The caller's role does not reach.",
        ["404"] = "There is no such repository, commit, symbol or file; near names may be given.",
        ["406"] = "The answer is one document and has no lines.",
        ["409"] = "Several symbols fit, or something else runs at the moment.",
        ["413"] = "The request is too large.",
        ["429"] = "Too many requests; the header Retry-After says when to come back.",
        ["503"] = "There is no answer yet; try again.",
    };

    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        operation.Responses ??= [];

        // Each refuses parameters that it does not have.
        if (context.Description.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) == true)
            operation.Responses.TryAdd("400", ProblemOf(context.Document));
        foreach (var (status, response) in operation.Responses)
        {
            if (Meanings.TryGetValue(status, out var meaning))
                response.Description = meaning;
            if (status == "200" && response.Content?.TryGetValue(MediaTypes.JsonLines, out var lines) == true)
                lines.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "JSON lines: an answer, its results, an end with the counts. Without an end it was cut off." };
        }
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            parameter.Example ??= Examples.OfParameter(parameter.Name);
        foreach (var description in context.Description.SupportedResponseTypes.Where(r => r is { StatusCode: 200, Type: not null }))
            Illustrate(operation.Responses["200"].Content, description.Type!);
        if (context.Description.ParameterDescriptions.FirstOrDefault(p => p.Source?.Id == "Body")?.Type is { } body)
            Illustrate(operation.RequestBody?.Content, body);
        return Task.CompletedTask;
    }

    private static OpenApiResponse ProblemOf(OpenApiDocument? document) => new()
    {
        Content = new Dictionary<string, OpenApiMediaType> { [MediaTypes.Problem] = new() { Schema = new OpenApiSchemaReference("ProblemDetails", document) } },
    };

    private static void Illustrate(IDictionary<string, OpenApiMediaType>? content, Type type)
    {
        if (content?.TryGetValue(MediaTypes.Json, out var json) == true && Examples.Of(type) is { } example)
            json.Example = example;
    }
}
