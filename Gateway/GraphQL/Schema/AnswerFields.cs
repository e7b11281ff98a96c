using CodeGraph.Grains;

namespace CodeGraph.Gateway.GraphQL.Schema;

/// <summary>Answers as pages: their lists are called <c>nodes</c>, their cursors stand in <c>pageInfo</c>.</summary>
internal static class AnswerFields
{
    public static void Bind(SchemaBinding schema) => schema
        .Bind<AnswerSource>("Source")
        .Bind<PageInfo>("PageInfo")
        .Bind<Uncertainty>("Uncertainty")
        .Bind<RelationsAnswer>("RelationConnection", ("nodes", (a, _) => new(a.Relations)), ("pageInfo", (a, _) => Page(a.Cursor)))
        .Bind<ReferencesAnswer>("References", ("nodes", (a, _) => new(a.References)))
        .Bind<ImpactAnswer>("ImpactConnection", ("nodes", (a, _) => new(a.Symbols)), ("pageInfo", (a, _) => Page(a.Cursor)))
        .Bind<PathAnswer>("RelationPath")
        .Bind<OutlineAnswer>("File", ("outline", (a, _) => new(a.Symbols)), ("symbols", (a, _) => new(Flat(a.Symbols))))
        .Bind<SearchAnswer>("SymbolConnection", ("nodes", (a, _) => new(a.Symbols)), ("pageInfo", (a, _) => Page(a.Cursor)))
        .Bind<TextAnswer>("TextConnection", ("nodes", (a, _) => new(a.Lines)), ("pageInfo", (a, _) => Page(a.Cursor)))
        .Bind<DependencyInfo>("Dependency")
        .Bind<RelationCounts>("RelationCounts")
        .Bind<DependenciesAnswer>("DependencyConnection", ("nodes", (a, _) => new(a.Dependencies)), ("places", (a, _) => new(a.Nodes)), ("pageInfo", (a, _) => Page(a.Cursor)))
        .Bind<CycleInfo>("Cycle")
        .Bind<CyclesAnswer>("Cycles", ("nodes", (a, _) => new(a.Cycles)), ("places", (a, _) => new(a.Nodes)))
        .Bind<UnreferencedInfo>("UnreferencedSymbol")
        .Bind<UnreferencedAnswer>("UnreferencedConnection", ("nodes", (a, _) => new(a.Symbols)), ("pageInfo", (a, _) => Page(a.Cursor)))
        .Bind<CentralInfo>("Central")
        .Bind<CentralAnswer>("CentralConnection", ("nodes", (a, _) => new(a.Central)), ("pageInfo", (a, _) => Page(a.Cursor)))
        .Bind<ComplexAnswer>("ComplexConnection", ("nodes", (a, _) => new(a.Symbols)), ("pageInfo", (a, _) => Page(a.Cursor)))
        .Bind<SourceSlice>("SourceSlice")
        .Bind<ContextItem>("ContextItem")
        .Bind<ContextLeftOut>("ContextLeftOut")
        .Bind<ContextAnswer>("Context");

    private static ValueTask<object?> Page(string? cursor) => new(new PageInfo(cursor is not null, cursor));

    /// <summary>A tree in the order of its nodes, without recursion: it may be as deep as its source.</summary>
    private static List<SymbolInfo> Flat(IReadOnlyList<OutlineNode> roots)
    {
        var symbols = new List<SymbolInfo>();
        var open = new Stack<OutlineNode>(roots.Reverse());
        while (open.TryPop(out var node))
        {
            symbols.Add(node.Symbol);
            foreach (var child in node.Children.Reverse())
                open.Push(child);
        }

        return symbols;
    }
}

internal sealed record PageInfo(bool HasNextPage, string? EndCursor);
