using CodeGraph.Model;

namespace CodeGraph.Graph.Analyses;

/// <summary>
/// Attributes and annotations in the languages that write them inside of the definition, before its name: C#, Java, Kotlin, PHP, Swift. A type of a
/// result stands before the name too, so a use that leads to a class of just that name does not count as one.
/// </summary>
internal static class Annotations
{
    public static bool AreKnown(Language language) => language is Language.CSharp or Language.Java or Language.Kotlin or Language.Php or Language.Swift;

    /// <summary>The first annotation whose name is among those wanted, as its reference; -1 for none.</summary>
    /// <param name="names">Name indexes.</param>
    public static int Find(Snapshot snapshot, int symbol, HashSet<int> names)
    {
        var record = snapshot.Symbol(symbol);
        foreach (var reference in snapshot.Outgoing(symbol))
        {
            var use = snapshot.Reference(reference);
            if (!Precedes(use, record))
                break;
            if (names.Contains(use.Name) && IsAnnotation(snapshot, use))
                return reference;
        }
        return -1;
    }

    /// <summary>Whether anything is annotated that cannot be a result's type: an attribute leads to <c>NameAttribute</c>, an annotation to an interface.</summary>
    public static int Any(Snapshot snapshot, int symbol)
    {
        var record = snapshot.Symbol(symbol);
        foreach (var reference in snapshot.Outgoing(symbol))
        {
            var use = snapshot.Reference(reference);
            if (!Precedes(use, record))
                break;

            // What a member has as its type stands on the line of its name; an attribute that stands there too is not told apart from it.
            if (use.Role is ReferenceRole.Type or ReferenceRole.Call && (use.Line < record.Line || record.Kind.IsType()) && IsAnnotation(snapshot, use))
                return reference;
        }
        return -1;
    }

    private static bool Precedes(in ReferenceEntry use, in SymbolEntry record) => use.Line < record.Line || (use.Line == record.Line && use.Column < record.Column);

    private static bool IsAnnotation(Snapshot snapshot, in ReferenceEntry use)
    {
        if (use.State is ReferenceState.External or ReferenceState.Unresolved)
            return true;
        foreach (var target in snapshot.TargetsOf(use))
        {
            var record = snapshot.Symbol(target);
            if (record.Kind == SymbolKind.Interface || record.Name != use.Name)
                return true;
        }
        return false;
    }
}
