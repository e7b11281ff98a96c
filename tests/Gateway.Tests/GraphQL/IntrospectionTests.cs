using System.Text.Json.Nodes;
using CodeGraph.Gateway.GraphQL.Schema;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.Tests.GraphQL;

/// <summary>What the schema says of itself is what tools of the reference implementation make of it.</summary>
[Collection(ReferenceCollection.Name)]
public sealed class IntrospectionTests(ReferenceGraphQL reference, RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private static readonly string Definition = SchemaPrinter.Print(CodeGraphSchema.Create());

    [Fact]
    public async Task A_client_schema_from_introspection_is_the_schema()
    {
        var query = (await reference.Ask("introspectionQuery")).GetProperty("text").GetString()!;
        var answer = await gateway.Query(query);

        var fromIntrospection = await reference.Ask("printIntrospection", new JsonObject { ["introspection"] = JsonNode.Parse(answer.GetProperty("data").GetRawText()) });
        var fromDefinition = await reference.Ask("printSchema", new JsonObject { ["schema"] = Definition });

        Assert.Equal(fromDefinition.GetProperty("text").GetString(), fromIntrospection.GetProperty("text").GetString());
    }

    [Fact]
    public async Task The_schema_is_valid() =>
        Assert.Equal("", ReferenceGraphQL.ErrorsOf(await reference.Ask("printSchema", new JsonObject { ["schema"] = Definition })));

    [Fact]
    public async Task A_schema_is_printed_as_by_the_reference()
    {
        foreach (var definition in (string[])[Definition, Kitchen.Definition])
        {
            var printed = SchemaPrinter.Print(SchemaBuilder.Build(definition));
            var expected = await reference.Ask("printUnsorted", new JsonObject { ["schema"] = definition });
            Assert.Equal(expected.GetProperty("text").GetString(), printed.TrimEnd('\n'));
        }
    }

    [Fact]
    public async Task The_definition_is_served() =>
        Assert.Equal(Definition, await gateway.Client.GetStringAsync(new Uri("/graphql/schema.graphql", UriKind.Relative)));

    [Theory]
    [InlineData("type Query { a: Missing }", "Missing")]
    [InlineData("type Query { a: Int } type Query { b: Int }", "twice")]
    [InlineData("type Query { a: Int } extend type Query { b: Int }", "extensions")]
    [InlineData("type Query { a: Int } scalar Money", "Money")]
    [InlineData("type Query implements Thing { a: Int } type Thing { a: Int }", "Thing")]
    public void A_definition_that_does_not_hold_is_told(string definition, string about) =>
        Assert.Contains(about, Assert.Throws<InvalidOperationException>(() => SchemaBuilder.Build(definition)).Message, StringComparison.Ordinal);
}
