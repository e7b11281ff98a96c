using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Validation;

/// <summary>Two fields, or groups of them, that cannot be one in the response.</summary>
internal sealed record FieldConflict(string ResponseKey, string Reason, IReadOnlyList<FieldNode> Fields, IReadOnlyList<FieldNode> OtherFields);

/// <summary>
/// Section 5.3.2, field selection merging. Every pair of fields with one response key is compared, those of fragments once for each pair of
/// fragments. The comparisons are counted: a document may be made so that there are too many.
/// </summary>
internal sealed class FieldMerging(GraphQLSchema schema, IReadOnlyDictionary<string, FragmentNode> fragments)
{
    /// <summary>A document of the largest size takes a few thousand where it is no attack; these take about 50 ms.</summary>
    private const int MostWork = 500_000;

    private readonly Dictionary<(NamedType?, SelectionSetNode), CollectedFields> collected = [];
    private readonly Dictionary<(string, string), bool> comparedFragments = [];
    private readonly Dictionary<ValueNode, string> canonical = [];
    private int work;

    public List<FieldConflict> ConflictsIn(SelectionSetNode selections, NamedType? parent)
    {
        var conflicts = new List<FieldConflict>();
        if (selections.Selections is [not InlineFragmentNode])
            return conflicts;
        var all = Collect(parent, selections);
        foreach (var fields in all.ByKey.Values)
        {
            for (var i = 0; i < fields.Count; i++)
            {
                for (var j = i + 1; j < fields.Count; j++)
                    Compare(conflicts, exclusive: false, fields[i], fields[j]);
            }
        }

        for (var i = 0; i < all.Fragments.Count; i++)
        {
            CompareWithFragment(conflicts, exclusive: false, all, all.Fragments[i]);
            for (var j = i + 1; j < all.Fragments.Count; j++)
                CompareFragments(conflicts, exclusive: false, all.Fragments[i], all.Fragments[j]);
        }

        return conflicts;
    }

    /// <summary>Counts steps of the validation.</summary>
    /// <exception cref="ValidationAbortedException">It takes too many.</exception>
    public void Spend(int steps)
    {
        work += steps;
        if (work > MostWork)
            throw new ValidationAbortedException("The document takes too much to validate: use fewer fragments, or fewer fields of one name in a selection. Validation aborted.");
    }

    private void CompareWithFragment(List<FieldConflict> conflicts, bool exclusive, CollectedFields fields, string name)
    {
        Spend(1);
        if (fields.ByKey.Count == 0 || fields.IsCompared(name, exclusive) || !fragments.TryGetValue(name, out var fragment))
            return;
        var others = Collect(fragment);
        if (others == fields)
            return;
        CompareAll(conflicts, exclusive, fields, others);
        foreach (var inner in others.Fragments)
            CompareWithFragment(conflicts, exclusive, fields, inner);
    }

    private void CompareFragments(List<FieldConflict> conflicts, bool exclusive, string one, string two)
    {
        Spend(2);
        if (one == two || !MarkCompared(one, two, exclusive) || !fragments.TryGetValue(one, out var first) || !fragments.TryGetValue(two, out var second))
            return;
        var (fields, others) = (Collect(first), Collect(second));
        CompareAll(conflicts, exclusive, fields, others);
        foreach (var inner in others.Fragments)
            CompareFragments(conflicts, exclusive, one, inner);
        foreach (var inner in fields.Fragments)
            CompareFragments(conflicts, exclusive, inner, two);
    }

    /// <returns>False where the pair was compared before, and no less strictly.</returns>
    private bool MarkCompared(string one, string two, bool exclusive)
    {
        var pair = string.CompareOrdinal(one, two) < 0 ? (one, two) : (two, one);
        if (comparedFragments.TryGetValue(pair, out var before) && (exclusive || !before))
            return false;
        comparedFragments[pair] = exclusive;
        return true;
    }

    private List<FieldConflict> ConflictsBetween(bool exclusive, CollectedFields one, CollectedFields two)
    {
        var conflicts = new List<FieldConflict>();
        CompareAll(conflicts, exclusive, one, two);
        foreach (var name in two.Fragments)
            CompareWithFragment(conflicts, exclusive, one, name);
        foreach (var name in one.Fragments)
            CompareWithFragment(conflicts, exclusive, two, name);
        foreach (var first in one.Fragments)
        {
            foreach (var second in two.Fragments)
                CompareFragments(conflicts, exclusive, first, second);
        }

        return conflicts;
    }

    private void CompareAll(List<FieldConflict> conflicts, bool exclusive, CollectedFields one, CollectedFields two)
    {
        Spend(one.ByKey.Count);
        foreach (var (key, fields) in one.ByKey)
        {
            if (!two.ByKey.TryGetValue(key, out var others))
                continue;
            foreach (var field in fields)
            {
                foreach (var other in others)
                    Compare(conflicts, exclusive, field, other);
            }
        }
    }

