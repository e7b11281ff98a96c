using CodeGraph.Linking.Typed;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Incremental;

/// <summary>Bases, overriders, and what is known of the types of symbols.</summary>
internal sealed partial class UnaffectedFiles
{
    /// <summary>Bases of types and what types and type parameters are bound to.</summary>
    private void CompareTypes()
    {
        for (var entity = 0; entity < old.Entities.Count; entity++)
        {
            var to = map.Entity(entity);
            if (to == int.MaxValue)
                continue;
            if (old.Entities.IsType(entity) != next.Entities.IsType(to) || (next.Entities.IsType(to) && map.Symbol(old.Entities.Symbol(entity)) != next.Entities.Symbol(to))
                || map.Symbol(before.PrimaryParts.GetValueOrDefault(entity, -1)) != after.PrimaryParts.GetValueOrDefault(to, -1))
                Lose(to);
            else if (!Same(old.Entities.Bases(entity), next.Entities.Bases(to)) || before.Conversions.Contains(entity) != after.Conversions.Contains(to))
                Rebase(to);
        }
        var (aboveGone, above) = (new HashSet<int>(), new HashSet<int>());
        MarkOverriders(old, type => map.Entity(type) == int.MaxValue, aboveGone);
        MarkOverriders(next, type => map.EntityBefore(type) < 0, above);
        MarkBelowRebased(aboveGone, above);
        above.UnionWith(aboveGone.Select(map.Entity).Where(type => type != int.MaxValue));
        CompareCounts(above);
    }

    /// <summary>Has whoever can have an instance of a type of .NET resolved again; where another family has it, all of that.</summary>
    private void Rebase(int type)
    {
        if (next.Entities.Symbol(type) is >= 0 and var symbol && next.FamilyOf(next.FileOf[symbol]) == Family.DotNet && !after.GlobalImports(Family.DotNet).Any(next.Entities.IsType))
            rebased.Add(type);
        else
            Lose(type);
    }

    /// <summary>
    /// Types with other bases, and those below them, are found again by whoever names them. What they were below or are below now is overridden by others, and shares its members with others.
    /// </summary>
    /// <param name="left">Takes types that they are below no more, by their numbers before.</param>
    /// <param name="joined">Takes types that they were not below.</param>
    private void MarkBelowRebased(HashSet<int> left, HashSet<int> joined)
    {
        if (rebased.Count == 0)
            return;
        var rebasedBefore = rebased.Select(map.EntityBefore).ToHashSet();
        var (members, membersBefore) = (new HashSet<int>(), new HashSet<int>());
        var below = new HashSet<int>();
        for (var type = 0; type < next.Entities.Count; type++)
        {
            int[] now = [.. next.Entities.Above(type)];
            int[] then = map.EntityBefore(type) is >= 0 and var typeBefore ? [.. old.Entities.Above(typeBefore)] : [];
            if (!rebased.Contains(type) && !now.Any(rebased.Contains) && !then.Any(rebasedBefore.Contains))
                continue;
            if (Math.Max(now.Length, then.Length) >= Linearization.MaxLength - 1)
                Lose(type);
            below.Add(type);
            members.UnionWith(now.Where(other => !then.Contains(map.EntityBefore(other))));
            membersBefore.UnionWith(then.Where(other => !now.Contains(map.Entity(other))));
        }
        foreach (var (program, types) in new[] { (old, membersBefore), (next, members) })
        {
            for (var symbol = 0; symbol < program.SymbolCount; symbol++)
            {
                if (program.ParentOf[symbol] is >= 0 and var parent && types.Contains(program.EntityOf[parent]))
                    Mark(Family.DotNet, NameHere(program, program.SymbolName(symbol)));
            }
        }
        left.UnionWith(membersBefore);
        joined.UnionWith(members);
        MarkTypes(below);
    }

    /// <summary>Has all files that declare or name some types, or name members of those that are declared otherwise, resolved again.</summary>
    private void MarkTypes(HashSet<int> types)
    {
        for (var symbol = 0; symbol < next.SymbolCount; symbol++)
        {
            var isDeclared = next.Definition(symbol).Kind.IsType() && types.Contains(next.EntityOf[symbol]);
            if (isDeclared)
                unaffected[next.FileOf[symbol]] = false;
            if (isDeclared || (next.ParentOf[symbol] is >= 0 and var parent && rebased.Contains(next.EntityOf[parent])))
                MarkChanged(symbol);
        }
    }

