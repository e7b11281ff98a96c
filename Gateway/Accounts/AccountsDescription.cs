using CodeGraph.Gateway.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CodeGraph.Gateway.Accounts;

/// <summary>How a caller authenticates, in the generated description of the API.</summary>
internal static class AccountsDescription
{
    private const string Bearer = "bearer";
    private const string ApiKey = "apiKey";

    public static void DescribeAccounts(this OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = Bearer, Description = "An access token of POST /api/v1/auth/sign-in, or an API key.",
            });
            document.AddComponent<IOpenApiSecurityScheme>(ApiKey, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = CredentialHandler.ApiKeyHeader,
                Description = "An API key of POST /api/v1/keys.",
            });
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredRole>().LastOrDefault() is { IsOpen: false } required)
            {
                operation.Security =
                    [.. SchemesOf(required).Select(s => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(s, context.Document)] = [] })];
            }
            return Task.CompletedTask;
        });
    }

    private static string[] SchemesOf(RequiredRole required) => required.Scope == RoleScope.Session ? [Bearer] : [Bearer, ApiKey];
}
