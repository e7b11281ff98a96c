using System.Collections;
using System.Reflection;
using System.Text.Json;
using CodeGraph.Client;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace CodeGraph.Gateway.Tests;

/// <summary>The graph over HTTP says what the graph over grains says, of every question there is.</summary>
public sealed class SdkTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    /// <summary>What each question is asked: answers, names that fit nothing or several, pages.</summary>
    private static readonly Dictionary<string, object[]> Asked = new()
    {
        ["GetSymbol"] = ["Cart", "Cart.add", "add", "nobody", "cart.py#Cart"],
        ["Callers"] = [new TraversalQuery("Cart.add"), new TraversalQuery("add"), new TraversalQuery("nobody"), new TraversalQuery("Cart", 3, true, 1, Model.TierSet.All)],
        ["Callees"] = [new TraversalQuery("main", 2), new TraversalQuery("main", Limit: 1, Tiers: Model.TierSet.Exact), new TraversalQuery("add")],
        ["StreamCallers"] = [new TraversalQuery("Cart.add"), new TraversalQuery("add"), new TraversalQuery("Gate"), new TraversalQuery("Cart", Limit: 1)],
        ["StreamCallees"] = [new TraversalQuery("main", 2), new TraversalQuery("main", Limit: 1, Tiers: Model.TierSet.Exact), new TraversalQuery("nobody")],
        ["References"] = [new ReferencesQuery("Cart"), new ReferencesQuery("Cart", Limit: 1), new ReferencesQuery("Cart", Tiers: Model.TierSet.Unique), new ReferencesQuery("add")],
        ["Impact"] = [new TraversalQuery("cart.py", 16), new TraversalQuery("Cart.add", 2), new TraversalQuery("add"), new TraversalQuery("cord.py")],
        ["Path"] = [new PathQuery("main", "Cart.add"), new PathQuery("Cart.add", "main"), new PathQuery("add", "main"), new PathQuery("main", "nobody"), new PathQuery("main", "Cart", Tiers: Model.TierSet.Typed)],
        ["Outline"] = ["cart.py", "card.py"],
        ["Search"] = [new SearchQuery("ca"), new SearchQuery("add", [Model.SymbolKind.Method], "cart.py", true, 1, [Model.Language.Python]), new SearchQuery("xyz"), new SearchQuery("a", Cursor: "nonsense")],
        ["SearchText"] = [new TextQuery("add", Limit: 1, Context: 2), new TextQuery("("), new TextQuery("CART", Case: CaseMatching.Insensitive, Globs: ["*.py", "!main.py"], CountAll: true)],
        ["Locate"] = [new LocateQuery("main.py", 6), new LocateQuery("cart.py", 2, 9), new LocateQuery("card.py", 1)],
        ["Explain"] = [new LocateQuery("main.py", 6), new LocateQuery("main.py", 6, 17), new LocateQuery("cart.py", 4), new LocateQuery("card.py", 1)],
        ["FindStale"] = [new[] { "cart.py", "nowhere.py" }, Array.Empty<string>()],
        ["Files"] = [new FilesQuery(), new FilesQuery("main.py", [Model.Language.Python], 1), new FilesQuery("nowhere")],
        ["FileText"] = [new FileTextQuery("cart.py"), new FileTextQuery("cart.py", 2, 3), new FileTextQuery("card.py")],
        ["Dependencies"] = [new DependenciesQuery(), new DependenciesQuery(true, 1, "main.py", Tiers: Model.TierSet.Exact)],
        ["Cycles"] = [new CyclesQuery(), new CyclesQuery(true, 2)],
        ["Unreferenced"] = [new UnreferencedQuery(), new UnreferencedQuery([Model.SymbolKind.Method], "cart.py", true, 1)],
        ["Central"] = [new CentralQuery(), new CentralQuery(true, Limit: 1)],
        ["Context"] = [new ContextQuery("Cart"), new ContextQuery("Cart.add", 100), new ContextQuery("add")],
        ["Complex"] = [new ComplexQuery(), new ComplexQuery(Model.ComplexityMeasure.Lines, Limit: 1)],
    };

    public static TheoryData<string> Questions => [.. typeof(ISnapshotQueries).GetMethods().Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task A_question_is_answered_alike_over_http_and_over_grains(string question)
    {
        var method = typeof(ISnapshotQueries).GetMethod(question)!;
        Assert.True(Asked.TryGetValue(question, out var queries), $"{question} is asked nothing here yet: add queries for it.");
        var (http, grains) = (await OverHttp().OpenSnapshot("shop"), await OverGrains().OpenSnapshot("shop"));
        foreach (var query in queries)
            Assert.Equal(await Ask(method, grains.Queries, query), await Ask(method, http.Queries, query));
    }

    [Fact]
    public async Task Repositories_and_snapshots_are_alike_over_http_and_over_grains()
    {
        var (http, grains) = (OverHttp(), OverGrains());

        Assert.Equal(await grains.ListRepositories(), await http.ListRepositories());
        Assert.Equal(JsonSerializer.Serialize(await grains.GetRepository("shop"), GraphJson.Default.RepositoryStatus), JsonSerializer.Serialize(await http.GetRepository("shop"), GraphJson.Default.RepositoryStatus));
        Assert.Equal(await grains.ListSnapshots("shop"), await http.ListSnapshots("shop"));
        var commit = (await grains.ListSnapshots("shop"))[0].Id;
        foreach (var id in new[] { null, commit, commit[..6], "0123456" })
            Assert.Equal(await Opened(grains, id), await Opened(http, id));
        Assert.False(await http.CancelIndex("shop"));
        Assert.Equal(JsonSerializer.Serialize(await grains.CheckStore(repair: false), GraphJson.Default.StoreCheck), JsonSerializer.Serialize(await http.CheckStore(repair: false), GraphJson.Default.StoreCheck));
        Assert.True((await http.CollectStore(dryRun: true)).DryRun);

        static async Task<(SnapshotKey Key, SnapshotInfo? Stored)> Opened(ICodeGraph graph, string? commit)
        {
            var opened = await graph.OpenSnapshot("shop", commit);
            return (opened.Key, opened.Stored);
        }
    }

    [Fact]
    public async Task A_repository_is_indexed_watched_and_removed_over_http()
    {
        await gateway.MakeRepository("sdk", [.. Enumerable.Range(0, 50).Select(i => ($"f{i}.py", $"def f{i}(): pass\n"))]);
        var http = OverHttp();

        var started = await http.StartIndex(new(Path.Combine(gateway.Folder, "sdk")));
        await foreach (var progress in http.WatchIndex(started.Repository))
            Assert.NotEqual(IndexPhase.Failed, progress.Phase);
        Assert.Equal(50, (await (await http.OpenSnapshot("sdk")).Queries.Files(new(), default)).Total);
        await http.RemoveRepository("sdk");
        await Assert.ThrowsAsync<RepositoryNotFoundException>(() => http.OpenSnapshot("sdk"));
    }

    public static TheoryData<string> Refused => [.. Refusals.Keys];

    private static readonly Dictionary<string, Func<ICodeGraph, Task>> Refusals = new()
    {
        ["unknown repository"] = g => g.OpenSnapshot("shp"),
        ["removing an unknown repository"] = g => g.RemoveRepository("shp"),
        ["watching an unknown repository"] = async g => await g.WatchIndex("shp").GetAsyncEnumerator().MoveNextAsync(),
        ["no snapshot"] = g => g.OpenSnapshot("empty"),
        ["unknown commit"] = async g => await (await g.OpenSnapshot("shop", "0123456789")).Queries.GetSymbol("Cart", default),
        ["foreign cursor"] = async g => await (await g.OpenSnapshot("shop")).Queries.Callers(new("Cart.add", Cursor: "nonsense"), default),
        ["stream of an unknown commit"] = async g => await (await g.OpenSnapshot("shop", "0123456789")).Queries.StreamCallers(new("Cart"), default).GetAsyncEnumerator().MoveNextAsync(),
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_refusal_is_the_same_exception_over_http_and_over_grains(string refusal)
    {
        var overGrains = await Assert.ThrowsAnyAsync<Exception>(() => Refusals[refusal](OverGrains()));
        var overHttp = await Assert.ThrowsAnyAsync<Exception>(() => Refusals[refusal](OverHttp()));

        Assert.Equal((overGrains.GetType(), overGrains.Message), (overHttp.GetType(), overHttp.Message));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(100_000, 1)]
    [InlineData(10, 65)]
    public async Task A_question_out_of_bounds_is_a_bad_argument(int limit, int depth)
    {
        var snapshot = await OverHttp().OpenSnapshot("shop");
        await Assert.ThrowsAsync<ArgumentException>(() => snapshot.Queries.Callers(new("Cart.add", depth, Limit: limit), default));
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_let_go()
    {
        var snapshot = await OverHttp().OpenSnapshot("shop");
        using var given = new CancellationTokenSource();
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => snapshot.Queries.GetSymbol("Cart", given.Token));
    }

    private ICodeGraph OverGrains() => gateway.GraphOf(FullAccess.Instance);

    private ICodeGraph OverHttp() =>
        new ServiceCollection().AddCodeGraphClient(client => client.BaseAddress = gateway.Client.BaseAddress!).BuildServiceProvider().GetRequiredService<ICodeGraph>();

    /// <summary>The answer as JSON; of a stream all its results and what its last part says beside them.</summary>
    private static async Task<string> Ask(MethodInfo method, ISnapshotQueries snapshot, object query)
    {
        var answer = method.Invoke(snapshot, [query, CancellationToken.None])!;
        if (answer is IAsyncEnumerable<RelationsAnswer> stream)
        {
            var parts = new List<RelationsAnswer>();
            await foreach (var part in stream)
                parts.Add(part);
            return Json(parts[^1] with { Relations = [.. parts.SelectMany(p => p.Relations)] });
        }
        await (Task)answer;
        return Json(answer.GetType().GetProperty("Result")!.GetValue(answer)!);
    }

    private static string Json(object answer) => JsonSerializer.Serialize(answer, answer.GetType(), GraphJson.Default);
}
