using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Graph.Analyses;

/// <summary>Who can see a symbol: whether code outside of the repository may use it, by the rules of its language.</summary>
public static class Exposure
{
    private const int MostLevels = 64;

    /// <summary>Whether a symbol and all that encloses it are visible outside of their project.</summary>
    public static bool IsExported(Snapshot snapshot, int symbol)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var language = snapshot.File(snapshot.Symbol(symbol).File).Language;
        var at = symbol;
        for (var level = 0; at >= 0 && level < MostLevels; level++)
        {
            var record = snapshot.Symbol(at);
            var enclosed = record.Parent >= 0;
            if ((record.Flags & DefinitionFlags.Local) != 0 || (at != symbol && record.Kind.IsCallable()))
                return false;
            if (!record.Kind.IsNamespace() && !IsVisible(snapshot, record, language, enclosed))
                return false;
            at = record.Parent;
        }
        return true;
    }

    /// <summary>Whether something other than itself and what is inside of it uses the symbol, or refines it; uses with several candidates count.</summary>
    public static bool IsUsed(Snapshot snapshot, int symbol)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        foreach (var reference in snapshot.Incoming(symbol))
        {
            if (!IsInside(snapshot, snapshot.Reference(reference).From, symbol))
                return true;
        }
        foreach (var relation in snapshot.RelationsTo(symbol))
        {
            if (!IsInside(snapshot, snapshot.Relation(relation).From, symbol))
                return true;
        }
        return false;
    }

    public static bool IsInside(Snapshot snapshot, int inner, int outer)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        for (var level = 0; inner >= 0 && level < MostLevels; level++, inner = snapshot.Symbol(inner).Parent)
        {
            if (inner == outer)
                return true;
        }
        return false;
    }

    private static bool IsVisible(Snapshot snapshot, in SymbolEntry record, Language language, bool enclosed)
    {
        var visibility = record.Visibility;
        switch (language)
        {
            case Language.Go:
                return snapshot.NameBytes(record.Name) is [var first, ..] && (first >= 0x80 || char.IsAsciiLetterUpper((char)first));
            case Language.Python:
                return snapshot.NameBytes(record.Name) is not [(byte)'_', ..] || snapshot.NameBytes(record.Name).EndsWith("__"u8);
            case Language.JavaScript or Language.TypeScript or Language.Tsx:
                return enclosed ? visibility != Visibility.Private : (record.Flags & (DefinitionFlags.Exported | DefinitionFlags.DefaultExport | DefinitionFlags.Renamed)) != 0;
            case Language.Java or Language.CSharp:
                return visibility is Visibility.Public or Visibility.Protected || (visibility == Visibility.Default && enclosed && IsOpenContainer(snapshot.Symbol(record.Parent).Kind));
            case Language.Rust:
                return visibility == Visibility.Public || (enclosed && snapshot.Symbol(record.Parent).Kind is SymbolKind.Trait or SymbolKind.Enum);
            case Language.C or Language.Cpp:
                return (record.Flags & DefinitionFlags.FileLocal) == 0 && visibility != Visibility.Private;
            case Language.Swift:
                return visibility == Visibility.Public;
            default:
                return visibility is not (Visibility.Private or Visibility.Internal);
        }
    }

    private static bool IsOpenContainer(SymbolKind kind) => kind is SymbolKind.Interface or SymbolKind.Enum;
}
