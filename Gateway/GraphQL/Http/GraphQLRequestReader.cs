using System.Text.Json;

namespace CodeGraph.Gateway.GraphQL.Http;

/// <summary>Requests as GraphQL over HTTP writes them: a JSON body with POST, a query string with GET.</summary>
internal static class GraphQLRequestReader
{
    /// <summary>The members of a request. What was sent and is none is a <see cref="BadHttpRequestException"/>, whose message says what to send.</summary>
    public static async Task<GraphQLRequest> ReadBody(HttpRequest request, CancellationToken cancellation)
    {
        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellation);
            request.HttpContext.Response.RegisterForDispose(document);
        }
        catch (JsonException exception)
        {
            throw new BadHttpRequestException($"The body is no JSON: {exception.Message}");
        }

        var body = document.RootElement;
        if (body.ValueKind != JsonValueKind.Object)
            throw new BadHttpRequestException("The body must be a JSON object with the member 'query'; several requests in one are not taken.");
        Check(body, "extensions", JsonValueKind.Object);
        return new(
            Check(body, "query", JsonValueKind.String)?.GetString() ?? throw MissingQuery(),
            Check(body, "operationName", JsonValueKind.String)?.GetString(),
            Check(body, "variables", JsonValueKind.Object) ?? default);
    }

    public static GraphQLRequest ReadQuery(IQueryCollection query)
    {
        CheckJson(query, "extensions");
        var name = query["operationName"].ToString();
        return new(query["query"] is [{ Length: > 0 } text] ? text : throw MissingQuery(), name.Length > 0 ? name : null, CheckJson(query, "variables"));
    }

    private static BadHttpRequestException MissingQuery() => new("Send the GraphQL document as 'query'.");

    private static JsonElement? Check(JsonElement body, string name, JsonValueKind kind)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == kind ? value : throw new BadHttpRequestException($"'{name}' must be {(kind == JsonValueKind.String ? "a string" : "an object")} or null.");
    }

    private static JsonElement CheckJson(IQueryCollection query, string name)
    {
        var text = query[name].ToString();
        if (text.Length == 0)
            return default;
        try
        {
            var value = JsonDocument.Parse(text).RootElement;
            return value.ValueKind is JsonValueKind.Object or JsonValueKind.Null ? value : throw new BadHttpRequestException($"'{name}' must be a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new BadHttpRequestException($"'{name}' is no JSON: {exception.Message}");
        }
    }
}
