using System.Text;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Graph.Analyses;

/// <summary>Finds entry points. Holds no state that changes.</summary>
public sealed class EntryPoints
{
    private static readonly string[] RouteNames =
    [
        "HttpGet", "HttpPost", "HttpPut", "HttpDelete", "HttpPatch", "HttpHead", "HttpOptions",
        "RequestMapping", "GetMapping", "PostMapping", "PutMapping", "DeleteMapping", "PatchMapping", "GET", "POST", "PUT", "DELETE", "PATCH", "Route",
    ];

    private readonly Snapshot snapshot;
    private readonly HashSet<int> routes;

    public EntryPoints(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        this.snapshot = snapshot;
        routes = [.. RouteNames.Select(n => snapshot.FindName(Encoding.UTF8.GetBytes(n))).Where(n => n >= 0)];
    }

    /// <summary>Main functions and handlers; what a program is sure to call itself.</summary>
    public EntryRule Declared(int symbol)
    {
        var record = snapshot.Symbol(symbol);
        if (!record.Kind.IsCallable())
            return EntryRule.None;
        var language = snapshot.File(record.File).Language;
        if (IsMain(record, language))
            return EntryRule.Main;
        return routes.Count > 0 && record.Kind == SymbolKind.Method && Annotations.AreKnown(language) && Annotations.Find(snapshot, symbol, routes) >= 0 ? EntryRule.HttpHandler : EntryRule.None;
    }

    /// <summary>As <see cref="Declared"/>, and callables that are visible outside while nothing inside uses, overrides or demands them.</summary>
    public EntryRule Of(int symbol)
    {
        var declared = Declared(symbol);
        if (declared != EntryRule.None || !snapshot.Symbol(symbol).Kind.IsCallable() || Exposure.IsUsed(snapshot, symbol))
            return declared;
        var (first, end) = snapshot.RelationsFrom(symbol);
        return first == end && Exposure.IsExported(snapshot, symbol) ? EntryRule.Root : EntryRule.None;
    }

    private bool IsMain(in SymbolEntry record, Language language)
    {
        var name = snapshot.NameBytes(record.Name);
        return language switch
        {
            Language.C or Language.Cpp or Language.Go or Language.Rust or Language.Kotlin => record.Parent < 0 && name.SequenceEqual("main"u8),
            Language.Java => (record.Flags & DefinitionFlags.Static) != 0 && name.SequenceEqual("main"u8),
            Language.CSharp => (record.Flags & DefinitionFlags.Static) != 0 && name.SequenceEqual("Main"u8),
            _ => false,
        };
    }
}
