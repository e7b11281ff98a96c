using CodeGraph.Model;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CodeGraph.Gateway.OpenApi;

/// <summary>What the generated description of the API cannot tell from the code.</summary>
internal static class OpenApiDescription
{
    private static readonly Dictionary<string, string> Tags = new()
    {
        ["Repositories"] = "What is indexed, and the jobs that do it.",
        ["Search"] = "Symbols by name, lines by text.",
        ["Symbols"] = "One symbol and what surrounds it.",
        ["Relations"] = "Calls, references, impact, paths.",
        ["Files"] = "The files of a snapshot, and what they hold.",
        ["Analyses"] = "Questions about the graph as a whole.",
        ["Batch"] = "Many questions in one round trip.",
        ["Store"] = "Care of the data folder.",
        ["Health"] = "Whether the gateway runs, and whether it can answer.",
    };

    public static void Describe(this OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Orleans.CodeGraph",
                Version = "v1",
                License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
                Description = "Who calls this, what breaks if it changes, how does one reach the other. Every answer names its commit, says of each "
                    + "relation how it was established, and how many uses stayed unresolved. Lines and columns are 1-based; columns count Unicode code points.\n\n"
                    + "Errors are problems (RFC 9457); their `type` names the case. An answer with an `ETag` can be kept: ask again with `If-None-Match`. "
                    + "A long answer ends with a cursor, or is sent whole as JSON lines where `Accept: application/x-ndjson` asks for that.",
            };
            document.Servers = [new OpenApiServer { Url = "/", Description = "The gateway itself." }];
            AddSecurity(document);
            foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
                tag.Description ??= Tags.GetValueOrDefault(tag.Name ?? "");
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(TimeSpan) || context.JsonTypeInfo.Type == typeof(TimeSpan?))
            {
                schema.Type = JsonSchemaType.Number;
                schema.Format = "double";
                schema.Description = "Seconds.";
            }
            else if (context.JsonTypeInfo.Type == typeof(TierSet))
            {
                schema.Type = JsonSchemaType.String;
                schema.Enum = null;
                schema.Description = "Some of exact, typed, unique and ambiguous, separated by commas.";
            }

            return Task.CompletedTask;
        });
        options.AddOperationTransformer(OperationDescription.Describe);
    }

    /// <summary>A key or token is sent where one is had; without one, a request is that of whoever may use the port.</summary>
    private static void AddSecurity(OpenApiDocument document)
    {
        const string bearer = "bearer";
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes.TryAdd(bearer, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = bearer, Description = "An API key, or a token." });
        document.Security ??= [new(), new() { [new OpenApiSecuritySchemeReference(bearer, document)] = [] }];
    }
}
