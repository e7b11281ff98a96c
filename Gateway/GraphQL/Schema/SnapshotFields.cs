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
            ("search", (s, c) => Search(s, c).AsField()),
            ("text", (s, c) => Text(s, c).AsField()),
            ("path", (s, c) => Path(s, c).AsField()),
            ("impact", (_, c) => c.Impact(Traversal(c, c.Text("of"))).AsField()),
            ("dependencies", (s, c) => s.Queries.Dependencies(
                new(c.Argument<bool>("folders"), c.Depth(least: 0), c.Argument<string>("from"), c.Argument<string>("to"), c.Tiers(), c.First(), c.After()),
                c.Cancellation).AsField()),
            ("cycles", (s, c) => s.Queries.Cycles(new(c.Argument<bool>("folders"), c.Depth(least: 0), c.Tiers(), c.First()), c.Cancellation).AsField()),
            ("unreferenced", (s, c) => s.Queries.Unreferenced(
                new(c.Enums<SymbolKind>("kinds"), c.Argument<string>("under"), c.Argument<bool>("unexplainedOnly"), c.First(), c.After()), c.Cancellation).AsField()),
            ("central", (s, c) => s.Queries.Central(
                new(c.Argument<bool>("files"), c.Enums<SymbolKind>("kinds"), c.Argument<string>("under"), c.First(), c.After()), c.Cancellation).AsField()),
            ("complex", (s, c) => s.Queries.Complex(
                new(c.EnumArgument<ComplexityMeasure>("by"), c.Enums<SymbolKind>("kinds"), c.Argument<string>("under"), c.First(), c.After()), c.Cancellation).AsField()))
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

    private static async Task<SearchAnswer> Search(OpenedSnapshot snapshot, FieldContext context)
    {
        var answer = await snapshot.Queries.Search(
            new(context.Text("text", most: 1024), context.Enums<SymbolKind>("kinds"), context.Argument<string>("under"), context.Argument<bool>("locals"),
                context.First(), context.Enums<Model.Language>("languages"), context.After()), context.Cancellation);
        return answer.Refusal is null ? answer : throw QueryErrors.Of(GatewayProblems.RefusedSearch(answer.Refusal, answer.Source).ProblemDetails);
    }

    private static async Task<TextAnswer> Text(OpenedSnapshot snapshot, FieldContext context)
    {
        const int MostContext = 50;
        var answer = await snapshot.Queries.SearchText(
            new(context.Text("pattern"), context.Argument<bool>("fixed"), context.EnumArgument<CaseMatching>("case"), context.Argument<bool>("word"), context.Texts("globs"),
                context.Enums<Model.Language>("languages"), context.Within("context", 0, MostContext), context.First(), context.After(), context.Argument<bool>("countAll")),
            context.Cancellation);
        return answer.Refusal is null ? answer : throw QueryErrors.Of(GatewayProblems.RefusedSearch(answer.Refusal, answer.Source).ProblemDetails);
    }

    private static async Task<PathAnswer> Path(OpenedSnapshot snapshot, FieldContext context)
    {
        const int Longest = 64;
        var (from, to) = (context.Text("from"), context.Text("to"));
        var answer = await snapshot.Queries.Path(new(from, to, context.Argument<bool>("includeAmbiguous"), context.Within("maxLength", 1, Longest)), context.Cancellation);
        SnapshotLookUps.Check(from, answer.Source, answer.From);
        SnapshotLookUps.Check(to, answer.Source, answer.To);
        return answer;
    }
}

internal sealed record SeveralSymbols(AnswerSource Source, IReadOnlyList<SymbolInfo> Candidates);

internal sealed record UnknownSymbol(AnswerSource Source, IReadOnlyList<string> NearNames);
