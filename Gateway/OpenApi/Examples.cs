using System.Text.Json;
using System.Text.Json.Nodes;
using CodeGraph.Client;
using CodeGraph.Gateway.Batch;
using CodeGraph.Grains;
using CodeGraph.Grains.Audit;
using CodeGraph.Grains.Json;
using CodeGraph.Model;

namespace CodeGraph.Gateway.OpenApi;

/// <summary>Examples of a small shop, as records, so that they stay what is really sent.</summary>
internal static class Examples
{
    private const string Commit = "4f2c1a90b7d35e68fa0c9d1e2b3a4c5d6e7f8091";

    private static readonly AnswerSource Source = new("shop", Commit, "shop@" + Commit, false);
    private static readonly SymbolInfo Add = new("cart.py#Cart.add", SymbolKind.Method, "add", "cart.Cart.add", Language.Python, "cart.py", 2, 9, 3, "def add(self, item)", "Puts an item in.", new(1, 0, 0, 2));
    private static readonly SymbolInfo Cart = new("cart.py#Cart", SymbolKind.Class, "Cart", "cart.Cart", Language.Python, "cart.py", 1, 7, 3, "class Cart", null);
    private static readonly SymbolInfo Main = new("main.py#main", SymbolKind.Function, "main", "main.main", Language.Python, "main.py", 4, 5, 6, "def main()", null, new(1, 0, 0, 3));
    private static readonly RelationInfo Call = new(RelationKind.Calls, Main, "main.py", Add, Tier.Typed, new("main.py", 6, 17), 1);
    private static readonly DependencyInfo Dependency = new("main.py", "cart.py", 3, new(2, 0, 1, 0, 0, 0), new("main.py", 1, 18), "cart.py#Cart");
    private static readonly SourceSlice Text = new("    def add(self, item):\n        return item\n", 2, 3, 9, null);
    private static readonly Uncertainty Sure = new(0, 0);

    private static readonly Dictionary<string, string> Parameters = new()
    {
        ["name"] = "shop", ["symbol"] = "Cart.add", ["id"] = "cart.py#Cart.add", ["path"] = "cart.py", ["q"] = "add", ["from"] = "main", ["to"] = "Cart.add", ["commit"] = Commit[..12],
        ["tiers"] = "exact,typed", ["under"] = "src", ["by"] = "cognitive", ["case"] = "smart",
    };

    private static readonly Dictionary<Type, object> Values = new object[]
    {
        new SearchQuery("add", [SymbolKind.Method], "src", Limit: 10), new SearchAnswer(Source, [Add], 1, [], null, [], null),
        new TextQuery("return (item|visitor)", Globs: ["*.py"], Context: 1),
        new TextAnswer(Source, [new("cart.py", Language.Python, 3, 9, "        return item", 1, [new(9, 11)], null, Add.Id, ["    def add(self, item):"], [""])], 1, true, false, null, false, 1, [], 0, null),
        new SymbolQuery("Cart"), new SymbolAnswer(Source, Found(Cart), [Add], [], [], 1, 1, Sure),
        new ContextQuery("Cart.add", 2000),
        new ContextAnswer(Source, Found(Add), Text, "Puts an item in.", [new(ContextRole.Caller, 1, 0, Main, "main.py", Call.Site, Tier.Typed, "main.py#main: def main()")], [], 2000, 24, Sure),
        new TraversalQuery("Cart.add", 2, Limit: 100, Tiers: TierSet.Exact | TierSet.Typed), new RelationsAnswer(Source, Found(Add), [Call], 1, false, Sure, 0, null),
        new ReferencesQuery("Cart.add", Limit: 100), new ReferencesAnswer(Source, Found(Add), [new(Call.Site, ReferenceRole.Call, Tier.Typed, Main)], 1, false, Sure, 0, null),
        new ImpactAnswer(
            Source, Found(Add), null, [Call], 1, 1, false, Sure, [new(1, 1, 0, 1)], [], 0, [new(Main, "main.py", 1, EntryRule.Root)], 1, 0, null),
        new PathQuery("main", "Cart.add"), new PathAnswer(Source, Found(Main), Found(Add), true, [Call], Sure, 0),
        new OutlineQuery("cart.py"), new OutlineAnswer(Source, "cart.py", Language.Python, 9, [new(Cart, [new(Add, [])])], []),
        new LocateQuery("main.py", 6, 17),
        new LocateAnswer(Source, "main.py", 6, [Main], [], [new("add", Call.Site, ReferenceRole.Call, ReferenceState.Resolved, Tier.Typed, [Add], 1, null)], 1, []),
        new ExplainAnswer(
            Source, "main.py",
            new("add", Call.Site, ReferenceRole.Call, ReferenceState.Resolved, Tier.Typed, [new("Cart.add", new("cart.py", 2, 9))], [new("cart is an instance of Cart", new("main.py", 5, 5))]), []),
        new StaleQuery(["cart.py"]), new StaleAnswer(Source, [], null, null),
        new FilesQuery(Languages: [Language.Python]),
        new FilesAnswer(Source, [new("cart.py", Language.Python, "9daeafb9864cf43055ae93beb0afd6c7d144bfa4", 9, 4, 2, 0)], [new(Language.Python, 1, 9, 4)], 1, false, null),
        new FileTextQuery("cart.py", 2, 3), new FileTextAnswer(Source, "cart.py", Language.Python, "9daeafb9864cf43055ae93beb0afd6c7d144bfa4", Text, []),
        new DependenciesQuery(Folders: true, Depth: 2), new DependenciesAnswer(Source, [Dependency], 2, 1, false, null),
        new CyclesQuery(), new CyclesAnswer(Source, [], 2, 0, false),
        new UnreferencedQuery([SymbolKind.Function]), new UnreferencedAnswer(Source, [new(Main, ["exported"], 0, 0)], 1, 0, false, null),
        new CentralQuery(), new CentralAnswer(Source, [new("cart.py", Cart, 0.21)], 3, 24, 1e-10, true, null),
        new ComplexQuery(), new ComplexAnswer(Source, [Add], 1, 0, false, null),
        new IndexCommand("/srv/git/shop"), new CheckCommand(), new CollectCommand(DryRun: true), new CancelledJob(true),
        new AuditCheckpoint(128, "5f2c1c2f0e4b0d5a7c3b9a1f6e8d4c2b0a9f8e7d6c5b4a39281706f5e4d3c2b1"),
    }.ToDictionary(v => v.GetType());

    private static readonly JsonNode Batch = JsonNode.Parse(
        """{"operations":[{"repository":"shop","operation":"callers","query":{"symbol":"Cart.add"}},{"repository":"shop","operation":"search","query":{"text":"add"}}]}""")!;

    public static JsonNode? OfParameter(string? name) => name is not null && Parameters.TryGetValue(name, out var value) ? JsonValue.Create(value) : null;

    public static JsonNode? Of(Type type) => type == typeof(BatchRequest) ? Batch.DeepClone()
        : Values.TryGetValue(type, out var value) ? JsonSerializer.SerializeToNode(value, GraphJson.Default.GetTypeInfo(type)!)
        : null;

    private static Resolution Found(SymbolInfo symbol) => new(Match.Found, symbol, [], []);
}
