using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Graph.Analyses;

/// <summary>A definition that nothing outside of it names.</summary>
/// <param name="Reasons">Why it may be reached all the same.</param>
/// <param name="UnresolvedUses">Uses of its name of which nothing is known.</param>
/// <param name="Members">Definitions inside of it that nothing names either, and that are not listed themselves.</param>
public readonly record struct UnreferencedSymbol(int Symbol, ReachReasons Reasons, int UnresolvedUses, int Members);

/// <param name="Kinds">Kinds wanted; null for all.</param>
/// <param name="Under">Folder or file; null for all.</param>
/// <param name="UnexplainedOnly">Leave out what has a reason.</param>
public sealed record UnreferencedFilter(IReadOnlyCollection<SymbolKind>? Kinds = null, string? Under = null, bool UnexplainedOnly = false);

/// <summary>
/// Finds definitions that no resolved and no ambiguous use names, except from inside of themselves, and no relation refines. Locals, parameters, namespaces and keys of
/// object literals are none. Parts of one type, and a definition and its declarations, are used together. What a string may name at run time is not looked at.
/// For one thread.
/// </summary>
public sealed class Unreferenced(Snapshot snapshot)
{
    private const DefinitionFlags Grouped = DefinitionFlags.Open | DefinitionFlags.DeclarationOnly;

    /// <summary>Reasons of a member that are its type's too: whoever runs the member makes or loads the type.</summary>
    private const ReachReasons Lifting = ReachReasons.EntryPoint | ReachReasons.Test | ReachReasons.Annotated;

    private readonly EntryPoints entries = new(snapshot);
    private readonly TestRules tests = new(snapshot);

    /// <summary>By name, whether something of that name in a dynamic language is used.</summary>
    private readonly Dictionary<int, bool> usedNamesakes = [];

    /// <summary>Those without any reason first, then in the order of the files.</summary>
    public IReadOnlyList<UnreferencedSymbol> Find(UnreferencedFilter filter, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var wanted = Unused(cancellation);
        var files = filter.Under is { } under ? Enumerable.Range(0, snapshot.FileCount).Select(f => new PathPrefix(under).Covers(snapshot.Path(f))).ToArray() : null;
        for (var symbol = 0; symbol < wanted.Length; symbol++)
        {
            var record = snapshot.Symbol(symbol);
            wanted[symbol] = wanted[symbol] && (files is null || files[record.File]) && (filter.Kinds is null || filter.Kinds.Contains(record.Kind));
        }
        var members = new int[wanted.Length];
        var inherited = new ReachReasons[wanted.Length];
        var found = new List<UnreferencedSymbol>();
        for (var symbol = 0; symbol < wanted.Length; symbol++)
        {
            var outer = wanted[symbol] ? Outermost(symbol, wanted) : symbol;
            if (outer == symbol)
                continue;
            wanted[symbol] = false;
            members[outer]++;
            inherited[outer] |= ReasonsOf(symbol) & Lifting;
        }
        for (var symbol = 0; symbol < wanted.Length; symbol++)
        {
            if ((symbol & 0xFFF) == 0)
                cancellation.ThrowIfCancellationRequested();
            if (!wanted[symbol])
                continue;
            var reasons = ReasonsOf(symbol) | inherited[symbol];
            if (reasons == ReachReasons.None || !filter.UnexplainedOnly)
                found.Add(new(symbol, reasons, snapshot.UnresolvedOf(snapshot.Symbol(symbol).Name).Length, members[symbol]));
        }
        return [.. found.OrderBy(u => u.Reasons != ReachReasons.None)];
    }

    private bool[] Unused(CancellationToken cancellation)
    {
        var unused = new bool[snapshot.SymbolCount];
        for (var name = 0; name < snapshot.NameCount; name++)
        {
            if ((name & 0xFFF) == 0)
                cancellation.ThrowIfCancellationRequested();
            var (any, grouped) = (false, false);
            foreach (var symbol in snapshot.SymbolsOf(name))
            {
                if (!IsListed(symbol))
                    continue;
                grouped |= (snapshot.Symbol(symbol).Flags & Grouped) != 0;
                any |= unused[symbol] = !Exposure.IsUsed(snapshot, symbol);
            }
            if (any && grouped)
                Join(snapshot.SymbolsOf(name), unused);
        }
        return unused;
    }

