using CodeGraph.Client;
using CodeGraph.Gateway.GraphQL.Execution;
using CodeGraph.Gateway.Problems;
using CodeGraph.Grains;
using CodeGraph.Model;

namespace CodeGraph.Gateway.GraphQL.Schema;

/// <summary>What a snapshot can be asked.</summary>
internal static class SnapshotFields
{
    private const int MostNames = 200;

    public static void Bind(SchemaBinding schema) => schema
        .Bind<OpenedSnapshot>("Snapshot",
            ("repository", (s, _) => new(s.Key.Repository)),
            ("id", (s, _) => new(s.Key.Id)),
            ("symbol", (_, c) => Symbol(c, c.Text("name")).AsField()),
            ("resolve", (_, c) => Resolve(c).AsField()),
            ("symbols", (_, c) => Symbols(c).AsField()),
            ("file", (_, c) => File(c, c.Text("path")).AsField()),
            ("explain", (_, c) => Explain(c).AsField()),
            ("search", (_, c) => Search(c).AsField()),
            ("text", (_, c) => Text(c).AsField()),
            ("path", (_, c) => Path(c).AsField()),
            ("impact", (_, c) => c.Impact(Traversal(c, c.Text("of"))).AsField()),
            ("dependencies", (_, c) => Dependencies(c).AsField()),
            ("cycles", (_, c) => Cycles(c).AsField()),
            ("unreferenced", (_, c) => Unreferenced(c).AsField()),
            ("central", (_, c) => Central(c).AsField()),
            ("complex", (_, c) => Complex(c).AsField()))
        .Bind<SeveralSymbols>("SeveralSymbols")
        .Bind<UnknownSymbol>("UnknownSymbol");

    /// <summary>What <c>callers</c>, <c>callees</c> and <c>impact</c> have in common.</summary>
    public static TraversalQuery Traversal(FieldContext context, string symbol) =>
        new(symbol, context.Depth(), context.Argument<bool>("includeAmbiguous"), context.First(), context.Tiers(), context.After());

    /// <exception cref="Language.GraphQLException">The snapshot has no file of the path.</exception>
    public static async Task<OutlineAnswer> File(FieldContext context, string path)
    {
        var answer = await context.Outline(path);
        return answer.Path is not null ? answer : throw QueryErrors.Of(GatewayProblems.UnknownPath(path, answer.Source, answer.NearPaths).ProblemDetails);
    }

    public static async Task<SymbolInfo> Symbol(FieldContext context, string name) => (await context.Symbol(name)).Resolution.Symbol!;

    private static async Task<object> Resolve(FieldContext context)
    {
        var answer = await context.Resolve(context.Text("name"));
        return answer.Resolution.Match switch
        {
            Match.Found => answer.Resolution.Symbol!,
            Match.Several => new SeveralSymbols(answer.Source, answer.Resolution.Candidates),
            _ => new UnknownSymbol(answer.Source, answer.Resolution.NearNames),
        };
    }

