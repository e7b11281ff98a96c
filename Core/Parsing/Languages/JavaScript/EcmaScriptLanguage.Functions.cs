using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.JavaScript;

internal abstract partial class EcmaScriptLanguage
{
    private void FunctionDeclaration(FactsBuilder facts, int node)
    {
        var definition = -1;
        // `if (x) function f() {}` is as if a block were around it.
        if (facts.Is(facts.Parent(node), singleStatements))
            facts.OpenScope(node, ScopeKind.Block);
        if (facts.Child(node, name) is >= 0 and var nameNode)
        {
            definition = facts.Define(SymbolKind.Function, nameNode, node, facts.Child(node, body));
            facts.AddFlags(definition, ExportFlags(facts, node));
        }
        OpenFunction(facts, node, definition);
    }

    private void FunctionExpression(FactsBuilder facts, int node)
    {
        var owner = facts.OwnerOf(node);
        if (facts.Child(node, name) is >= 0 and var nameNode)
            owner = NameInside(facts, node, nameNode, SymbolKind.Function, owner);
        OpenFunction(facts, node, owner);
    }

    /// <summary>The name of a function or class expression is seen inside of it only; one that is also assigned has two names.</summary>
    private int NameInside(FactsBuilder facts, int node, int nameNode, SymbolKind kind, int owner)
    {
        facts.OpenScope(node, ScopeKind.Block);
        if (owner < 0)
            return facts.Define(kind, nameNode, node, facts.Child(node, body));
        facts.BindAlias(nameNode, owner);
        return owner;
    }

    /// <summary>Opens the scope of a function, method or signature and declares its parameters.</summary>
    protected void OpenFunction(FactsBuilder facts, int node, int definition)
    {
        facts.OpenScope(node, ScopeKind.Function, definition);
        TypeParameters(facts, node);
        int min = 0, max = 0;
        var single = facts.Child(node, parameter);
        if (single >= 0)
        {
            DeclareParameter(facts, single, single, -1, -1, optional: false, ref min, ref max);
        }
        else
        {
            foreach (var child in facts.Children(facts.Child(node, parameters)))
            {
                if (facts[child].IsNamed)
                    Parameter(facts, child, ref min, ref max);
            }
        }
        var result = facts.Child(node, body);
        if (facts.Is(node, arrows) && !facts.Is(result, blocks) && facts.Returning is not -1 and var returning)
            Returned(facts, result, returning);
        if (definition < 0)
            return;
        if (facts.Child(node, asyncToken) >= 0)
            facts.AddFlags(definition, DefinitionFlags.Async);
        facts.SetArity(definition, min, max);
        facts.SetOrigin(definition, ReturnTypeOf(facts, facts.Child(node, returnType)));
        Annotate(facts, definition, facts.Child(node, returnType));
    }

    /// <summary>Declares one parameter and counts it.</summary>
    protected virtual void Parameter(FactsBuilder facts, int node, ref int min, ref int max) =>
        DeclareParameter(facts, node, node, -1, facts.Child(node, right), facts.Is(node, defaultPatterns), ref min, ref max);

    protected void DeclareParameter(FactsBuilder facts, int node, int pattern, int typeNode, int initial, bool optional, ref int min, ref int max)
    {
        if (facts.Is(pattern, comments))
            return;
        var rest = facts.Is(pattern, restPatterns);
        if (rest)
            max = 254;
        else if (max < 254)
            max++;
        if (!rest && !optional)
            min = max;
        if (facts.Is(pattern, defaultPatterns))
        {
            initial = initial < 0 ? facts.Child(pattern, right) : initial;
            pattern = facts.Child(pattern, left);
        }
        var before = facts.FindInScope(facts.CurrentScope, facts.Text(pattern));
        var parts = facts.Is(pattern, identifiers) || rest ? DefinitionFlags.None : DefinitionFlags.Part;
        BindPattern(facts, pattern, new Binder(SymbolKind.Parameter, node, facts.CurrentScope, parts), new Origin(facts.Is(pattern, identifiers) ? initial : -1, TypeOf(facts, typeNode)));
        if (facts.Is(pattern, identifiers) && before < 0 && facts.FindInScope(facts.CurrentScope, facts.Text(pattern)) is >= 0 and var declared)
        {
            Annotate(facts, declared, typeNode);
            if (typeNode < 0 && min <= 1 && max == 1)
                ElementParameter(facts, node, declared);
        }
        // A rest parameter holds a list of what its pattern's type says.
        if (rest && facts.Is(facts.FirstNamedChild(pattern), identifiers) && facts.FindInScope(facts.CurrentScope, facts.Text(facts.FirstNamedChild(pattern))) is >= 0 and var list)
        {
            facts.SetOrigin(list, TypeOf(facts, typeNode));
            facts.AddFlags(list, DefinitionFlags.Variadic);
        }
    }

    // `list.map(x => ...)` hands the elements over one by one.
    private void ElementParameter(FactsBuilder facts, int node, int declared)
    {
        var functionNode = facts.NodeOf(facts.CurrentScope);
        var list = facts.Parent(functionNode);
        if (!facts.Is(functionNode, arrows) || !facts.Is(list, argumentLists) || facts.FirstNamedChild(list) != functionNode)
            return;
        var callee = facts.Child(facts.Parent(list), function);
        if (facts.Is(callee, members) && IsIteration(facts.Text(facts.Child(callee, property))))
            facts.SetOrigin(declared, -1, facts.Child(callee, objectField), element: true);
    }