    /// <summary>What stands for one thing is used where any of it is; a declaration gives way to the definition.</summary>
    private void Join(IdList namesakes, bool[] unused)
    {
        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var symbol in namesakes)
        {
            if (!IsListed(symbol))
                continue;
            var name = snapshot.QualifiedName(symbol);
            if (!groups.TryGetValue(name, out var group))
                groups.Add(name, group = []);
            group.Add(symbol);
        }
        foreach (var group in groups.Values)
        {
            if (group.Count < 2 || !group.Exists(s => (snapshot.Symbol(s).Flags & Grouped) != 0))
                continue;
            var used = group.Exists(s => !unused[s]);
            var first = group.FindIndex(s => (snapshot.Symbol(s).Flags & DefinitionFlags.DeclarationOnly) == 0);
            for (var i = 0; i < group.Count; i++)
            {
                var flags = snapshot.Symbol(group[i]).Flags;
                if (used || ((flags & Grouped) != 0 && i != Math.Max(first, 0)))
                    unused[group[i]] = false;
            }
        }
    }

    private bool IsListed(int symbol)
    {
        var record = snapshot.Symbol(symbol);
        if ((record.Flags & (DefinitionFlags.Local | DefinitionFlags.Part)) != 0 || record.Kind.IsNamespace() || record.Kind is SymbolKind.Parameter or SymbolKind.TypeParameter)
            return false;

        // The key of an object literal is data: who reads it cannot be told from the literal.
        return record.Kind != SymbolKind.Property || record.Parent < 0 || snapshot.Symbol(record.Parent).Kind.IsType()
            || snapshot.File(record.File).Language is not (Language.JavaScript or Language.TypeScript or Language.Tsx);
    }

    /// <summary>The outermost symbol around this one that is listed, or itself.</summary>
    private int Outermost(int symbol, bool[] wanted)
    {
        const int MostLevels = 64;
        var outer = symbol;
        for (var (at, level) = (snapshot.Symbol(symbol).Parent, 0); at >= 0 && level < MostLevels; at = snapshot.Symbol(at).Parent, level++)
        {
            if (wanted[at])
                outer = at;
        }
        return outer;
    }

    private ReachReasons ReasonsOf(int symbol)
    {
        var record = snapshot.Symbol(symbol);
        var language = snapshot.File(record.File).Language;
        var reasons = ReachReasons.None;
        if (Exposure.IsExported(snapshot, symbol))
            reasons |= ReachReasons.Exported;
        if (entries.Declared(symbol) != EntryRule.None)
            reasons |= ReachReasons.EntryPoint;
        if (tests.Of(symbol).IsTest)
            reasons |= ReachReasons.Test;
        if (Refines(symbol, record))
            reasons |= ReachReasons.Refines;
        if ((record.Flags & DefinitionFlags.Decorated) != 0 || (Annotations.AreKnown(language) && Annotations.Any(snapshot, symbol) >= 0))
            reasons |= ReachReasons.Annotated;
        if (snapshot.UnresolvedOf(record.Name).Length > 0)
            reasons |= ReachReasons.UnresolvedUses;
        if (record.Parent >= 0 && IsDynamic(language) && HasUsedNamesake(record.Name))
            reasons |= ReachReasons.DynamicNamesake;
        if (IsImplicit(record, language))
            reasons |= ReachReasons.Implicit;
        return reasons;
    }

    private bool Refines(int symbol, in SymbolEntry record)
    {
        if ((record.Flags & (DefinitionFlags.Override | DefinitionFlags.Explicit)) != 0)
            return true;
        var (at, end) = snapshot.RelationsFrom(symbol);
        for (; at < end; at++)
        {
            if (snapshot.Relation(at).Kind is RelationKind.Overrides || (record.Kind.IsCallable() && snapshot.Relation(at).Kind is RelationKind.Implements))
                return true;
        }
        return false;
    }

    private bool HasUsedNamesake(int name)
    {
        if (!usedNamesakes.TryGetValue(name, out var used))
            usedNamesakes.Add(name, used = FindUsed(name));
        return used;
    }

    private bool FindUsed(int name)
    {
        foreach (var other in snapshot.SymbolsOf(name))
        {
            if (IsListed(other) && IsDynamic(snapshot.File(snapshot.Symbol(other).File).Language) && Exposure.IsUsed(snapshot, other))
                return true;
        }
        return false;
    }

    private bool IsImplicit(in SymbolEntry record, Language language)
    {
        if (record.Kind == SymbolKind.Constructor || (record.Flags & DefinitionFlags.Operator) != 0)
            return true;
        var name = snapshot.NameBytes(record.Name);
        return language switch
        {
            Language.Python or Language.Php => name.StartsWith("__"u8),
            Language.Go => record.Parent < 0 && name.SequenceEqual("init"u8),
            Language.Cpp => name is [(byte)'~', ..],
            _ => false,
        };
    }

    private static bool IsDynamic(Language language) => language is Language.Python or Language.JavaScript or Language.TypeScript or Language.Tsx or Language.Ruby or Language.Php;
}
