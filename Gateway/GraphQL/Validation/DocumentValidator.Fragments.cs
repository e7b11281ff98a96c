using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Validation;

/// <summary>Section 5.5: fragments.</summary>
internal sealed partial class DocumentValidator
{
    /// <summary>Most selection sets around one another that fragments lead through.</summary>
    private const int MostLevels = 256;

    private void CheckFragmentNames()
    {
        var seen = new Dictionary<string, NameNode>(StringComparer.Ordinal);
        foreach (var name in document.Fragments.Select(f => f.Name))
        {
            if (!seen.TryAdd(name.Value, name))
                Report($"There can be only one fragment named \"{name.Value}\".", seen[name.Value], name);
        }
    }

    private void CheckTypeName(NamedTypeNode node)
    {
        if (!schema.Types.ContainsKey(node.Name))
            Report($"Unknown type \"{node.Name}\".{Suggestions.DidYouMean(node.Name, schema.Types.Keys)}", node);
    }

    /// <param name="condition">The type that a fragment is on.</param>
    /// <param name="fragment">Its name; null for an inline fragment.</param>
    private void CheckCondition(NamedTypeNode condition, string? fragment)
    {
        if (schema.TypeOf(condition) is NamedType { IsComposite: false } type)
            Report($"Fragment {(fragment is null ? "" : $"\"{fragment}\" ")}cannot condition on non composite type \"{type}\".", condition);
    }

    private void CheckSpread(FragmentSpreadNode spread, NamedType? parent)
    {
        var name = spread.Name.Value;
        if (!fragments.TryGetValue(name, out var fragment))
            Report($"Unknown fragment \"{name}\".", spread.Name);
        else if (parent is not null && Composite(schema.TypeOf(fragment.Condition)) is { } type && !schema.Overlap(type, parent))
            Report($"Fragment \"{name}\" cannot be spread here as objects of type \"{parent}\" can never be of type \"{type}\".", spread);
    }

    private void CheckOverlap(InlineFragmentNode inline, NamedType? type, NamedType? parent)
    {
        if (type is not null && parent is not null && !schema.Overlap(type, parent))
            Report($"Fragment cannot be spread here as objects of type \"{parent}\" can never be of type \"{type}\".", inline);
    }

    private void CheckFragmentsAreUsed()
    {
        var used = document.Operations.SelectMany(ReachedFrom).Select(f => f.Name.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var fragment in document.Fragments.Where(f => !used.Contains(f.Name.Value)))
            Report($"Fragment \"{fragment.Name.Value}\" is never used.", fragment);
    }

    /// <summary>The fragments that an operation spreads, and those that they spread.</summary>
    private IEnumerable<FragmentNode> ReachedFrom(OperationNode operation)
    {
        var reached = new HashSet<FragmentNode>();
        var open = new Stack<DefinitionNode>([operation]);
        while (open.TryPop(out var definition))
        {
            merging.Spend(spreads[definition].Count);
            foreach (var (spread, _) in spreads[definition])
            {
                if (fragments.TryGetValue(spread.Name.Value, out var fragment) && reached.Add(fragment))
                    open.Push(fragment);
            }
        }

        return reached;
    }

    /// <summary>Before all else that follows fragments, as that recurses over them: how deep they lead is bounded here.</summary>
    private void CheckFragmentCycles()
    {
        foreach (var definition in document.Definitions)
            CollectSpreads(definition);
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        var path = new List<FragmentUse>();
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var fragment in document.Fragments)
            FindCycles(fragment, level: 0, depths, path, positions);
    }

    /// <param name="fragment">Where to go on.</param>
    /// <param name="level">Selection sets around it on the path.</param>
    /// <param name="depths">Fragments that were looked at, each once, with how deep what they spread leads.</param>
    /// <param name="path">Spreads that lead to it.</param>
    /// <param name="positions">Where on the path the spreads of each fragment begin.</param>
    private void FindCycles(FragmentNode fragment, int level, Dictionary<string, int> depths, List<FragmentUse> path, Dictionary<string, int> positions)
    {
        var name = fragment.Name.Value;
        if (!depths.TryAdd(name, 0))
            return;
        positions[name] = path.Count;
        foreach (var use in spreads[fragment])
        {
            path.Add(use);
            var spread = use.Spread.Name.Value;
            if (positions.TryGetValue(spread, out var start))
            {
                ReportCycle(use.Spread, [.. path[start..].Select(u => u.Spread)]);
            }
            else if (fragments.TryGetValue(spread, out var next))
            {
                CheckLevels(level + use.Level);
                FindCycles(next, level + use.Level, depths, path, positions);
                depths[name] = Math.Max(depths[name], use.Level + depths[spread]);
                CheckLevels(depths[name]);
            }

            path.RemoveAt(path.Count - 1);
        }

        positions.Remove(name);
    }

    private static void CheckLevels(int levels)
    {
        if (levels > MostLevels)
            throw new ValidationAbortedException($"Fragments lead more than {MostLevels} levels deep. Validation aborted.");
    }

    private void CollectSpreads(DefinitionNode definition)
    {
        var found = new List<FragmentUse>();
        spreads.Add(definition, found);
        Collect(definition switch { OperationNode operation => operation.Selections, FragmentNode fragment => fragment.Selections, _ => null }, level: 1);

        void Collect(SelectionSetNode? selections, int level)
        {
            foreach (var selection in selections?.Selections ?? [])
            {
                if (selection is FragmentSpreadNode spread)
                    found.Add(new(spread, level));
                else
                    Collect(selection is FieldNode field ? field.Selections : ((InlineFragmentNode)selection).Selections, level + 1);
            }
        }
    }

    private void ReportCycle(FragmentSpreadNode spread, List<FragmentSpreadNode> cycle)
    {
        var via = string.Join(", ", cycle.SkipLast(1).Select(s => $"\"{s.Name.Value}\""));
        Report($"Cannot spread fragment \"{spread.Name.Value}\" within itself{(via.Length > 0 ? $" via {via}" : "")}.", [.. cycle]);
    }
}

/// <param name="Level">Selection sets around the spread in its definition.</param>
internal readonly record struct FragmentUse(FragmentSpreadNode Spread, int Level);
