using System.Collections.Concurrent;
using System.Text.Json;
using CodeGraph.Gateway.GraphQL;
using CodeGraph.Gateway.GraphQL.Execution;
using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.Tests.GraphQL;

/// <summary>Look-ups of one level come in one batch, however they come about.</summary>
public sealed class LoaderTests
{
    private const string Definition = "type Query { node(id: Int!): Node nodes(ids: [Int!]!): [Node] } type Node { id: Int next: Node twice: Node slow: Int late: Int }";

    private readonly ConcurrentQueue<int[]> batches = [];
    private readonly TaskCompletionSource answering = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int started;

    [Fact]
    public async Task Each_level_is_one_batch()
    {
        var answer = await Ask("{ nodes(ids: [1, 2, 3]) { id next { id next { id } } other: next { id } } }");

        Assert.Equal("""[{"id":1,"next":{"id":2,"next":{"id":3}},"other":{"id":2}},{"id":2,"next":{"id":3,"next":{"id":4}},"other":{"id":3}},{"id":3,"next":{"id":4,"next":{"id":5}},"other":{"id":4}}]""", answer.GetProperty("data").GetProperty("nodes").GetRawText());
        Assert.Equal(["2 3 4", "5"], batches.Select(b => string.Join(' ', b)));
    }

    [Fact]
    public async Task A_look_up_after_a_look_up_is_sent_too()
    {
        var answer = await Ask("{ a: node(id: 1) { twice { id } } b: node(id: 5) { twice { id } } }");

        Assert.Equal((3, 7), (answer.GetProperty("data").GetProperty("a").GetProperty("twice").GetProperty("id").GetInt32(), answer.GetProperty("data").GetProperty("b").GetProperty("twice").GetProperty("id").GetInt32()));
        Assert.Equal([2, 3, 6, 7], batches.SelectMany(b => b).Order());
    }

    [Fact]
    public async Task One_that_fails_leaves_the_others()
    {
        var answer = await Ask("{ nodes(ids: [12, 1]) { id next { id } } }");

        Assert.Equal("""[{"id":12,"next":null},{"id":1,"next":{"id":2}}]""", answer.GetProperty("data").GetProperty("nodes").GetRawText());
        Assert.Equal("There is no 13.", answer.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_request_that_is_given_up_ends_while_a_look_up_is_under_way()
    {
        using var cancelling = new CancellationTokenSource();
        var asked = Ask("{ node(id: 1) { late } }", cancelling.Token);
        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task Few_questions_of_a_request_are_under_way_at_a_time()
    {
        var asked = Ask("{ nodes(ids: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) { slow } }");
        Assert.Equal(ExecutionRequest.MostAtOnce, Volatile.Read(ref started));

        answering.SetResult();
        Assert.Equal(12, (await asked).GetProperty("data").GetProperty("nodes").GetArrayLength());
        Assert.Equal(12, started);
    }

    [Fact]
    public async Task A_request_ends_when_its_time_is_over()
    {
        var limits = new GraphQLLimits { MaxDuration = TimeSpan.FromMilliseconds(1) };
        var schema = Schema();
        using var cache = new DocumentCache(schema, limits);
        var engine = new GraphQLEngine(schema, limits, cache);
        var (operation, _) = engine.Prepare(new("{ node(id: 1) { late } }"));

        await Assert.ThrowsAsync<TimeoutException>(() => engine.Execute(operation!, Kitchen.NoServices.Instance, e => (e.Message, new Dictionary<string, object?>()), CancellationToken.None));
    }

    private Task<JsonElement> Ask(string text, CancellationToken cancellation = default)
    {
        var document = Parser.Parse(text, Kitchen.Limits);
        return Kitchen.Execute(new(
            Schema(), document, document.Operations.Single(), new Dictionary<string, object?>(), Root: null, Kitchen.NoServices.Instance, e => (e.Message, new Dictionary<string, object?>()), cancellation));
    }

    private GraphQLSchema Schema()
    {
        var schema = SchemaBuilder.Build(Definition);
        schema.Query.Fields["node"].Resolve = c => new(c.Argument<int>("id"));
        schema.Query.Fields["nodes"].Resolve = c => new(c.ListArgument("ids"));
        var fields = ((ObjectType)schema.Types["Node"]).Fields;
        fields["id"].Resolve = c => new(c.Source);
        fields["next"].Resolve = async c => await Next(c, (int)c.Source!);
        fields["twice"].Resolve = async c => await Next(c, await Next(c, (int)c.Source!));
        fields["slow"].Resolve = async c => await c.InTurn(async _ =>
        {
            Interlocked.Increment(ref started);
            await answering.Task;
            return 1;
        });
        fields["late"].Resolve = async c =>
        {
            await Task.Delay(Timeout.Infinite, c.Cancellation);
            return null;
        };
        return schema;
    }

    private Task<int> Next(FieldContext context, int id) => context.Loaders.Load<int, int>("next", id + 1, keys =>
    {
        batches.Enqueue([.. keys]);
        return [.. keys.Select(key => key == 13 ? Task.FromException<int>(new InvalidOperationException("There is no 13.")) : Task.FromResult(key))];
    });
}