    /// <param name="conflicts">Where a conflict goes.</param>
    /// <param name="exclusive">Whether no object has both fields, as a field above differs by type: only the shapes must agree then.</param>
    /// <param name="one">A field.</param>
    /// <param name="two">Another of the same response key.</param>
    private void Compare(List<FieldConflict> conflicts, bool exclusive, CollectedField one, CollectedField two)
    {
        Spend(2);
        exclusive |= one.Parent != two.Parent && one.Parent is ObjectType && two.Parent is ObjectType;
        var (first, second) = (one.Node, two.Node);
        var reason = exclusive ? null : Difference(first, second);
        if (reason is null && one.Type is { } type && two.Type is { } otherType && Differ(type, otherType))
            reason = $"they return conflicting types \"{type}\" and \"{otherType}\"";
        if (reason is not null)
        {
            conflicts.Add(new(first.ResponseKey, reason, [first], [second]));
            return;
        }

        if (first.Selections is not { } selections || second.Selections is not { } otherSelections)
            return;
        var below = ConflictsBetween(exclusive, Collect(one.Type?.Named, selections), Collect(two.Type?.Named, otherSelections));
        if (below.Count > 0)
            conflicts.Add(Summary(first, second, below));
    }

    private string? Difference(FieldNode one, FieldNode two)
    {
        if (one.Name.Value != two.Name.Value)
            return $"\"{one.Name.Value}\" and \"{two.Name.Value}\" are different fields";
        return HaveSameArguments(one.Arguments, two.Arguments) ? null : "they have differing arguments";
    }

    private bool HaveSameArguments(IReadOnlyList<ArgumentNode> one, IReadOnlyList<ArgumentNode> two)
    {
        Spend(one.Count * two.Count);
        return one.Count == two.Count
            && one.All(a => two.LastOrDefault(b => b.Name.Value == a.Name.Value) is { } other && Canonical(a.Value) == Canonical(other.Value));
    }

    /// <summary>The value written so that equal ones are written the same: fields of objects in the order of their names.</summary>
    private string Canonical(ValueNode value)
    {
        if (!canonical.TryGetValue(value, out var text))
        {
            canonical.Add(value, text = value switch
            {
                ListNode list => $"[{string.Join(',', list.Items.Select(Canonical))}]",
                ObjectNode o => $"{{{string.Join(',', o.Fields.OrderBy(f => f.Name.Value, StringComparer.Ordinal).Select(f => $"{f.Name.Value}:{Canonical(f.Value)}"))}}}",
                _ => value.ToString()!,
            });
        }

        return text;
    }

    private static bool Differ(GraphQLType one, GraphQLType two) => (one, two) switch
    {
        (ListType a, ListType b) => Differ(a.Item, b.Item),
        (ListType, _) or (_, ListType) => true,
        (NonNullType a, NonNullType b) => Differ(a.Type, b.Type),
        (NonNullType, _) or (_, NonNullType) => true,
        _ => (one.Named.IsLeaf || two.Named.IsLeaf) && one != two,
    };

    private static FieldConflict Summary(FieldNode one, FieldNode two, List<FieldConflict> below)
    {
        const int MostNodes = 20;
        const int LongestReason = 1000;
        var reason = string.Join(" and ", below.Select(c => $"subfields \"{c.ResponseKey}\" conflict because {c.Reason}"));
        return new(
            one.ResponseKey, reason.Length > LongestReason ? reason[..LongestReason] + "..." : reason,
            [one, .. below.SelectMany(c => c.Fields).Take(MostNodes - 1)], [two, .. below.SelectMany(c => c.OtherFields).Take(MostNodes - 1)]);
    }

    private CollectedFields Collect(FragmentNode fragment) => Collect(schema.TypeOf(fragment.Condition) as NamedType, fragment.Selections);

    private CollectedFields Collect(NamedType? parent, SelectionSetNode selections)
    {
        if (!collected.TryGetValue((parent, selections), out var fields))
        {
            collected.Add((parent, selections), fields = new());
            Collect(parent, selections, fields);
        }

        return fields;
    }

    private void Collect(NamedType? parent, SelectionSetNode selections, CollectedFields into)
    {
        foreach (var selection in selections.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    into.Add(new(parent, field, (parent as FieldsType)?.Fields.GetValueOrDefault(field.Name.Value)?.Type));
                    break;
                case FragmentSpreadNode spread when !into.Fragments.Contains(spread.Name.Value):
                    into.Fragments.Add(spread.Name.Value);
                    break;
                case InlineFragmentNode inline:
                    Collect(inline.Condition is { } condition ? schema.TypeOf(condition) as NamedType : parent, inline.Selections, into);
                    break;
            }
        }
    }

    /// <param name="Type">Null of a field that the parent does not have.</param>
    private sealed record CollectedField(NamedType? Parent, FieldNode Node, GraphQLType? Type);

    /// <summary>The fields of a selection by response key, and the fragments that it spreads.</summary>
    private sealed class CollectedFields
    {
        private readonly Dictionary<string, bool> compared = new(StringComparer.Ordinal);

        public OrderedDictionary<string, List<CollectedField>> ByKey { get; } = new(StringComparer.Ordinal);

        public List<string> Fragments { get; } = [];

        public void Add(CollectedField field)
        {
            if (!ByKey.TryGetValue(field.Node.ResponseKey, out var fields))
                ByKey.Add(field.Node.ResponseKey, fields = []);
            fields.Add(field);
        }

        /// <summary>Whether it was compared with the fragment before, and no less strictly; it is from now on.</summary>
        public bool IsCompared(string fragment, bool exclusive)
        {
            if (compared.TryGetValue(fragment, out var before) && (exclusive || !before))
                return true;
            compared[fragment] = exclusive;
            return false;
        }
    }
}