    private void MarkChanged(int symbol)
    {
        changed.Add(symbol);
        Mark(Family.DotNet, next.SymbolName(symbol));
    }

    /// <summary>
    /// What converts to what, and which members an instance has, follows from bases: so whoever can have an instance of a type with other bases is resolved again, which is who names the type or
    /// something whose declared type mentions it. So it is with what a lambda is given, which follows from a delegate's declaration, and what a type parameter is bound to.
    /// </summary>
    private void MarkUsersOfRebased()
    {
        if (after.Types is not { } table)
            return;
        var types = new HashSet<int>(rebased);

        // Type parameters and delegates that lead to such types, or are declared otherwise themselves.
        HashSet<int> leading = [.. changed.Where(symbol => symbol >= 0 && next.Definition(symbol).Kind is SymbolKind.TypeParameter or SymbolKind.TypeAlias && next.FamilyOf(next.FileOf[symbol]) == Family.DotNet)];
        leading.UnionWith(leading.Where(symbol => next.Definition(symbol).Kind == SymbolKind.TypeParameter).Select(table.Canonical).ToArray());
        if (types.Count + leading.Count == 0)
            return;
        for (var grown = true; grown;)
        {
            var count = types.Count + leading.Count;
            for (var type = 0; type < next.Entities.Count; type++)
            {
                if (table.Bases(type).Any(Mentions))
                    types.Add(type);
            }
            for (var symbol = 0; symbol < next.SymbolCount; symbol++)
            {
                ref var definition = ref next.Definition(symbol);
                var owner = next.ParentOf[symbol];
                if (definition.Kind == SymbolKind.TypeParameter && table.Constraints(symbol).Any(Mentions))
                    leading.Add(symbol);
                if (table.TypeOf(symbol) is not { } declared || !Mentions(declared))
                    continue;
                if (definition.Kind == SymbolKind.TypeAlias)
                    leading.Add(symbol);
                else if (definition.Kind == SymbolKind.Parameter && owner >= 0 && next.Definition(owner).Kind == SymbolKind.TypeAlias)
                    leading.Add(owner);
                else if (UnnamedAround(symbol) is >= 0 and var member && next.ParentOf[member] is >= 0 and var around && next.EntityOf[around] is >= 0 and var type)
                    types.Add(type);
            }
            grown = types.Count + leading.Count > count;
        }
        MarkTypes(types);
        for (var symbol = 0; symbol < next.SymbolCount; symbol++)
        {
            ref var definition = ref next.Definition(symbol);
            if (leading.Contains(symbol))
                MarkChanged(symbol);
            else if (table.TypeOf(symbol) is { } declared && IsSeen(definition) && UnnamedAround(symbol) < 0 && Mentions(declared))
            {
                MarkSymbol(next, symbol, isThereStill: true);
            }
        }

        int UnnamedAround(int symbol)
        {
            if (next.Definition(symbol).Kind == SymbolKind.Parameter)
                symbol = next.ParentOf[symbol];
            return symbol >= 0 && IsReachedUnnamed(Family.DotNet, next.Definition(symbol), next.SymbolName(symbol)) ? symbol : -1;
        }

        bool Mentions(TypeShape type) => (type.Kind == TypeKind.Entity ? types.Contains(type.Id) : type.Kind is TypeKind.Parameter or TypeKind.Delegate && leading.Contains(type.Id))
            || Array.Exists(type.Arguments, argument => argument is not null && Mentions(argument));
    }

    /// <summary>Of a member without a body the overriders are known, so types that came or went mark what types above them have, too.</summary>
    /// <param name="program">The program that has them.</param>
    /// <param name="isOther">Whether a type came or went.</param>
    /// <param name="above">Takes the types above them.</param>
    private void MarkOverriders(LinkProgram program, Func<int, bool> isOther, HashSet<int> above)
    {
        for (var symbol = 0; symbol < program.SymbolCount; symbol++)
        {
            if (program.ParentOf[symbol] is not (>= 0 and var parent) || program.EntityOf[parent] is not (>= 0 and var type) || !isOther(type))
                continue;
            foreach (var overridden in program.Entities.Above(type))
            {
                above.Add(overridden);
                if (program.Entities.Members(overridden, program.SymbolName(symbol)) >= 0)
                    Mark(program.FamilyOf(program.FileOf[symbol]), NameHere(program, program.SymbolName(symbol)));
            }
        }
    }

