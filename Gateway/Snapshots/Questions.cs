using System.Collections.Frozen;
using CodeGraph.Client;
using CodeGraph.Gateway.Problems;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>Everything that a snapshot can be asked over HTTP.</summary>
internal static class Questions
{
    public static readonly LongQuestion<SearchQuery, SearchAnswer> Search = new(
        "search", (s, q, c) => s.Search(q, c), (_, a) => Refusal(a.Refusal, a.Source), "symbols", "symbol", a => a.Symbols.Count, (q, limit, cursor) => q with { Limit = limit, Cursor = cursor });

    public static readonly LongQuestion<TextQuery, TextAnswer> Text = new(
        "text", (s, q, c) => s.SearchText(q, c), (_, a) => Refusal(a.Refusal, a.Source), "lines", "line", a => a.Lines.Count, (q, limit, cursor) => q with { Limit = limit, Cursor = cursor })
    {
        IsWhole = a => !a.TimedOut && a.Stale.Count == 0 && a.NotIndexed == 0,
    };

    public static readonly Question<SymbolQuery, SymbolAnswer> Symbol = new("symbol", (s, q, c) => s.GetSymbol(q.Symbol, c), (q, a) => Name(q.Symbol, a.Source, a.Resolution));

    public static readonly Question<ContextQuery, ContextAnswer> Context = new("context", (s, q, c) => s.Context(q, c), (q, a) => Name(q.Symbol, a.Source, a.Resolution))
    {
        IsWhole = a => a.Code?.Problem is null,
    };

    public static readonly LongQuestion<TraversalQuery, RelationsAnswer> Callers = new(
        "callers", (s, q, c) => s.Callers(q, c), (q, a) => Name(q.Symbol, a.Source, a.Resolution), "relations", "relation", a => a.Relations.Count, (q, limit, cursor) => q with { Limit = limit, Cursor = cursor })
    {
        Stream = (s, q, c) => s.StreamCallers(q, c),
    };

    public static readonly LongQuestion<TraversalQuery, RelationsAnswer> Callees = new(
        "callees", (s, q, c) => s.Callees(q, c), (q, a) => Name(q.Symbol, a.Source, a.Resolution), "relations", "relation", a => a.Relations.Count, (q, limit, cursor) => q with { Limit = limit, Cursor = cursor })
    {
        Stream = (s, q, c) => s.StreamCallees(q, c),
    };

    public static readonly LongQuestion<ReferencesQuery, ReferencesAnswer> References = new(
        "references", (s, q, c) => s.References(q, c), (q, a) => Name(q.Symbol, a.Source, a.Resolution), "references", "reference", a => a.References.Count, (q, limit, cursor) => q with { Limit = limit, Cursor = cursor });

    public static readonly LongQuestion<TraversalQuery, ImpactAnswer> Impact = new(
        "impact", (s, q, c) => s.Impact(q, c), (q, a) => a.Path is null ? Name(q.Symbol, a.Source, a.Resolution) : null, "symbols", "symbol", a => a.Symbols.Count, (q, limit, cursor) => q with { Limit = limit, Cursor = cursor });

    public static readonly Question<PathQuery, PathAnswer> Path =
        new("path", (s, q, c) => s.Path(q, c), (q, a) => Name(q.From, a.Source, a.From) ?? Name(q.To, a.Source, a.To));

    public static readonly Question<OutlineQuery, OutlineAnswer> Outline =
        new("outline", (s, q, c) => s.Outline(q.Path, c), (q, a) => a.Path is null ? GatewayProblems.UnknownPath(q.Path, a.Source, a.NearPaths) : null);

    public static readonly Question<LocateQuery, LocateAnswer> Locate =
        new("locate", (s, q, c) => s.Locate(q, c), (q, a) => a.Path is null ? GatewayProblems.UnknownPath(q.Path, a.Source, a.NearPaths) : null);

    public static readonly Question<LocateQuery, ExplainAnswer> Explain = new("explain", (s, q, c) => s.Explain(q, c), (q, a) => a switch
    {
        { Path: null } => GatewayProblems.UnknownPath(q.Path, a.Source, a.NearPaths),
        { Use: null } => GatewayProblems.NoUse(q, a.Source),
        _ => null,
    });

    /// <summary>Never kept: the answer is about the files on disk.</summary>
    public static readonly Question<StaleQuery, StaleAnswer> Stale = new("stale", (s, q, c) => s.FindStale(q.Paths, c), (_, _) => null) { IsWhole = _ => false };

    public static readonly LongQuestion<FilesQuery, FilesAnswer> Files = new(
        "files", (s, q, c) => s.Files(q, c), (_, _) => null, "files", "file", a => a.Files.Count, (q, limit, cursor) => q with { Limit = limit, Cursor = cursor });

    public static readonly Question<FileTextQuery, FileTextAnswer> FileText =
        new("source", (s, q, c) => s.FileText(q, c), (q, a) => a.Path is null ? GatewayProblems.UnknownPath(q.Path, a.Source, a.NearPaths) : null)
        {
            IsWhole = a => a.Text?.Problem is null,
        };

    public static readonly LongQuestion<DependenciesQuery, DependenciesAnswer> Dependencies = new(
        "dependencies", (s, q, c) => s.Dependencies(q, c), (_, _) => null, "dependencies", "dependency", a => a.Dependencies.Count, (q, limit, cursor) => q with { Limit = limit, Cursor = cursor });

    public static readonly Question<CyclesQuery, CyclesAnswer> Cycles = new("cycles", (s, q, c) => s.Cycles(q, c), (_, _) => null);

    public static readonly LongQuestion<UnreferencedQuery, UnreferencedAnswer> Unreferenced = new(
        "unreferenced", (s, q, c) => s.Unreferenced(q, c), (_, _) => null, "symbols", "symbol", a => a.Symbols.Count, (q, limit, cursor) => q with { Limit = limit, Cursor = cursor });

    public static readonly LongQuestion<CentralQuery, CentralAnswer> Central = new(
        "central", (s, q, c) => s.Central(q, c), (_, _) => null, "central", "central", a => a.Central.Count, (q, limit, cursor) => q with { Limit = limit, Cursor = cursor });

    public static readonly LongQuestion<ComplexQuery, ComplexAnswer> Complex = new(
        "complex", (s, q, c) => s.Complex(q, c), (_, _) => null, "symbols", "symbol", a => a.Symbols.Count, (q, limit, cursor) => q with { Limit = limit, Cursor = cursor });

    /// <summary>All of them, by the name that batches call them by.</summary>
    public static FrozenDictionary<string, IQuestion> ByName { get; } = ((IQuestion[])
    [
        Search, Text, Symbol, Context, Callers, Callees, References, Impact, Path, Outline, Locate, Explain, Stale, Files, FileText, Dependencies, Cycles, Unreferenced, Central, Complex,
    ]).ToFrozenDictionary(q => q.Name, StringComparer.Ordinal);

    private static ProblemHttpResult? Name(string name, AnswerSource source, Resolution resolution) => resolution.Match switch
    {
        Match.Several => GatewayProblems.SeveralSymbols(name, source, resolution.Candidates),
        Match.NotFound => GatewayProblems.UnknownSymbol(name, source, resolution.NearNames),
        _ => null,
    };

    private static ProblemHttpResult? Refusal(string? refusal, AnswerSource source) => refusal is null ? null : GatewayProblems.RefusedSearch(refusal, source);
}
