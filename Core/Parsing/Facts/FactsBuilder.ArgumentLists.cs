namespace CodeGraph.Parsing.Facts;

/// <summary>The name by which a function gets hold of all that it is given, without having a parameter for it: JavaScript's <c>arguments</c>.</summary>
public sealed partial class FactsBuilder
{
    private void ResolveArgumentLists()
    {
        if (language.ArgumentList is not { IsEmpty: false } text || strings.Find(text) is not (>= 0 and var list))
            return;
        var made = new Dictionary<int, Operand>();
        for (var i = 0; i < references.Count; i++)
        {
            if (boundNames[i] != list || ReferenceAt(i) is not { Qualifier.Kind: OperandKind.None, Binding: Reference.Free, Scope: var scope } || FunctionOfList(scope) is not (> 0 and var function))
                continue;
            if (!made.TryGetValue(function, out var value))
                made[function] = value = Add(new Slot(SlotKind.Arguments, Operand.None, scopes[function].Owner is >= 0 and var owner ? owner : ~function, 0));
            reaching.Add(new ReachingValue(i, value));
        }
        if (made.Count > 0)
            reaching.Sort((a, b) => a.Reference.CompareTo(b.Reference));
    }

    private int FunctionOfList(int scope)
    {
        while (scope > 0 && !(scopes[scope].Kind == ScopeKind.Function && language.HasArgumentList(this, scopeNodes[scope])))
            scope = scopes[scope].Parent;
        return scope;
    }
}
