using System.Text.Json.Nodes;

namespace CodeGraph.Gateway.Tests.GraphQL;

/// <summary>Section 5 of the specification: the same errors, at the same places, in the same words as the reference implementation.</summary>
[Collection(ReferenceCollection.Name)]
public sealed class ValidationTests(ReferenceGraphQL reference)
{
    internal static readonly string[] Texts = Kitchen.Read("Validation.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static TheoryData<string> Documents => [.. Texts];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_document_has_the_errors_that_the_reference_finds(string text)
    {
        var expected = await reference.Ask("check", new JsonObject { ["schema"] = Kitchen.Definition, ["text"] = text });
        var errors = Kitchen.Check(text);

        Assert.Equal(ReferenceGraphQL.ErrorsOf(expected), errors.Count == 0 ? "" : ReferenceGraphQL.ErrorsOf(await Kitchen.Refusal(errors)));
    }
}
