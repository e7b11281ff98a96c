using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Cli.CommandLine;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;

namespace CodeGraph.Cli.Commands;

internal sealed class SearchCommand : QueryCommand<SearchAnswer>
{
    private readonly Argument<string> name = new("name") { Description = "A name, a part of one, or the end of a qualified name." };
    private readonly Option<string[]> kinds = CommandLine.Options.CreateKinds();
    private readonly Option<string?> under = CommandLine.Options.CreateUnder();
    private readonly Option<bool> locals = new("--locals") { Description = "Local variables and parameters too." };
    private readonly Option<string[]> languages = SearchOptions.CreateLanguages();
    private readonly Option<int> limit = CommandLine.Options.CreateLimit(50);
    private readonly Option<string?> cursor = CommandLine.Options.CreateCursor();

    public SearchCommand()
        : base("search", "Find symbols by name, best match first.") => Take([name], kinds, under, languages, locals, limit, cursor);

    protected override async Task<SearchAnswer> Ask(ISnapshotQueries snapshot, ParseResult arguments, CancellationToken cancellation)
    {
        var query = new SearchQuery(
            arguments.GetRequiredValue(name), CommandLine.Options.KindsOf(arguments.GetValue(kinds)), arguments.GetValue(under), arguments.GetValue(locals), arguments.GetValue(limit),
            SearchOptions.ParseLanguages(arguments.GetValue(languages)), arguments.GetValue(cursor));
        var answer = await snapshot.Search(query, cancellation);
        return answer.Refusal is { } refusal ? throw new CommandFailure("usage", refusal, "See: codegraph search --help", ExitCodes.Usage) : answer;
    }

    protected override Misunderstanding? FindMisunderstanding(SearchAnswer answer, ParseResult arguments) => answer.Symbols.Count > 0
        ? null
        : new Misunderstanding(answer.Source, arguments.GetRequiredValue(name), "symbol", answer.Similar, answer.NearNames, OnlySimilar: true);

    protected override void Print(SearchAnswer answer, ParseResult arguments, Report report)
    {
        report.Head($"symbols like '{Plain.Text(arguments.GetRequiredValue(name))}'", answer.Source);
        foreach (var symbol in answer.Symbols)
            report.Symbol(symbol);
        report.Remark(answer.Cursor is not null
            ? $"{Plain.Count(answer.Symbols.Count)} of {Plain.Count(answer.Total, "symbol", "symbols")}; go on with --cursor {answer.Cursor}"
            : Plain.Count(answer.Total, "symbol", "symbols"));
    }

    protected override JsonTypeInfo<SearchAnswer> JsonType() => GraphJson.Default.SearchAnswer;
}
