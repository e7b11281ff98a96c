using CodeGraph.Graph;
using CodeGraph.Linking.Typed;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>Makes the relations between types and between members that redefine one another.</summary>
internal static class RelationLinker
{
    private const int MaxDepth = 48;

    public static RelationRecord[] Run(LinkContext context, List<BaseLink> bases)
    {
        var program = context.Program;
        var relations = new List<RelationRecord>();
        foreach (var link in bases)
        {
            if (link.Base < 0 || link.From < 0 || program.Entities.Symbol(link.Base) is not (>= 0 and var to))
                continue;
            ref var reference = ref program.Facts(link.File).References[link.Reference];
            var implements = (reference.Flags & ReferenceFlags.Implements) != 0
                || (IsContract(program.Definition(to).Kind) && !IsContract(program.Definition(link.From).Kind));
            relations.Add(new RelationRecord
            {
                From = link.From,
                To = to,
                File = link.File,
                Line = reference.Line,
                Column = reference.Column,
                Kind = implements ? RelationKind.Implements : RelationKind.Inherits,
                Tier = Tier.Exact,
            });
        }
        ImplementTraits(program, relations, bases);
        var seen = new HashSet<int>();
        for (var symbol = 0; symbol < program.SymbolCount; symbol++)
        {
            ref var definition = ref program.Definition(symbol);
            var isExplicit = (definition.Flags & DefinitionFlags.Explicit) != 0;
            var canOverride = definition.Kind is SymbolKind.Method or SymbolKind.Property or SymbolKind.Event
                || (definition.Kind == SymbolKind.Field && program.FamilyOf(program.FileOf[symbol]) == Family.EcmaScript);
            if (!canOverride || program.FamilyOf(program.FileOf[symbol]) == Family.Rust || (definition.Visibility == Visibility.Private && !isExplicit)
                || (definition.Flags & DefinitionFlags.Static) != 0 || program.ParentOf[symbol] is not (>= 0 and var type) || program.EntityOf[type] is not (>= 0 and var entity))
                continue;
            seen.Clear();
            foreach (var target in program.Entities.Bases(entity))
                Overrides(context, relations, symbol, definition, target, seen, 0);
        }
        StructuralLinker.Run(program, relations);
        relations.Sort((a, b) => a.From != b.From ? a.From.CompareTo(b.From) : a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind)
            : a.To != b.To ? a.To.CompareTo(b.To) : a.File != b.File ? a.File.CompareTo(b.File) : a.Line.CompareTo(b.Line));
        return [.. relations];
    }

    /// <summary>Rust's members implement those of the trait that their own block names, whatever other traits their type has.</summary>
    private static void ImplementTraits(LinkProgram program, List<RelationRecord> relations, List<BaseLink> bases)
    {
        var traits = new Dictionary<(int File, int Scope), int>();
        foreach (var link in bases)
        {
            if (link.Base >= 0 && program.FamilyOf(link.File) == Family.Rust && program.Facts(link.File).References[link.Reference] is { Role: ReferenceRole.Inherit } reference)
                traits[(link.File, reference.Scope)] = link.Base;
        }
        for (var symbol = 0; traits.Count > 0 && symbol < program.SymbolCount; symbol++)
        {
            ref var definition = ref program.Definition(symbol);
            if ((definition.Flags & DefinitionFlags.OutOfLine) == 0 || !traits.TryGetValue((program.FileOf[symbol], definition.Scope), out var trait))
                continue;
            for (var node = program.Entities.Members(trait, program.SymbolName(symbol)); node >= 0; node = program.Entities.Next(node))
            {
                var to = program.Entities.MemberSymbol(node);
                if (program.Definition(to).Kind == definition.Kind && to != symbol)
                    relations.Add(Redefinition(program, symbol, to, RelationKind.Implements));
            }
        }
    }

    private static RelationRecord Redefinition(LinkProgram program, int symbol, int to, RelationKind kind) => new()
    {
        From = symbol,
        To = to,
        File = program.FileOf[symbol],
        Line = program.Definition(symbol).Line,
        Column = program.Definition(symbol).Column,
        Kind = kind,
        Tier = Tier.Exact,
    };

    /// <summary>The nearest member of the same name and arity on each way up.</summary>
    private static void Overrides(LinkContext context, List<RelationRecord> relations, int symbol, in Definition definition, int type, HashSet<int> seen, int depth)
    {
        if (type < 0 || depth > MaxDepth || !seen.Add(type))
            return;
        var program = context.Program;
        for (var node = program.Entities.Members(type, program.SymbolName(symbol)); node >= 0; node = program.Entities.Next(node))
        {
            var to = program.Entities.MemberSymbol(node);
            ref var other = ref program.Definition(to);
            if (to == symbol || other.Visibility == Visibility.Private || (other.Flags & DefinitionFlags.Static) != 0 || other.Kind.IsCallable() != definition.Kind.IsCallable()
                || other.MinArity > definition.MaxArity || definition.MinArity > other.MaxArity
                || (context.Types is { } types && program.Files[program.FileOf[symbol]].HasExpressions && !SameParameters(types, symbol, to, program.ParentOf[to] is >= 0 and var parent && IsContract(program.Definition(parent).Kind))))
                continue;
            var owner = program.ParentOf[to];
            relations.Add(Redefinition(program, symbol, to, owner >= 0 && IsContract(program.Definition(owner).Kind) ? RelationKind.Implements : RelationKind.Overrides));
            return;
        }
        foreach (var target in program.Entities.Bases(type))
            Overrides(context, relations, symbol, definition, target, seen, depth + 1);
    }

    /// <summary>No declared type speaks against one member being the other's redefinition.</summary>
    private static bool SameParameters(TypeTable types, int a, int b, bool isContract)
    {
        var (first, second) = (types.Parameters(a), types.Parameters(b));
        return types.TypeParameters(a).Count == types.TypeParameters(b).Count && first.Count == second.Count
            && first.Zip(second).All(p => TypeShape.Same(types.TypeOf(p.First), types.TypeOf(p.Second)) != false)
            // What implements a contract returns what that says; only an override of a class may return more.
            && (!isContract || TypeShape.Same(types.TypeOf(a), types.TypeOf(b)) != false);
    }

    private static bool IsContract(SymbolKind kind) => kind is SymbolKind.Interface or SymbolKind.Trait;
}
