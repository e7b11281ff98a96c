using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.JavaScript;

internal abstract partial class EcmaScriptLanguage
{
    /// <summary>
    /// An object with a name (the value of a variable or of a property of such an object, or an element of an array that is one) owns its properties, and those of an object that a
    /// function without a declared result returns belong to the function. Of other objects the methods are definitions, for calls are made in
    /// them; their keys name properties of what the object is passed to.
    /// </summary>
    private void Object(FactsBuilder facts, int node)
    {
        var owner = facts.OwnerOf(node);
        if (owner < 0 && facts.Is(facts.Parent(node), arrays))
        {
            owner = facts.OwnerOf(facts.Parent(node));
            facts.SetOwner(node, owner);
        }
        // `F.prototype = { }` adds to what has a body of its own.
        facts.OpenScope(node, ScopeKind.Type, owner, isBody: owner < 0 || !facts.DefinitionAt(owner).Kind.IsCallable() && facts.DefinitionAt(owner).Kind != SymbolKind.Class);
    }

    private bool OwnsProperties(FactsBuilder facts, int objectNode) => facts.OwnerOf(objectNode) >= 0 || IsExported(facts, objectNode) || IsReturned(facts, objectNode);

    // What functions and patterns of the file are given is read by the names of its keys.
    private bool IsSeen(FactsBuilder facts, int node)
    {
        if (!KeysDeclareMembers)
            return false;
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            var parent = facts.Parent(node);
            if (facts.Is(parent, argumentLists))
                return IsFunctionOfFile(facts, facts.Parent(parent));
            if (facts.Is(parent, declarators))
                return depth > 0 && facts.OwnerOf(node) < 0;
            if (!facts.Is(parent, transparent) && !facts.Is(parent, objects) && !facts.Is(parent, arrays) && !facts.Is(parent, pairs))
                return false;
            node = parent;
        }
        return false;
    }

    private bool IsFunctionOfFile(FactsBuilder facts, int call)
    {
        var callee = facts.Child(call, facts.Is(call, news) ? constructorName : function);
        if (!facts.Is(callee, identifiers))
            return false;
        var declared = facts.FindVisible(facts.Text(callee));
        return declared >= 0 ? facts.DefinitionAt(declared).Kind is SymbolKind.Function or SymbolKind.Class : facts.IsNamedBy(functionDeclarations, name, facts.Text(callee));
    }

    private bool IsReturned(FactsBuilder facts, int objectNode)
    {
        var parent = facts.Parent(objectNode);
        for (var depth = 0; facts.Is(parent, transparent) && depth < MaxDepth; depth++)
            parent = facts.Parent(parent);
        if (facts.Is(parent, withStatements))
            return true;
        if (!facts.Is(parent, returns) && !facts.Is(parent, arrows))
            return false;
        var maker = facts.NodeOf(facts.NearestScope(ScopeKind.Function));
        return maker > 0 && facts.Child(maker, returnType) < 0;
    }

    private void Pair(FactsBuilder facts, int node)
    {
        var leaf = MemberLeaf(facts, facts.Child(node, key));
        if (leaf < 0 || facts.Is(leaf, computed) || facts.Is(leaf, numbers))
            return;
        if (facts.Is(facts.Child(node, key), strings))
            ExpectShorthand(facts, facts.Child(node, key), leaf, facts.Parent(node));
        var initial = facts.Child(node, value);
        var named = NamedValue(facts, initial);
        // `module.exports = { a: b }` exports what is named elsewhere.
        if (IsExported(facts, facts.Parent(node)) && facts.Is(initial, identifiers))
        {
            facts.SetRole(leaf, ReferenceRole.Write, ReferenceFlags.Key);
            return;
        }
        var owned = facts.Is(named, functions) || OwnsProperties(facts, facts.Parent(node));
        if (!owned && !IsSeen(facts, facts.Parent(node)))
        {
            if (facts.Is(leaf, propertyNames))
                facts.SetRole(leaf, ReferenceRole.Write, ReferenceFlags.Key);
            ExpectKey(facts, leaf, facts.Parent(node));
            return;
        }
        var definition = DefineMember(facts, KindOf(facts, named, SymbolKind.Property), leaf, node, BodyOf(facts, named));
        // Only what gets hold of the object can mean it.
        if (!owned)
            facts.AddFlags(definition, DefinitionFlags.Local);
        Describe(facts, definition, -1, initial, named);
        facts.SetOwner(named, definition);
        facts.SetProperty(node, definition);
        ExpectKey(facts, leaf, facts.Parent(node));
    }

    // `{ a }` as a value: a property, where its object is named, and a read of the variable.
    private void Shorthand(FactsBuilder facts, int node)
    {
        ExpectShorthand(facts, node, node, facts.Parent(node));
        if (!facts.Is(facts.Parent(node), objects) || IsExported(facts, facts.Parent(node)) || !OwnsProperties(facts, facts.Parent(node)))
            return;
        var definition = DefineMember(facts, SymbolKind.Property, node, node, -1);
        facts.KeepUse(node);
        facts.SetProperty(node, definition);
        facts.SetOrigin(definition, -1, node);
    }

    // The text in `o["name"]` names a member.
    private void IndexText(FactsBuilder facts, int node)
    {
        var indexed = facts.Parent(node);
        if (!facts.Is(indexed, subscripts) || facts.Child(indexed, index) != node || KeyText(facts, node) is not { IsEmpty: false } text)
            return;
        var assigns = facts.Is(facts.Parent(indexed), assignments) && facts.Child(facts.Parent(indexed), left) == indexed;
        facts.AddReference(node, text, assigns ? ReferenceRole.Write : ReferenceRole.Read, facts.OperandOf(facts.Child(indexed, objectField)), flags: ReferenceFlags.Index | ReferenceFlags.Implicit);
    }

    private KindSet propertyNames = null!, arrays = null!, functionDeclarations = null!, subscripts = null!;
    private byte index;
}
