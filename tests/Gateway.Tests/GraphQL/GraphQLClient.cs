using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CodeGraph.Gateway.Tests.GraphQL;

/// <summary>GraphQL requests to a running gateway.</summary>
internal static class GraphQLClient
{
    public static async Task<JsonElement> Query(this RunningGateway gateway, string query, object? variables = null)
    {
        using var response = await gateway.Client.PostAsJsonAsync("/graphql", new { query, variables });
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The data of a request that has no errors.</summary>
    public static async Task<JsonElement> Data(this RunningGateway gateway, string query, object? variables = null)
    {
        var answer = await gateway.Query(query, variables);
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data");
    }
}
