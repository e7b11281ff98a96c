using CodeGraph.Model;
using CodeGraph.Parsing.Languages;

namespace CodeGraph.Parsing.Facts;

/// <summary>
/// Places in containers, <c>table["a"]</c>, that assignments replace. Only those of a variable that holds nothing but containers written out where
/// it is assigned, and whose every use takes an item of them by a constant key or calls a member: nobody else can have changed them.
/// </summary>
public sealed partial class FactsBuilder
{
    private const int MaxPlaces = 256;

    private const int MaxPlaceDepth = 3;

    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> placeReads = [];
    private readonly Dictionary<int, List<int>> placesOf = [];
    private readonly List<(int Slot, int Place, int Version)> placeUses = [];

    /// <summary>The variable that a chain of constant keys starts from, and the keys; null where it is none.</summary>
    private (int Variable, List<int> Keys)? PathOf(int node)
    {
        var keys = new List<int>();
        while (node >= 0 && RowOf(node).Shape == NodeShape.Index && keys.Count <= MaxPlaceDepth)
        {
            var row = RowOf(node);
            var key = InternKey(language.KeyText(this, row.Second == 0 ? -1 : Child(node, row.Second)));
            keys.Insert(0, key);
            node = row.First == 0 ? FirstNamedChild(node) : Child(node, row.First);
        }
        if (keys.Count is 0 or > MaxPlaceDepth || node < 0 || RowOf(node).Shape != NodeShape.Identifier || SlotOf(node) is not (>= 0 and var slot)
            || ReferenceAt(slot) is not { Qualifier.Kind: OperandKind.None, Binding: >= 0 and var binding } || VariableOf(binding) is not (>= 0 and var variable))
            return null;
        return (variable, keys);
    }

    private static string PlaceName(int variable, List<int> keys) => $"{variable}:{string.Join('.', keys)}";

    /// <summary>Finds the places that are assigned, and where they are read.</summary>
    private void FindPlaces()
    {
        var written = new List<(int Variable, List<int> Keys, int At, Operand Value)>();
        foreach (var (targetNode, at, valueNode) in stored)
        {
            if (targetNode >= 0 && RowOf(targetNode).Shape == NodeShape.Index && written.Count < MaxPlaces && PathOf(targetNode) is { } path)
                written.Add((path.Variable, path.Keys, at, OperandOf(valueNode)));
        }
        var updated = FindUpdates();
        var bases = written.Select(one => one.Variable).Concat(updated.Select(one => one.Variable)).Where(HoldsOwnContainers).ToHashSet();
        if (bases.Count == 0)
            return;
        var reads = new List<(int Node, int Variable, List<int> Keys)>();
        LookAtUses(bases, reads);
        foreach (var (variable, keys) in written.Select(one => (one.Variable, one.Keys)).Concat(updated))
        {
            var name = PlaceName(variable, keys);
            if (!bases.Contains(variable) || keys.Contains(-1) || places.ContainsKey(name) || (keys.Count > 1 && LeaksInner(variable, keys, reads, written)))
                continue;
            places.Add(name, variables.Count);
            if (!placesOf.TryGetValue(variable, out var list))
                placesOf[variable] = list = [];
            list.Add(variables.Count);
            variables.Add(variables[variable] with { Entry = -1, IsParameter = false, IsRedefined = false, Writes = 0, Keys = [.. keys] });
        }
        foreach (var (variable, keys, at, value) in written)
        {
            foreach (var place in placesOf.GetValueOrDefault(variable) ?? [])
            {
                if (Overlaps(variables[place].Keys!, keys))
                    assignedValues.Add(new Assigned(place, at, variables[place].Keys!.SequenceEqual(keys) ? value : Operand.None));
            }
        }
        foreach (var value in assignedValues.ToArray())
        {
            foreach (var place in variables[value.Variable].Keys is null ? placesOf.GetValueOrDefault(value.Variable) ?? [] : [])
                assignedValues.Add(new Assigned(place, value.At, ItemOf(value.Value, variables[place].Keys!, 0)));
        }
        var targets = stored.Select(one => one.Target).ToHashSet();
        foreach (var (node, variable, keys) in reads)
        {
            if (!targets.Contains(node) && places.TryGetValue(PlaceName(variable, keys), out var place))
                placeReads[node] = place;
        }
    }

    // `table.update({"a": x})`, as far as it names places.
    private List<(int Variable, List<int> Keys)> FindUpdates()
    {
        var found = new List<(int, List<int>)>();
        foreach (var (leaf, position, _, valueNode) in passed)
        {
            if (position != 0 || !IsUpdate(leaf) || OperandOf(valueNode) is not { Kind: OperandKind.Slot } given || slots[given.Reference] is not { Kind: SlotKind.Collection } collection
                || SlotOf(FirstNamedChild(tree[leaf].Parent)) is not (>= 0 and var slot) || ReferenceAt(slot) is not { Qualifier.Kind: OperandKind.None, Binding: >= 0 and var binding }
                || VariableOf(binding) is not (>= 0 and var variable))
                continue;
            for (var i = collection.First; i < collection.First + collection.Count && found.Count < MaxPlaces; i++)
            {
                if (slotEntries[i].Key >= 0)
                    found.Add((variable, [slotEntries[i].Key]));
            }
        }
        return found;
    }

    private bool IsUpdate(int leaf) => RowOf(leaf).Shape == NodeShape.Identifier && Text(leaf).SequenceEqual("update"u8) && RowOf(tree[leaf].Parent).Shape == NodeShape.Member;

