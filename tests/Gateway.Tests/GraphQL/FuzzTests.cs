using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CodeGraph.Gateway.Tests.GraphQL;

/// <summary>Documents that nobody would write.</summary>
[Collection(ReferenceCollection.Name)]
public sealed partial class FuzzTests(ReferenceGraphQL reference)
{
    private const int DocumentsPerSeed = 500;
    private const int RequestsPerSeed = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_mutated_document_is_valid_where_the_reference_says_so(int seed)
    {
        var random = new Random(seed);
        var texts = Enumerable.Range(0, DocumentsPerSeed).Select(_ => Mutate(random, ValidationTests.Texts)).ToList();

        var answer = await reference.Ask("checkAll", new JsonObject { ["schema"] = Kitchen.Definition, ["texts"] = new JsonArray([.. texts.Select(t => JsonValue.Create(t))]) });

        var expected = answer.GetProperty("answers").EnumerateArray().Select(a => a.GetProperty("errors").GetArrayLength() == 0);
        Assert.Equal(texts.Zip(expected).Select(t => $"{t.Second} {t.First}"), texts.Select(text => $"{Kitchen.Check(text).Count == 0} {text}"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_data_is_completed_as_by_the_reference(int seed)
    {
        var random = new RandomData(new Random(seed), Kitchen.Schema);
        var asked = 0;
        foreach (var _ in Enumerable.Range(0, RequestsPerSeed))
        {
            var text = random.Selection(Kitchen.Schema.Query);
            if (Kitchen.Check(text).Count > 0)
                continue;
            var data = random.Object(Kitchen.Schema.Query);
            var expected = await reference.Ask("execute", new JsonObject { ["schema"] = Kitchen.Definition, ["text"] = text, ["data"] = data.DeepClone() });

            var answer = await Kitchen.Execute(text, null, default, JsonSerializer.SerializeToElement(data));

            Assert.Equal($"{text} {JsonSerializer.Serialize(expected.GetProperty("data"))}", $"{text} {JsonSerializer.Serialize(answer.GetProperty("data"))}");
            Assert.Equal(expected.GetProperty("errors").GetArrayLength() > 0, answer.TryGetProperty("errors", out var _));
            asked++;
        }

        Assert.InRange(asked, RequestsPerSeed / 2, RequestsPerSeed);
    }

    /// <summary>A document with a few tokens removed, doubled, exchanged, or taken from another.</summary>
    private static string Mutate(Random random, string[] documents)
    {
        var tokens = TokensOf(documents[random.Next(documents.Length)]);
        for (var changes = random.Next(1, 4); changes > 0 && tokens.Count > 1; changes--)
        {
            var at = random.Next(tokens.Count);
            switch (random.Next(5))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    tokens.Insert(at, tokens[at]);
                    break;
                case 2:
                    var other = random.Next(tokens.Count);
                    (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                    break;
                case 3:
                    tokens[at] = random.GetItems(TokensOf(documents[random.Next(documents.Length)]).ToArray(), 1)[0];
                    break;
                default:
                    var (start, count) = (at, random.Next(1, Math.Min(8, tokens.Count - at) + 1));
                    tokens.InsertRange(random.Next(tokens.Count), tokens.GetRange(start, count));
                    break;
            }
        }

        return string.Join(' ', tokens);
    }

    private static List<string> TokensOf(string text) => [.. Token().Matches(text).Select(m => m.Value)];

    [GeneratedRegex("\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"])*\"|\\.\\.\\.|\\w+|[^\\s\\w]")]
    private static partial Regex Token();
}
