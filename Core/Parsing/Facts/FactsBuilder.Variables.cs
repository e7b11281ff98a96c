using System.Runtime.InteropServices;
using CodeGraph.Model;
using CodeGraph.Parsing.Languages;

namespace CodeGraph.Parsing.Facts;

/// <summary>Which variables are told apart by where they are used.</summary>
public sealed partial class FactsBuilder
{
    /// <summary>Variables that are assigned more than once, in one function only.</summary>
    private bool FindVariables()
    {
        if (variableOf.Length < definitions.Count)
            variableOf = new int[definitions.Count * 2];
        Array.Fill(variableOf, -1, 0, definitions.Count);
        for (var i = 0; i < references.Count; i++)
        {
            ref var reference = ref ReferenceAt(i);
            if (reference is { Role: ReferenceRole.Write, Qualifier.Kind: OperandKind.None, Binding: >= 0 } && VariableOf(reference.Binding) is >= 0 and var written)
                VariableRef(written).Writes++;
        }
        for (var i = 0; i < definitions.Count; i++)
        {
            if (DefinitionAt(i).NextSame >= 0 && !IsHoisted(DefinitionAt(i)))
                VariableOf(i);
        }
        foreach (var variable in variables)
        {
            if (variable is { IsShared: false, Writes: > 1 })
                return true;
        }
        return false;
    }

    // Holds before the first statement runs.
    private bool IsHoisted(in Definition definition) =>
        language.HoistsFunctions && definition is { Kind: SymbolKind.Function, BodyScope: >= 0 } && tree[scopeNodes[definition.BodyScope]].Start == definition.Start;

    private ref Variable VariableRef(int variable) => ref CollectionsMarshal.AsSpan(variables)[variable];

    /// <summary>The variable that a definition is of, made where it is asked for first; -1 where uses of it are not told apart.</summary>
    private int VariableOf(int definition)
    {
        if (variableOf[definition] != -1)
            return Math.Max(variableOf[definition], -1);
        ref var asked = ref DefinitionAt(definition);
        variableOf[definition] = -2;
        if (asked.Kind is not (SymbolKind.Variable or SymbolKind.Constant or SymbolKind.Parameter or SymbolKind.Function or SymbolKind.Class)
            || scopes[asked.Scope].Kind is ScopeKind.Type or ScopeKind.Namespace || !bound.TryGetValue(Key(asked.Scope, BoundNameOf(asked)), out var at))
            return -1;
        var variable = new Variable { Definition = bindings[at].Target, Context = ContextOf(asked.Scope), Entry = -1 };
        var hoisted = false;
        for (var seen = 0; at >= 0; at = bindings[at].Next, seen++)
        {
            // What an import brings is known by its name, and parts of one declaration are one.
            if (seen == MaxReaching || bindings[at] is { Target: < 0 } or { VisibleFrom: > 0 })
                return -1;
            ref var one = ref DefinitionAt(bindings[at].Target);
            if (one.Scope != asked.Scope || unordered.Contains(bindings[at].Target) || (one.Flags & (DefinitionFlags.DeclarationOnly | DefinitionFlags.Open)) != 0 || (one.Kind.IsType() && (language.Rules & LexicalRules.TypesAreApart) != 0 && one.NextSame >= 0))
                return -1;
            hoisted |= IsHoisted(one);
            variable.IsParameter |= one.Kind == SymbolKind.Parameter;
            variable.IsRedefined |= seen > 0 && one.Kind.IsCallable();
            variable.Writes += IsHoisted(one) ? 0 : 1;
        }
        if (hoisted || variable.IsParameter)
        {
            variable.Writes += hoisted ? 1 : 0;
            variable.Entry = versions.Assigned(NewVersionValue(new Operand(OperandKind.Definition, variable.Definition), variables.Count));
        }
        variables.Add(variable);
        for (at = bound[Key(asked.Scope, BoundNameOf(asked))]; at >= 0; at = bindings[at].Next)
            variableOf[bindings[at].Target] = variables.Count - 1;
        return variables.Count - 1;
    }

    private int BoundNameOf(in Definition definition) =>
        table.Sigil != 0 && !definition.Kind.IsType() ? strings.Intern([table.Sigil, .. strings[definition.Name]]) : definition.Name;

    /// <summary>The function around a scope, or the file: what runs in one go.</summary>
    private int ContextOf(int scope)
    {
        while (scope > 0 && scopes[scope].Kind != ScopeKind.Function)
            scope = scopes[scope].Parent;
        return Math.Max(scope, 0);
    }
}
