using CodeGraph.Linking.Rules;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>C and C++ know one global namespace, of which a file sees what it includes: declarations, and through them the definitions behind them.</summary>
internal sealed partial class FileResolver
{
    /// <summary>Variants of one definition, as the branches of a conditional write them, that are all named as targets.</summary>
    private const int MaxVariants = 4;

    private Dictionary<int, int>? included;

    /// <summary>The files that the open one includes, itself among them, with their distance.</summary>
    private Dictionary<int, int> Included => included ??= ((CRules)rules).Included(file);

    /// <summary>Of several definitions of a name, keeps those that the file can see. False where it sees none.</summary>
    private bool KeepIncluded()
    {
        var seen = candidates.Exists(symbol => Included.ContainsKey(program.FileOf[symbol]));
        if (!seen)
            return false;
        // Definitions that stand elsewhere are those that see the same declaration.
        var declaring = new HashSet<int>();
        foreach (var symbol in candidates)
        {
            if (Included.ContainsKey(program.FileOf[symbol]) && IsDeclaration(symbol))
                declaring.Add(program.FileOf[symbol]);
        }
        var isDefined = candidates.Exists(symbol => Included.ContainsKey(program.FileOf[symbol]) && !IsDeclaration(symbol));
        var paired = declaring.Count > 0 && candidates.Exists(symbol => Implements(symbol, declaring));
        candidates.RemoveAll(symbol => !Included.ContainsKey(program.FileOf[symbol])
            && (declaring.Count == 0 || IsFileLocal(symbol) || program.Definition(symbol).Kind == SymbolKind.Macro || (paired ? !Implements(symbol, declaring) : isDefined)));
        KeepNearest();
        return true;
    }

    /// <summary>Of types of one name in several programs those that are included are meant; tags have names of their own.</summary>
    private void NarrowInC(in Reference reference)
    {
        if (reference.Qualifier.Kind != OperandKind.None && !candidates.Exists(symbol => program.Definition(symbol).Kind.IsCallable()))
            Keep(candidates, symbol => Included.ContainsKey(program.FileOf[symbol]));
        else if (reference.Qualifier.Kind == OperandKind.None && reference.Role is ReferenceRole.Read or ReferenceRole.Write && (reference.Flags & (ReferenceFlags.TypePosition | ReferenceFlags.Path)) == 0)
            Keep(candidates, symbol => !program.Definition(symbol).Kind.IsType());
        // `typedef struct node { ... } node;` is one type.
        if (candidates.TrueForAll(symbol => program.Definition(symbol).Kind.IsType() && program.FileOf[symbol] == program.FileOf[candidates[0]]))
            Keep(candidates, symbol => program.Definition(symbol).Kind != SymbolKind.TypeAlias);
    }

    /// <summary>The type that a declaration defines on its way: <c>struct config { ... } config;</c>; -1 for none.</summary>
    private int TypeWithin(int definition)
    {
        ref var declaration = ref facts.Definitions[definition];
        for (var i = definition + 1; i < facts.Definitions.Length && facts.Definitions[i].Start < declaration.End; i++)
        {
            if (facts.Definitions[i].Kind.IsType() && facts.Definitions[i].Start >= declaration.Start && facts.Definitions[i].End <= declaration.End)
                return i;
        }
        return -1;
    }

    // A macro hides functions of its name; the nearest file's own macros and static functions hide those of others.
    private void KeepNearest()
    {
        if (candidates.Exists(symbol => program.Definition(symbol).Kind == SymbolKind.Macro))
            Keep(candidates, symbol => program.Definition(symbol).Kind == SymbolKind.Macro);
        else if (!candidates.Exists(IsFileLocal))
            return;
        var nearest = candidates.Min(symbol => Included.GetValueOrDefault(program.FileOf[symbol], int.MaxValue));
        if (nearest < int.MaxValue)
            candidates.RemoveAll(symbol => Included.GetValueOrDefault(program.FileOf[symbol], int.MaxValue) != nearest && (IsFileLocal(symbol) || program.Definition(symbol).Kind == SymbolKind.Macro));
    }

    /// <summary>The file declares a function or variable that it does not define: the definition is looked for.</summary>
    private bool IsOnlyDeclared(int definition)
    {
        for (var seen = 0; definition >= 0 && seen < MaxSameName; definition = facts.Definitions[definition].NextSame, seen++)
        {
            if ((facts.Definitions[definition].Flags & DefinitionFlags.DeclarationOnly) == 0 || facts.Definitions[definition].Kind == SymbolKind.Method)
                return false;
        }
        return true;
    }

    private bool IsDeclaration(int symbol) => (program.Definition(symbol).Flags & DefinitionFlags.DeclarationOnly) != 0;

    private bool IsFileLocal(int symbol) => (program.Definition(symbol).Flags & DefinitionFlags.FileLocal) != 0;

    private bool Implements(int symbol, HashSet<int> declaring) =>
        !IsDeclaration(symbol) && !IsFileLocal(symbol) && ((CRules)rules).IncludesOneOf(program.FileOf[symbol], declaring);

    /// <summary>All candidates are one thing, written once for each branch of a conditional, or declared more than once.</summary>
    private bool AreVariants()
    {
        var first = candidates[0];
        if (candidates.TrueForAll(IsDeclaration) && program.Files[file].Language == Language.C)
        {
            candidates.RemoveRange(1, candidates.Count - 1);
            return true;
        }
        return candidates.Count <= MaxVariants && candidates.TrueForAll(symbol =>
            program.FileOf[symbol] == program.FileOf[first] && program.ParentOf[symbol] == program.ParentOf[first] && program.Definition(symbol).Kind == program.Definition(first).Kind
            && (program.Definition(symbol).Kind == SymbolKind.Macro || program.Files[program.FileOf[symbol]].Language == Language.C
                || SameSignature(symbol, first)));
    }

    private bool SameSignature(int one, int other)
    {
        var file = program.FileOf[one];
        var facts = program.Facts(file);
        var (signature, second) = (facts.Descriptions[one - program.FirstSymbol[file]].Signature, facts.Descriptions[other - program.FirstSymbol[file]].Signature);
        return signature >= 0 && second >= 0 && facts.Strings[signature].SequenceEqual(facts.Strings[second]);
    }
}