    /// <summary>With so many types below, nobody asks for overriders: who would, or did, need not name what came or went.</summary>
    private void CompareCounts(HashSet<int> above)
    {
        above.RemoveWhere(type => map.EntityBefore(type) is not (>= 0 and var typeBefore)
            || next.Entities.Subtypes(type).Count >= EntityTable.MaxSubtypes == old.Entities.Subtypes(typeBefore).Count >= EntityTable.MaxSubtypes);
        for (var symbol = 0; symbol < next.SymbolCount && above.Count > 0; symbol++)
        {
            if (next.ParentOf[symbol] is >= 0 and var parent && above.Contains(next.EntityOf[parent]))
                Mark(next.FamilyOf(next.FileOf[symbol]), next.SymbolName(symbol));
        }
    }

    private void CompareShapesOfTypes()
    {
        for (var entity = 0; entity < old.Entities.Count; entity++)
        {
            if (map.Entity(entity) is var to and not int.MaxValue && !SameShapes(before.Types?.Bases(entity), after.Types?.Bases(to)))
                Rebase(to);
        }
    }

    private bool Same(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        if (a.Length != b.Length)
            return false;
        for (var i = 0; i < a.Length; i++)
        {
            if (map.Entity(a[i]) != b[i])
                return false;
        }
        return true;
    }

    /// <summary>What the tables say of each symbol that stayed.</summary>
    private void CompareTables()
    {
        var others = new List<int>?[old.Files.Count];
        Parallel.For(0, others.Length, parallel, file =>
        {
            for (var symbol = old.FirstSymbol[file]; symbol < old.FirstSymbol[file + 1]; symbol++)
            {
                if (map.Symbol(symbol) is >= 0 and var to && (map.Symbol(old.ParentOf[symbol]) != next.ParentOf[to] || !SameInTables(symbol, to)))
                    (others[file] ??= []).Add(symbol);
            }
        });
        foreach (var symbol in others.SelectMany(found => found ?? []))
        {
            var to = map.Symbol(symbol);
            var family = next.FamilyOf(next.FileOf[to]);
            if (map.Symbol(old.ParentOf[symbol]) != next.ParentOf[to])
                Lose(family);
            unaffected[next.FileOf[to]] = false;
            if (next.Definition(to).Kind == SymbolKind.TypeParameter && family != Family.DotNet)
                Lose(family);
            else if (IsSeen(next.Definition(to)))
                MarkSymbol(next, to, isThereStill: true);
        }
    }

    private bool SameInTables(int symbol, int to) =>
        map.Entity(old.EntityOf[symbol]) == next.EntityOf[to] && map.Entity(old.TypeOf[symbol]) == next.TypeOf[to] && map.Entity(old.ElementOf[symbol]) == next.ElementOf[to]
        && map.Entity(old.PatternOf[symbol]) == next.PatternOf[to] && map.Symbol(old.ParameterTypeOf[symbol]) == next.ParameterTypeOf[to]
        && map.Symbol(old.ParameterElementOf[symbol]) == next.ParameterElementOf[to] && SameApplied(old.AppliedOf[symbol], next.AppliedOf[to])
        && (hasKeptTypes[next.FileOf[to]] || SameShape(before.Types?.TypeOf(symbol), after.Types?.TypeOf(to)))
        && (next.Definition(to).Kind != SymbolKind.TypeParameter || SameShapes(before.Types?.Constraints(symbol), after.Types?.Constraints(to)));

    private bool SameApplied(int[]? a, int[]? b) => a is null || b is null ? a is null && b is null : Same(a, b);

    private bool SameShapes(IReadOnlyList<TypeShape>? a, IReadOnlyList<TypeShape>? b) =>
        (a?.Count ?? 0) == (b?.Count ?? 0) && (a is null or { Count: 0 } || a.Zip(b!).All(pair => SameShape(pair.First, pair.Second)));

    private bool SameShape(TypeShape? a, TypeShape? b)
    {
        if (a is null || b is null)
            return a is null && b is null;
        return map.Shape(a) is { } renumbered && (ReferenceEquals(renumbered, b) || renumbered.IsIdentical(b));
    }
}
