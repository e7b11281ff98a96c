using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodeGraph.Gateway.Tests.GraphQL;

/// <summary>GraphQL over HTTP.</summary>
[Collection(ReferenceCollection.Name)]
public sealed class HttpTests(ReferenceGraphQL reference, RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Json = "application/json";
    private const string Response = "application/graphql-response+json";

    /// <summary>The audits of graphql-http: what the specification of GraphQL over HTTP says servers must, should and may do.</summary>
    [Fact]
    public async Task The_audits_of_GraphQL_over_HTTP_are_passed()
    {
        var audit = await reference.Ask("audit", new JsonObject { ["url"] = new Uri(gateway.Client.BaseAddress!, "/graphql").ToString() });

        var results = audit.GetProperty("results").EnumerateArray().ToList();
        Assert.True(results.Count > 50, $"Only {results.Count} audits.");
        Assert.Empty(results.Where(r => r.GetProperty("status").GetString() != "ok").Select(r => r.ToString()));
    }

    [Theory]
    [InlineData("{ repositories { name } }", Json, HttpStatusCode.OK)]
    [InlineData("{ repositories { name } }", Response, HttpStatusCode.OK)]
    [InlineData("{ repository(name: \"none\") { name } }", Response, HttpStatusCode.OK)]
    [InlineData("{ repositories { nome } }", Response, HttpStatusCode.BadRequest)]
    [InlineData("{ repositories { nome } }", Json, HttpStatusCode.OK)]
    [InlineData("{ repositories {", Response, HttpStatusCode.BadRequest)]
    [InlineData("{ repositories {", Json, HttpStatusCode.OK)]
    [InlineData("query($n: Int!) { repositories @skip(if: false) { name } }", Response, HttpStatusCode.BadRequest)]
    public async Task The_status_follows_from_the_media_type(string query, string accept, HttpStatusCode status)
    {
        using var response = await Send(new { query }, accept);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(accept, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("utf-8", response.Content.Headers.ContentType?.CharSet);
    }

    [Theory]
    [InlineData("application/xml, text/html", HttpStatusCode.NotAcceptable)]
    [InlineData("application/graphql-response+json;q=0.5, application/json;q=0.9", HttpStatusCode.OK)]
    [InlineData("text/html, application/graphql-response+json, application/json;q=0.9", HttpStatusCode.OK)]
    public async Task A_client_says_what_it_wants(string accept, HttpStatusCode status)
    {
        using var response = await Send(new { query = "{ __typename }" }, accept);

        Assert.Equal(status, response.StatusCode);
        if (status == HttpStatusCode.OK)
            Assert.Equal(accept.StartsWith("text/html", StringComparison.Ordinal) ? Response : Json, response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("[{\"query\": \"{ __typename }\"}]", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("{\"query\": 1}", HttpStatusCode.BadRequest)]
    [InlineData("{\"query\": \"{ __typename }\", \"variables\": []}", HttpStatusCode.BadRequest)]
    [InlineData("{\"query\": \"{ __typename }\", \"operationName\": {}}", HttpStatusCode.BadRequest)]
    [InlineData("{\"query\": \"{ __typename }\", \"extensions\": 0}", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    public async Task What_is_no_GraphQL_request_is_a_problem(string body, HttpStatusCode status)
    {
        using var content = new StringContent(body, Encoding.UTF8, Json);
        using var response = await gateway.Client.PostAsync(new Uri("/graphql", UriKind.Relative), content);

        var problem = await RunningGateway.ReadProblem(response, status, "invalid-request");
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/graphql")]
    public async Task A_body_of_another_type_is_415(string type)
    {
        using var content = new ByteArrayContent("{\"query\": \"{ __typename }\"}"u8.ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var response = await gateway.Client.PostAsync(new Uri("/graphql", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_413()
    {
        using var response = await Send(new { query = "{" + new string(' ', 80 * 1024) + "__typename }" }, Json);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_query_may_come_with_GET()
    {
        var query = Uri.EscapeDataString("query Q($n: String!) { repository(name: $n) { name } } query P { __typename }");
        var answer = await gateway.Get($"/graphql?query={query}&operationName=Q&variables={Uri.EscapeDataString("{\"n\": \"shop\"}")}");

        Assert.Equal("shop", answer.GetProperty("data").GetProperty("repository").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("/graphql")]
    [InlineData("/graphql?query=")]
    [InlineData("/graphql?query={__typename}&variables=x")]
    [InlineData("/graphql?query={__typename}&variables=[]")]
    public async Task A_GET_without_a_query_is_a_problem(string path) => await gateway.GetProblem(path, HttpStatusCode.BadRequest, "invalid-request");

    [Fact]
    public async Task A_mutation_does_not_come_with_GET()
    {
        using var response = await gateway.Client.GetAsync(new Uri("/graphql?query=" + Uri.EscapeDataString("mutation { removeRepository(name: \"shop\") { name } }"), UriKind.Relative));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("POST", Assert.Single(response.Content.Headers.Allow));
        Assert.Equal("shop", (await gateway.Data("{ repository(name: \"shop\") { name } }")).GetProperty("repository").GetProperty("name").GetString());
    }

    private async Task<HttpResponseMessage> Send(object body, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, Json) };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await gateway.Client.SendAsync(request);
    }
}