    private static async Task<List<object?>> Symbols(FieldContext context)
    {
        var names = context.Texts("names") ?? [];
        if (names.Count > MostNames)
            throw QueryErrors.BadArgument($"'names' has {names.Count} entries; give {MostNames} at most.");
        var found = names.Select(name => Symbol(context, name)).ToList();
        await Task.WhenAll(found.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var symbols = new List<object?>(found.Count);
        foreach (var symbol in found)
            symbols.Add(symbol.Exception?.InnerException ?? (object)await symbol);
        return symbols;
    }

    private static async Task<ExplainedUse?> Explain(FieldContext context)
    {
        var column = context.Argument<int?>("column");
        var query = new LocateQuery(context.Text("path"), context.Within("line", 1, int.MaxValue), column is null ? null : context.Within("column", 1, int.MaxValue));
        var answer = await context.Ask((queries, cancellation) => queries.Explain(query, cancellation));
        return answer.Path is not null ? answer.Use : throw QueryErrors.Of(GatewayProblems.UnknownPath(query.Path, answer.Source, answer.NearPaths).ProblemDetails);
    }

    private static async Task<SearchAnswer> Search(FieldContext context)
    {
        const int LongestName = 1024;
        var query = new SearchQuery(
            context.Text("text", LongestName), context.Enums<SymbolKind>("kinds"), context.Argument<string>("under"), context.Argument<bool>("locals"), context.First(),
            context.Enums<Model.Language>("languages"), context.After());
        var answer = await context.Ask((queries, cancellation) => queries.Search(query, cancellation));
        return answer.Refusal is null ? answer : throw QueryErrors.Of(GatewayProblems.RefusedSearch(answer.Refusal, answer.Source).ProblemDetails);
    }

    private static async Task<TextAnswer> Text(FieldContext context)
    {
        const int MostContext = 50;
        var query = new TextQuery(
            context.Text("pattern"), context.Argument<bool>("fixed"), context.EnumArgument<CaseMatching>("case"), context.Argument<bool>("word"), context.Texts("globs"),
            context.Enums<Model.Language>("languages"), context.Within("context", 0, MostContext), context.First(), context.After(), context.Argument<bool>("countAll"));
        var answer = await context.Ask((queries, cancellation) => queries.SearchText(query, cancellation));
        return answer.Refusal is null ? answer : throw QueryErrors.Of(GatewayProblems.RefusedSearch(answer.Refusal, answer.Source).ProblemDetails);
    }

    private static async Task<PathAnswer> Path(FieldContext context)
    {
        const int Longest = 64;
        var query = new PathQuery(context.Text("from"), context.Text("to"), context.Argument<bool>("includeAmbiguous"), context.Within("maxLength", 1, Longest));
        var answer = await context.Ask((queries, cancellation) => queries.Path(query, cancellation));
        SnapshotLookUps.Check(query.From, answer.Source, answer.From);
        SnapshotLookUps.Check(query.To, answer.Source, answer.To);
        return answer;
    }

    private static Task<DependenciesAnswer> Dependencies(FieldContext context)
    {
        var query = new DependenciesQuery(
            context.Argument<bool>("folders"), context.Depth(least: 0), context.Argument<string>("from"), context.Argument<string>("to"), context.Tiers(), context.First(),
            context.After());
        return context.Ask((queries, cancellation) => queries.Dependencies(query, cancellation));
    }

    private static Task<CyclesAnswer> Cycles(FieldContext context)
    {
        var query = new CyclesQuery(context.Argument<bool>("folders"), context.Depth(least: 0), context.Tiers(), context.First());
        return context.Ask((queries, cancellation) => queries.Cycles(query, cancellation));
    }

    private static Task<UnreferencedAnswer> Unreferenced(FieldContext context)
    {
        var query = new UnreferencedQuery(
            context.Enums<SymbolKind>("kinds"), context.Argument<string>("under"), context.Argument<bool>("unexplainedOnly"), context.First(), context.After());
        return context.Ask((queries, cancellation) => queries.Unreferenced(query, cancellation));
    }

    private static Task<CentralAnswer> Central(FieldContext context)
    {
        var query = new CentralQuery(
            context.Argument<bool>("files"), context.Enums<SymbolKind>("kinds"), context.Argument<string>("under"), context.First(), context.After());
        return context.Ask((queries, cancellation) => queries.Central(query, cancellation));
    }

    private static Task<ComplexAnswer> Complex(FieldContext context)
    {
        var query = new ComplexQuery(
            context.EnumArgument<ComplexityMeasure>("by"), context.Enums<SymbolKind>("kinds"), context.Argument<string>("under"), context.First(), context.After());
        return context.Ask((queries, cancellation) => queries.Complex(query, cancellation));
    }
}

internal sealed record SeveralSymbols(AnswerSource Source, IReadOnlyList<SymbolInfo> Candidates);

internal sealed record UnknownSymbol(AnswerSource Source, IReadOnlyList<string> NearNames);
