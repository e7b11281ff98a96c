using System.Text.Json;
using CodeGraph.Client;
using CodeGraph.Gateway.GraphQL;
using CodeGraph.Gateway.GraphQL.Execution;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace CodeGraph.Gateway.Tests.GraphQL;

/// <summary>GraphQL shows a caller what the query service lets that caller see.</summary>
public sealed class AccessTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task What_may_not_be_read_does_not_exist()
    {
        var answer = await AskAs(new OnlyIn("empty", RepositoryRole.Reader), "{ repositories { name } repository(name: \"shop\") { name snapshot { search(text: \"Cart\") { total } } } }");

        Assert.Equal("""{"repositories":[{"name":"empty"}],"repository":null}""", answer.GetProperty("data").GetRawText());
        var extensions = Assert.Single(answer.GetProperty("errors").EnumerateArray().ToList()).GetProperty("extensions");
        Assert.Equal("UNKNOWN_REPOSITORY", extensions.GetProperty("code").GetString());
        Assert.Empty(extensions.GetProperty("nearNames").EnumerateArray().ToList());
    }

    [Theory]
    [InlineData("mutation { removeRepository(name: \"shop\") { name } }", "FORBIDDEN")]
    [InlineData("mutation { cancelIndex(repository: \"shop\") { cancelled } }", "FORBIDDEN")]
    [InlineData("mutation { removeRepository(name: \"empty\") { name } }", "UNKNOWN_REPOSITORY")]
    public async Task A_reader_changes_nothing(string mutation, string code)
    {
        var answer = await AskAs(new OnlyIn("shop", RepositoryRole.Reader), mutation);

        Assert.Equal(code, answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal(["empty", "shop"], (await gateway.Data("{ repositories { name } }")).GetProperty("repositories").EnumerateArray().Select(r => r.GetProperty("name").GetString()));
    }

    private async Task<JsonElement> AskAs(IRepositoryAccess access, string query)
    {
        var graph = gateway.GraphOf(access);
        await using var services = new ServiceCollection().AddSingleton<ICodeGraph>(graph).BuildServiceProvider();
        var engine = gateway.Services.GetRequiredService<GraphQLEngine>();
        var (operation, errors) = engine.Prepare(new(query));
        Assert.Empty(errors);
        var result = await engine.Execute(operation!, services, gateway.Services.GetRequiredService<QueryErrors>().Describe, CancellationToken.None);
        return await Kitchen.Json(output => ResponseWriter.Write(output, result, CancellationToken.None));
    }

    private sealed record OnlyIn(string Repository, RepositoryRole Role) : IRepositoryAccess
    {
        public RepositoryRole ServerRole => RepositoryRole.None;

        public RepositoryRole RoleIn(string repository) => repository == Repository ? Role : RepositoryRole.None;
    }
}
