using CodeGraph.Gateway.GraphQL.Execution;
using CodeGraph.Grains;

namespace CodeGraph.Gateway.GraphQL.Schema;

/// <summary>Symbols, and what leads to them from other answers.</summary>
internal static class SymbolFields
{
    public static void Bind(SchemaBinding schema) => schema
        .Bind<SymbolInfo>("Symbol",
            ("file", (s, c) => SnapshotFields.File(c, s.Path).AsField()),
            ("members", (s, c) => Detail(s, c, a => a.Members)),
            ("bases", (s, c) => Detail(s, c, a => a.Bases)),
            ("derived", (s, c) => Detail(s, c, a => a.Derived)),
            ("callerCount", (s, c) => Detail(s, c, a => a.Callers)),
            ("referenceCount", (s, c) => Detail(s, c, a => a.References)),
            ("uncertainty", (s, c) => Detail(s, c, a => a.Uncertainty)),
            ("callers", (s, c) => c.Callers(SnapshotFields.Traversal(c, s.Id)).AsField()),
            ("callees", (s, c) => c.Callees(SnapshotFields.Traversal(c, s.Id)).AsField()),
            ("references", (s, c) => c.References(new(s.Id, c.Argument<bool>("includeAmbiguous"), c.First())).AsField()),
            ("impact", (s, c) => c.Impact(SnapshotFields.Traversal(c, s.Id)).AsField()),
            ("context", (s, c) => c.Context(new(s.Id, c.Within("budget", 100, 1_000_000))).AsField()))
        .Bind<SymbolMetrics>("Metrics")
        .Bind<Site>("Site")
        .Bind<ExplainedUse>("Explanation")
        .Bind<ExplainedStep>("ExplanationStep")
        .Bind<RelationInfo>("Relation")
        .Bind<ReferenceInfo>("Reference")
        .Bind<ImpactDistance>("ImpactLevel")
        .Bind<TestInfo>("Test")
        .Bind<EntryPointInfo>("EntryPoint")
        .Bind<OutlineNode>("OutlineNode")
        .Bind<MatchSpan>("MatchSpan")
        .Bind<TextLineInfo>("TextLine",
            ("definition", (l, c) => ById(l.Definition, c)),
            ("enclosing", (l, c) => ById(l.Enclosing, c)));

    private static async ValueTask<object?> Detail(SymbolInfo symbol, FieldContext context, Func<SymbolAnswer, object> detail) => detail(await context.Symbol(symbol.Id));

    private static ValueTask<object?> ById(string? id, FieldContext context) => id is null ? new((object?)null) : SnapshotFields.Symbol(context, id).AsField();
}