    private static bool IsIteration(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("map"u8) || name.SequenceEqual("forEach"u8) || name.SequenceEqual("filter"u8) || name.SequenceEqual("find"u8) || name.SequenceEqual("some"u8)
        || name.SequenceEqual("every"u8) || name.SequenceEqual("flatMap"u8) || name.SequenceEqual("findIndex"u8) || name.SequenceEqual("findLast"u8) || name.SequenceEqual("sort"u8);

    private void Return(FactsBuilder facts, int node)
    {
        if (facts.Returning is not -1 and var definition)
            Returned(facts, facts.FirstNamedChild(node), definition);
    }

    private void Returned(FactsBuilder facts, int result, int definition)
    {
        if (result >= 0)
            facts.SetOrigin(definition, -1, result);
    }

    /// <summary>
    /// The scope of the object that <c>this</c> stands for at the node being visited, where the file shows what it is: that of a class, of an
    /// object with a name, or of a constructor function's members; -1 otherwise.
    /// </summary>
    private int ThisScope(FactsBuilder facts)
    {
        var scope = facts.CurrentScope;
        for (; scope > 0; scope = facts.ScopeAt(scope).Parent)
        {
            var kind = facts.ScopeAt(scope).Kind;
            var at = facts.NodeOf(scope);
            if (kind == ScopeKind.Namespace)
                return -1;
            if (kind == ScopeKind.Type && !facts.Is(at, objects))
                return facts.ScopeAt(scope).Owner < 0 ? -1 : scope;
            if (kind == ScopeKind.Function && !facts.Is(at, arrows))
                break;
        }
        if (scope <= 0)
            return -1;
        var parent = facts.ScopeAt(scope).Parent;
        if (facts.ScopeAt(parent).Kind == ScopeKind.Block && facts.NodeOf(parent) == facts.NodeOf(scope))
            parent = facts.ScopeAt(parent).Parent;
        // A method, or a function that is a property's value, stands directly in its object.
        if (facts.ScopeAt(parent).Kind == ScopeKind.Type && IsMember(facts, facts.NodeOf(scope)))
            return facts.ScopeAt(parent).Owner < 0 ? -1 : parent;
        var owner = facts.ScopeAt(scope).Owner;
        return owner < 0 ? -1 : ConstructedBy(facts, facts.NodeOf(scope), owner);
    }

    // In an object literal, only its methods have the object as `this`: an arrow function or a plain value has that of what is around.
    private void This(FactsBuilder facts, int node)
    {
        var member = facts.Parent(node);
        if (!facts.Is(member, members) || facts.Child(member, objectField) != node)
            return;
        var passed = false;
        for (var scope = facts.CurrentScope; scope > 0; scope = facts.ScopeAt(scope).Parent)
        {
            var kind = facts.ScopeAt(scope).Kind;
            var at = facts.NodeOf(scope);
            if (kind == ScopeKind.Type && !facts.Is(at, objects))
            {
                if (passed)
                    facts.LookFrom(facts.Child(member, property), scope);
                return;
            }
            if (kind == ScopeKind.Function && !facts.Is(at, arrows))
            {
                // A method, or the function of a class's field: its own object is next.
                if (passed && facts.ScopeAt(facts.ScopeAt(scope).Parent).Kind == ScopeKind.Type)
                    facts.LookFrom(facts.Child(member, property), scope);
                return;
            }
            passed |= kind == ScopeKind.Type;
        }
        if (passed)
            facts.LookFrom(facts.Child(member, property), 0);
    }

    private bool IsMember(FactsBuilder facts, int node) =>
        facts.Is(node, methods) || facts.Is(node, staticBlocks) || facts.Is(facts.Parent(node), pairs) || facts.Is(facts.Parent(node), classFields);

    // `function Point() { this.x = 1 }` and `Point.prototype.move = function () { this.x = 2 }`.
    private int ConstructedBy(FactsBuilder facts, int functionNode, int owner)
    {
        var parent = facts.Parent(functionNode);
        var target = facts.Is(parent, assignments) ? facts.Child(parent, left) : -1;
        var type = facts.Is(target, members) ? facts.Child(target, objectField) : -1;
        if (!facts.Is(type, members) || !facts.Text(facts.Child(type, property)).SequenceEqual("prototype"u8))
            return facts.DefinitionAt(owner).Kind.IsCallable() && IsConstructor(facts, owner) ? facts.MemberScope(owner) : -1;
        var constructor = facts.FindVisible(facts.Text(facts.Child(type, objectField)));
        return constructor < 0 || facts.DefinitionAt(constructor).Kind == SymbolKind.Parameter ? -1 : facts.MemberScope(constructor);
    }

    // By its name, or because the file constructs with it.
    private bool IsConstructor(FactsBuilder facts, int function) =>
        facts.NameOf(function) is [>= (byte)'A' and <= (byte)'Z', ..] || facts.IsNamedBy(news, constructorName, facts.NameOf(function));

    private KindSet blocks = null!, comments = null!;
}