    // An assignment to one place says something of another where one lies in the other, or may be it.
    private static bool Overlaps(int[] place, List<int> keys)
    {
        for (var i = 0; i < Math.Min(place.Length, keys.Count); i++)
        {
            if (place[i] != keys[i] && keys[i] != -1)
                return false;
        }
        return true;
    }

    private bool HoldsOwnContainers(int variable)
    {
        var any = false;
        foreach (var value in assignedValues)
        {
            if (value.Variable != variable)
                continue;
            any = true;
            if (value.Value.Kind != OperandKind.Slot || slots[value.Value.Reference].Kind != SlotKind.Collection)
                return false;
        }
        return any && !variables[variable].IsParameter;
    }

    /// <summary>Drops variables whose containers somebody else may have got hold of, and collects the items that are read.</summary>
    private void LookAtUses(HashSet<int> bases, List<(int Node, int Variable, List<int> Keys)> reads)
    {
        for (var node = 0; node < tree.Count; node++)
        {
            if (marks[node].Slot <= 0 || VariableAt(node, out var writes) is not (>= 0 and var variable) || writes || !bases.Contains(variable))
                continue;
            var top = tree[node].Parent;
            var shape = top < 0 ? NodeShape.None : RowOf(top).Shape;
            if (ContextOf(ReferenceAt(marks[node].Slot - 1).Scope) != variables[variable].Context || shape is not (NodeShape.Index or NodeShape.Member) || !IsContainerOf(top, node))
            {
                bases.Remove(variable);
                continue;
            }
            if (shape == NodeShape.Member)
                continue;
            for (; top >= 0 && RowOf(top).Shape == NodeShape.Index && PathOf(top) is { } path; top = tree[top].Parent)
            {
                reads.Add((top, variable, path.Keys));
                if (tree[top].Parent < 0 || !IsContainerOf(tree[top].Parent, top))
                    break;
            }
        }
    }

    private bool IsContainerOf(int node, int child)
    {
        var row = RowOf(node);
        return (row.First == 0 ? FirstNamedChild(node) : Child(node, row.First)) == child;
    }

    // What lies deeper is safe only where the containers in between were written out, and are not read for themselves.
    private bool LeaksInner(int variable, List<int> keys, List<(int Node, int Variable, List<int> Keys)> reads, List<(int Variable, List<int> Keys, int At, Operand Value)> written)
    {
        bool IsAbove(List<int> other) => other.Count < keys.Count && !other.Where((key, i) => key != keys[i] && key != -1).Any();
        return written.Exists(one => one.Variable == variable && IsAbove(one.Keys))
            || reads.Exists(one => one.Variable == variable && IsAbove(one.Keys) && !(RowOf(tree[one.Node].Parent).Shape == NodeShape.Index && IsContainerOf(tree[one.Node].Parent, one.Node)))
            || assignedValues.Exists(value => value.Variable == variable && ItemOf(value.Value, [.. keys[..^1]], 0) is { Kind: not OperandKind.None } inner
                && (inner.Kind != OperandKind.Slot || slots[inner.Reference].Kind != SlotKind.Collection));
    }

    /// <summary>What a container that is written out holds in a place; nothing where that cannot be told.</summary>
    private Operand ItemOf(Operand container, int[] keys, int depth)
    {
        for (; depth < keys.Length; depth++)
        {
            if (container.Kind != OperandKind.Slot || slots[container.Reference] is not { Kind: SlotKind.Collection } collection)
                return Operand.None;
            var found = Operand.None;
            for (var i = collection.First; i < collection.First + collection.Count; i++)
            {
                if (slotEntries[i].Key == -1)
                    return Operand.None;
                if (slotEntries[i].Key == keys[depth])
                    found = slotEntries[i].Value;
            }
            container = found;
        }
        return container;
    }

    /// <summary>A member of a container is called, which may change any of its items; an update from a container that is written out says which.</summary>
    private void MeetContainer(int node)
    {
        if (placesOf.Count == 0 || marks[node].Slot <= 0 || RowOf(tree[node].Parent).Shape != NodeShape.Member || !placesOf.TryGetValue(VariableAt(node, out _), out var held))
            return;
        var call = tree[tree[node].Parent].Parent;
        var list = call >= 0 && RowOf(call) is { Shape: NodeShape.Call, Second: not 0 } row ? Child(call, row.Second) : -1;
        var given = list >= 0 && Text(NameLeaf(tree[node].Parent)).SequenceEqual("update"u8) && CountNamedChildren(list) == 1 ? OperandOf(FirstNamedChild(list)) : Operand.None;
        foreach (var place in held)
        {
            var item = ItemOf(given, variables[place].Keys!, 0);
            if (item.Kind != OperandKind.None || given.Kind != OperandKind.Slot || slots[given.Reference].Kind != SlotKind.Collection || MayHold(given, variables[place].Keys![0]))
                flow!.Set(place, versions.Assigned(NewVersionValue(item, place)));
        }
    }

    private bool MayHold(Operand container, int key)
    {
        var collection = slots[container.Reference];
        for (var i = collection.First; i < collection.First + collection.Count; i++)
        {
            if (slotEntries[i].Key == -1 || slotEntries[i].Key == key)
                return true;
        }
        return false;
    }

    private void ConcludePlaces()
    {
        foreach (var (slot, place, version) in placeUses)
        {
            if (!versions.Leaves(version, MaxReaching, leaves) || leaves.Count == 0 || leaves.Exists(leaf => versionValues[leaf].Kind == OperandKind.None) || variables[place].IsShared)
                continue;
            var found = leaves.ConvertAll(leaf => new SlotEntry(-1, versionValues[leaf]));
            slots[slot] = new Slot(SlotKind.Choice, Operand.None, slotEntries.Count, found.Count);
            slotEntries.AddRange(found);
        }
    }
}
