using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.JavaScript;

internal abstract partial class EcmaScriptLanguage
{
    private void Assignment(FactsBuilder facts, int node)
    {
        var target = Unwrap(facts, facts.Child(node, left));
        var initial = facts.Child(node, right);
        if (!facts.Is(node, assignments) || !facts.Is(target, members))
        {
            if (target >= 0)
                BindPattern(facts, target, new Binder(SymbolKind.Variable, target, -1), new Origin(initial));
            return;
        }
        var owner = facts.Child(target, objectField);
        var leaf = facts.NameLeaf(target);
        if (leaf < 0)
            return;
        var named = NamedValue(facts, initial);
        if (ExportsAssignment(facts, node, owner, leaf, initial, named))
            return;
        if (facts.Is(owner, thisKinds))
            AssignToThis(facts, node, leaf, initial, named);
        else
            AssignToMember(facts, node, owner, leaf, initial, named);
    }

    private void AssignToThis(FactsBuilder facts, int node, int leaf, int initial, int named)
    {
        var scope = ThisScope(facts);
        if (scope < 0)
        {
            facts.SetRole(leaf, ReferenceRole.Write);
            facts.Store(facts.Parent(leaf), initial);
            return;
        }
        var known = facts.FindInScope(scope, facts.Text(leaf)) >= 0;
        var field = facts.DefineOrWrite(KindOf(facts, named, SymbolKind.Field), leaf, node, scope);
        Describe(facts, field, -1, initial, named);
        if (known)
            return;
        if (facts.Text(leaf) is [(byte)'#', ..])
            facts.SetVisibility(field, Visibility.Private);
        facts.SetOwner(named, field);
    }

    /// <summary><c>F.prototype.m = function () {}</c>, <c>F.m = ...</c> and <c>space.f = function () {}</c> declare members.</summary>
    private void AssignToMember(FactsBuilder facts, int node, int owner, int leaf, int initial, int named)
    {
        var isPrototype = facts.Is(owner, members) && facts.Text(facts.Child(owner, property)).SequenceEqual("prototype"u8);
        var type = isPrototype ? facts.Child(owner, objectField) : owner;
        var isName = facts.Is(type, identifiers);
        var holder = isName ? facts.FindVisible(facts.Text(type)) : -1;
        var holderKind = holder < 0 ? SymbolKind.Module : facts.DefinitionAt(holder).Kind;
        // `F.prototype = { m() {} }`
        if (isName && !isPrototype && facts.Text(leaf).SequenceEqual("prototype"u8))
        {
            facts.SetRole(leaf, ReferenceRole.Write);
            if (holder >= 0 && holderKind is SymbolKind.Function or SymbolKind.Class && facts.Is(named, objects))
                facts.SetOwner(named, holder);
            return;
        }
        var isFunction = facts.Is(named, functions) || facts.Is(named, classExpressions);
        var declares = isPrototype || holderKind is SymbolKind.Function or SymbolKind.Class
            || (AssignmentDeclaresMembers && holder >= 0 && HoldsObject(facts, holder))
            || (isFunction && isName && AssignmentDeclaresMembers && holderKind != SymbolKind.Parameter)
            || (isFunction && !isName && AssignmentDeclaresMembers && IsPath(facts, type));
        if (!declares)
        {
            facts.SetRole(leaf, ReferenceRole.Write);
            facts.Store(facts.Parent(leaf), initial);
            return;
        }
        var kind = KindOf(facts, named, SymbolKind.Property);
        var bound = holder >= 0 && holderKind != SymbolKind.Parameter;
        var scope = bound ? facts.MemberScope(holder) : facts.CurrentScope;
        if (bound && !isFunction && facts.FindInScope(scope, facts.Text(leaf)) >= 0)
        {
            facts.SetRole(leaf, ReferenceRole.Write);
            facts.Store(facts.Parent(leaf), initial);
            return;
        }
        var definition = facts.Define(kind, leaf, node, BodyOf(facts, named), scope, bind: bound);
        facts.AddFlags(definition, DefinitionFlags.OutOfLine | (isPrototype || holderKind is not (SymbolKind.Function or SymbolKind.Class) ? DefinitionFlags.None : DefinitionFlags.Static));
        facts.SetOrigin(definition, -1, receiverNode: type);
        Describe(facts, definition, -1, initial, named);
        facts.SetOwner(named, definition);
    }

    // A variable that starts as an object that is written out.
    private bool HoldsObject(FactsBuilder facts, int variable) =>
        facts.DefinitionAt(variable) is { Kind: SymbolKind.Variable or SymbolKind.Constant, BodyScope: >= 0 and var body } && facts.Is(facts.NodeOf(body), objects);

    // `a.b.c`, of plain names.
    private bool IsPath(FactsBuilder facts, int node)
    {
        for (var depth = 0; facts.Is(node, members) && depth < MaxDepth; depth++)
            node = facts.Child(node, objectField);
        return facts.Is(node, identifiers);
    }

    private KindSet thisKinds = null!;
}
