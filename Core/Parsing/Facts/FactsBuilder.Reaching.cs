using CodeGraph.Model;

namespace CodeGraph.Parsing.Facts;

/// <summary>What is written down of the versions that uses have.</summary>
public sealed partial class FactsBuilder
{
    private readonly Dictionary<int, Operand> everything = [];
    private readonly List<int> leaves = [];

    /// <summary>Writes down what uses hold that do not hold all that their variable ever does.</summary>
    private void Conclude()
    {
        everything.Clear();
        var valuesOf = Enumerable.Range(0, versionOwners.Count).ToLookup(value => versionOwners[value]);
        foreach (var (_, variable, version) in uses)
        {
            if (variables[variable] is { IsShared: false, Differs: false } && valuesOf[variable].Skip(1).Any() && versions.Leaves(version, MaxReaching, leaves))
                VariableRef(variable).Differs = variables[variable].IsRedefined || valuesOf[variable].Skip(leaves.Count).Any();
        }
        foreach (var (reference, variable, version) in uses)
        {
            if (!variables[variable].Differs)
                continue;
            if (!reachingOf.TryGetValue(version, out var value))
                reachingOf.Add(version, value = HeldBy(variable, version, valuesOf));
            if (value.Kind != OperandKind.None)
                reaching.Add(new ReachingValue(reference, value));
        }
        MoveParameters(valuesOf);
        reaching.Sort((a, b) => a.Reference.CompareTo(b.Reference));
    }

    /// <summary>The values of a version; none where they are all of the variable's, which need not be said.</summary>
    private Operand HeldBy(int variable, int version, ILookup<int, int> valuesOf)
    {
        if (versions.Leaves(version, MaxReaching, leaves) && valuesOf[variable].Skip(leaves.Count).Any())
            return AnyOf(leaves);
        return variables[variable] is { IsParameter: false, IsRedefined: false } ? Operand.None : Everything(variable, valuesOf);
    }

    private Operand Everything(int variable, ILookup<int, int> valuesOf)
    {
        if (!everything.TryGetValue(variable, out var any))
            everything.Add(variable, any = AnyOf([.. valuesOf[variable]]));
        return any;
    }

    private Operand AnyOf(List<int> values)
    {
        if (values.Count == 1)
            return versionValues[values[0]] is { Kind: not OperandKind.None } single ? single : Operand.Unknown;
        values.Sort();
        var found = new List<SlotEntry>();
        foreach (var value in values)
        {
            if (TellsSomething(versionValues[value]))
                found.Add(new SlotEntry(-1, versionValues[value]));
        }
        return found.Count == 0 ? Operand.Unknown : AddEntries(SlotKind.Choice, found);
    }

    /// <summary>A parameter whose uses are told apart holds what calls pass; what the function assigns to it is found at its uses.</summary>
    private void MoveParameters(ILookup<int, int> valuesOf)
    {
        var moved = new Dictionary<int, Operand>();
        for (var i = 0; i < variables.Count; i++)
        {
            if (variables[i] is not { Differs: true, IsParameter: true })
                continue;
            moved.Add(variables[i].Definition, Everything(i, valuesOf));
            DefinitionAt(variables[i].Definition).Value = Operand.None;
        }
        if (moved.Count == 0)
            return;
        flows.RemoveAll(flow => flow.Definition >= 0 && moved.ContainsKey(flow.Definition));
        stores.RemoveAll(store => store.Target.Kind == OperandKind.Name && ReferenceAt(store.Target.Reference).Binding is >= 0 and var target && moved.ContainsKey(target));
        foreach (var (parameter, value) in defaults)
        {
            if (!moved.ContainsKey(parameter))
                continue;
            if (!TellsSomething(DefinitionAt(parameter).Value))
                DefinitionAt(parameter).Value = value;
            else
                AddFlow(flows, parameter, value);
        }
        foreach (var (reference, variable) in outerUses)
        {
            if (moved.TryGetValue(variables[variable].Definition, out var any))
                reaching.Add(new ReachingValue(reference, any));
        }
    }
}
