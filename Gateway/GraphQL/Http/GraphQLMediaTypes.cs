using Microsoft.Net.Http.Headers;

namespace CodeGraph.Gateway.GraphQL.Http;

/// <summary>The two media types of responses (section 5 of GraphQL over HTTP).</summary>
internal static class GraphQLMediaTypes
{
    public const string Response = MediaTypes.GraphQLResponse;
    public const string Json = MediaTypes.Json;

    private const string AnyApplication = "application/*";
    private const string Any = "*/*";

    /// <summary>What the client wants most of the two; plain JSON where it does not say.</summary>
    /// <returns>Null where it wants neither.</returns>
    public static string? Choose(HttpRequest request)
    {
        if (request.Headers.Accept is not { Count: > 0 } accept || !MediaTypeHeaderValue.TryParseList(accept, out var wanted))
            return Json;
        return wanted.Where(w => w.Quality is not 0).OrderByDescending(w => w.Quality ?? 1).Select(w => w.MediaType.Value?.ToLowerInvariant() switch
        {
            Response => Response,
            Json or AnyApplication or Any => Json,
            _ => null,
        }).FirstOrDefault(type => type is not null);
    }

    /// <summary>Whether a request's body is JSON in UTF-8.</summary>
    public static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
