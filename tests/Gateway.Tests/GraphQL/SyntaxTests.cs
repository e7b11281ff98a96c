using System.Text.Json;
using System.Text.Json.Nodes;
using CodeGraph.Gateway.GraphQL.Language;

namespace CodeGraph.Gateway.Tests.GraphQL;

/// <summary>What is a document, and where and why it is none, as the reference implementation says.</summary>
[Collection(ReferenceCollection.Name)]
public sealed class SyntaxTests(ReferenceGraphQL reference)
{
    public static TheoryData<string> Documents => [.. JsonSerializer.Deserialize<string[]>(Kitchen.Read("Syntax.json"))!];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_document_is_parsed_or_refused_as_by_the_reference(string text)
    {
        var expected = await reference.Ask("check", new JsonObject { ["schema"] = Kitchen.Definition, ["text"] = text });

        Assert.Equal(expected.GetProperty("syntax").GetBoolean() ? ReferenceGraphQL.ErrorsOf(expected) : "", await SyntaxErrorOf(text));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("\n    one\n      two\n\n    three\n  ", "one\n  two\n\nthree")]
    [InlineData("first\n    second", "first\nsecond")]
    [InlineData("\r\n  a\r  b\n", "a\nb")]
    [InlineData("   \n\t\n", "")]
    public void A_block_string_loses_its_common_indentation(string raw, string value) => Assert.Equal(value, BlockString.Dedent(raw));

    private static async Task<string> SyntaxErrorOf(string text)
    {
        try
        {
            Parser.Parse(text, Kitchen.Limits);
            return "";
        }
        catch (GraphQLException exception)
        {
            return ReferenceGraphQL.ErrorsOf(await Kitchen.Refusal([exception.Error]));
        }
    }
}
