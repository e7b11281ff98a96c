using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CodeGraph.Gateway;

/// <summary>What the generated description of the API cannot tell from the code.</summary>
internal static class OpenApiDescription
{
    public static void Describe(this OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Orleans.CodeGraph",
                Version = "v1",
                Description = "Who calls this, what breaks if it changes, how does one reach the other. Every answer names its commit, says of each "
                    + "relation how it was established, and how many uses stayed unresolved. Lines and columns are 1-based; columns count Unicode code points.",
            };
            document.Servers?.Clear();
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

            return Task.CompletedTask;
        });
    }
}
