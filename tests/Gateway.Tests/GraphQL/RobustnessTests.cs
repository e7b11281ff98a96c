using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using CodeGraph.Gateway.GraphQL;
using CodeGraph.Gateway.GraphQL.Execution;
using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Schema;

namespace CodeGraph.Gateway.Tests.GraphQL;

/// <summary>Documents that are made to do harm are refused with a reason, quickly, and nothing runs.</summary>
public sealed class RobustnessTests : IDisposable
{
    private readonly DocumentCache cache;
    private readonly GraphQLEngine engine;

    public RobustnessTests()
    {
        var limits = new GraphQLLimits();
        var schema = CodeGraphSchema.Create();
        cache = new(schema, limits);
        engine = new(schema, limits, cache);
    }

    public static TheoryData<string, string> Bombs => new()
    {
        { "selections a thousand deep", Repeat("{a", 1000) + Repeat("}", 1000) },
        { "lists a thousand deep", "{a(b:" + Repeat("[", 1000) + Repeat("]", 1000) + ")}" },
        { "objects a thousand deep", "{a(b:" + Repeat("{c:", 1000) + "1" + Repeat("}", 1000) + ")}" },
        { "types a thousand deep", "query($a:" + Repeat("[", 1000) + "Int" + Repeat("]", 1000) + "){a}" },
        { "braces that never end", Repeat("{a", 100_000) },
        { "brackets that never end", "{a(b:" + Repeat("[", 100_000) },
        { "a hundred thousand aliases", "{" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i}:__typename ")) + "}" },
        { "five thousand fields of one name that differ", "{repositories{" + string.Concat(Enumerable.Range(0, 5000).Select(i => i % 2 == 0 ? "a:name " : "a:source ")) + "}}" },
        { "five thousand fields of one name", "{" + string.Concat(Enumerable.Range(0, 2000).Select(_ => "repository(name:\"a\"){name}")) + "}" },
        { "fragments that spread each other", "{...F0}" + string.Concat(Enumerable.Range(0, 500).Select(i => $"fragment F{i} on Query{{...F{(i + 1) % 500} ...F{(i + 7) % 500}}}")) },
        { "fragments that double", "{...F0}" + string.Concat(Enumerable.Range(0, 60).Select(i => $"fragment F{i} on Query{{a{i}:repositories{{name}}...F{i + 1} ...F{i + 1}}}")) + "fragment F60 on Query{repositories{name}}" },
        { "fragments that double below one another", "{repository(name:\"a\"){snapshot{...F0}}}" + string.Concat(Enumerable.Range(0, 40).Select(i =>
            $"fragment F{i} on Snapshot{{a:symbol(name:\"x\"){{...S{i}}}b:symbol(name:\"y\"){{...S{i}}}}}fragment S{i} on Symbol{{c:callers{{nodes{{to{{...S{i + 1}}}from{{...S{i + 1}}}}}}}}}")) + "fragment S40 on Symbol{name}" },
        { "a long chain of fragments", "{...F0}" + string.Concat(Enumerable.Range(0, 1800).Select(i => $"fragment F{i} on Query{{...F{i + 1}}}")) + "fragment F1800 on Query{__typename}" },
        { "a long chain of fragments, the last first", "fragment F0 on Query{__typename}" + string.Concat(Enumerable.Range(1, 1800).Select(i => $"fragment F{i} on Query{{...F{i - 1}}}")) + "{...F1800}" },
        { "deep fragments in a long chain", "{repository(name:\"a\"){snapshot{symbol(name:\"b\"){...F0}}}}" + string.Concat(Enumerable.Range(0, 75).Select(i => Deep($"F{i}", 30, $"...F{i + 1}"))) + "fragment F75 on Symbol{id}" },
        { "two long chains of deep fragments", "{repository(name:\"a\"){snapshot{symbol(name:\"b\"){...F0 ...G0}}}}" + string.Concat(Enumerable.Range(0, 35).Select(i => Deep($"F{i}", 30, $"...F{i + 1}") + Deep($"G{i}", 30, $"...G{i + 1}"))) + "fragment F35 on Symbol{id}fragment G35 on Symbol{id}" },
        { "many operations over many fragments", string.Concat(Enumerable.Range(0, 1000).Select(i => $"query Q{i}{{...F0}}")) + string.Concat(Enumerable.Range(0, 900).Select(i => $"fragment F{i} on Query{{...F{i + 1}}}")) + "fragment F900 on Query{__typename}" },
        { "lists of lists", "{repository(name:\"a\"){snapshot{search(text:\"a\",first:10000){nodes{callers(first:10000){nodes{to{callers(first:10000){total}}}}}}}}}" },
        { "introspection in circles", "{__schema{types{fields{type{fields{type{fields{type{fields{name}}}}}}}}}}" },
        { "wide introspection", "{" + string.Concat(Enumerable.Range(0, 400).Select(i => $"a{i}:__schema{{types{{fields{{name args{{name}}}}}}}}")) + "}" },
        { "a string of escapes", "{a(b:\"" + Repeat("\\u{10FFFF}", 100_000) + "\")" },
        { "a huge number", "{a(b:" + Repeat("9", 1_000_000) + ")}" },
        { "a million comments", Repeat("#\n", 1_000_000) },
        { "many unknown names", "{" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"unknownname{i} ")) + "}" },
        { "many directives", "{__typename" + Repeat("@include(if:true)", 2000) + "}" },
        { "many variables that nobody uses", "query(" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"$v{i}:Int ")) + "){__typename}" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_bomb_is_refused_at_once(string what, string text)
    {
        var clock = Stopwatch.StartNew();
        var (operation, errors) = engine.Prepare(new(text));

        Assert.True(operation is null, what);
        Assert.InRange(errors.Count, 1, 101);
        Assert.All(errors, e => Assert.NotEqual("", e.Message));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{what} took {clock.Elapsed}.");
    }

    [Theory]
    [InlineData("{ repository(name: \"a\") { snapshot { search(text: \"a\", first: 10000) { nodes { callers(first: 10000) { total nodes { to { id } } } } } } } }", ErrorCodes.TooCostly)]
    [InlineData("{ __schema { types { ofType { ofType { ofType { ofType { ofType { ofType { ofType { ofType { ofType { ofType { ofType { ofType { ofType { ofType { ofType { ofType { ofType { ofType { ofType { ofType { ofType { ofType { ofType { name } } } } } } } } } } } } } } } } } } } } } } } } } }", ErrorCodes.TooDeep)]
    [InlineData("query A { repositories { name } } query B { repositories { name } }", ErrorCodes.Operation)]
    [InlineData("subscription { repositories { name } }", ErrorCodes.Operation)]
    [InlineData("fragment F on Query { __typename }", ErrorCodes.Validation)]
    [InlineData("{ repository(name: $n) { name } }", ErrorCodes.Validation)]
    [InlineData("query($n: String!) { repository(name: $n) { name } }", ErrorCodes.Variables)]
    [InlineData("{ repositories { name }", ErrorCodes.Syntax)]
    public void A_refusal_has_a_code(string text, string code)
    {
        var (_, errors) = engine.Prepare(new(text));

        Assert.All(errors, e => Assert.Equal(code, e.Extensions!["code"]));
        Assert.NotEmpty(errors);
    }

    [Fact]
    public void A_slicing_argument_in_a_variable_counts()
    {
        const string Text = "query($n: Int!) { repository(name: \"a\") { snapshot { search(text: \"a\", first: $n) { nodes { callers(first: $n) { nodes { to { id } } } } } } } }";

        Assert.NotNull(engine.Prepare(new(Text, Variables: JsonDocument.Parse("""{"n": 50}""").RootElement)).Operation);
        Assert.Null(engine.Prepare(new(Text, Variables: JsonDocument.Parse("""{"n": 5000}""").RootElement)).Operation);
    }

    [Fact]
    public void Documents_are_parsed_once_and_kept_within_bounds()
    {
        var small = new GraphQLLimits { CachedCharacters = 1000 };
        using var bounded = new DocumentCache(engine.Schema, small);
        var first = bounded.Get("{ repositories { name } }").Document;

        Assert.Same(first, bounded.Get("{ repositories { name } }").Document);
        foreach (var i in Enumerable.Range(0, 500))
            Assert.NotNull(bounded.Get($"{{ a{i}: repositories {{ name }} }}").Document);
        Assert.InRange(bounded.Count, 0, 1000 / 20);
    }

    /// <summary>As deep as documents may lead, once over, on the stack of a thread of the pool.</summary>
    [Fact]
    public void The_deepest_fragments_are_compared()
    {
        var chains = string.Concat(Enumerable.Range(0, 4).Select(i => Deep($"F{i}", 29, $"...F{i + 1}") + Deep($"G{i}", 29, $"...G{i + 1}")));
        var (_, errors) = engine.Prepare(new("{repository(name:\"a\"){snapshot{symbol(name:\"b\"){...F0 ...G0}}}}" + chains + "fragment F4 on Symbol{a:id}fragment G4 on Symbol{a:name}"));

        Assert.Contains("conflict", Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_longest_chain_of_fragments_is_followed()
    {
        var text = "{...F0}" + string.Concat(Enumerable.Range(0, 255).Select(i => $"fragment F{i} on Query{{...F{i + 1}}}")) + "fragment F255 on Query{dog{name}}";
        var (operation, errors) = engine.Prepare(new(text.Replace("dog{name}", "repositories{name}", StringComparison.Ordinal)));

        Assert.Empty(errors);
        Assert.NotNull(operation);
        Assert.Equal("Odie", (await Kitchen.Execute(text, null, default, JsonSerializer.SerializeToElement(new { dog = new { name = "Odie" } }))).GetProperty("data").GetProperty("dog").GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_list_of_many_thousands_is_answered()
    {
        var data = JsonSerializer.SerializeToElement(new { boxes = Enumerable.Range(0, 30_000).Select(i => new { id = i, required = i % 2 == 0 ? "x" : "y" }) });

        var answer = await Kitchen.Execute("{ boxes { id required } }", null, default, data);

        Assert.Equal(30_000, answer.GetProperty("data").GetProperty("boxes").GetArrayLength());
    }

    [Fact]
    public async Task A_long_answer_waits_for_who_reads_it()
    {
        var boxes = new ListResult(Kitchen.Schema.Types["ID"], new ObjectResult(new(Kitchen.Schema.Query, [new("boxes", Kitchen.Schema.Query.Fields["boxes"])]), null, null, 0), 0, 1_000_000);
        boxes.Parent!.Values[0] = boxes;
        Array.Fill(boxes.Values, "box");
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1024 * 1024, resumeWriterThreshold: 1));

        var writing = ResponseWriter.Write(pipe.Writer, new((ObjectResult)boxes.Parent, []), CancellationToken.None);
        Assert.False(writing.IsCompleted);
        Assert.InRange((await pipe.Reader.ReadAsync()).Buffer.Length, 1024 * 1024, 2 * 1024 * 1024);
        await pipe.Reader.CompleteAsync();
        await writing;
    }

    [Fact]
    public async Task A_value_of_no_known_type_is_an_error_of_its_field()
    {
        var answer = await Kitchen.Execute("{ named { name } dog { name } }", null, default, JsonSerializer.SerializeToElement(new { named = new { name = "x" }, dog = new { name = "Odie" } }));

        Assert.Equal("Odie", answer.GetProperty("data").GetProperty("dog").GetProperty("name").GetString());
        Assert.Contains("Abstract type \"Named\" must resolve", answer.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    public void Dispose() => cache.Dispose();

    /// <summary>A fragment on symbols that goes to their files and back so often, to the inner selection.</summary>
    private static string Deep(string name, int times, string inner) => $"fragment {name} on Symbol{{" + Repeat("file{symbols{", times) + inner + Repeat("}}", times) + "}";

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
}
