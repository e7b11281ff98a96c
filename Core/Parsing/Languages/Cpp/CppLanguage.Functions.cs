using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Cpp;

internal sealed partial class CppLanguage
{
    protected override void FunctionItem(FactsBuilder facts, int node)
    {
        var head = facts.Child(node, Type);
        var declarator = facts.Child(node, Declarator);
        // `class EXPORT Name { ... }`: the macro takes the place of the name, and the class looks like a function.
        if (facts.Is(head, Specifiers) && facts.Child(head, Body) < 0 && facts.Is(declarator, Identifiers))
        {
            facts.ConsumeAll(facts.Child(head, Name));
            var type = facts.Define(SpecifierKind(facts, head), declarator, node, facts.Child(node, Body));
            facts.OpenScope(node, ScopeKind.Type, type);
            AfterOpen(facts, node);
            OpenType(facts, head);
            return;
        }
        if (facts.Is(declarator, operatorCast))
        {
            var operation = DefineFunction(facts, new Declared(declarator, facts.Child(declarator, Declarator), false, false, -1), node, facts.Child(node, Body));
            facts.OpenScope(node, ScopeKind.Function, operation);
            facts.SetOrigin(operation, facts.Child(declarator, Type));
            return;
        }
        base.FunctionItem(facts, node);
    }

    protected override int DefineFunction(FactsBuilder facts, in Declared declared, int node, int bodyNode)
    {
        if (TestOfFixture(facts, declared, node, bodyNode) is >= 0 and var test)
            return test;
        var (last, qualifier) = Unqualify(facts, declared.Name);
        var type = facts.EnclosingType;
        var isFriend = facts.Is(facts.Parent(node), friend);
        var isDestructor = facts.Is(last, destructor);
        var isOperator = facts.Is(last, operatorName) || facts.Is(last, operatorCast);
        var owner = qualifier >= 0 ? facts.NameLeaf(qualifier) : -1;
        var name = -1;
        if (facts.Is(last, operatorCast))
            name = facts.Intern(CastName(facts, last));
        var isConstructor = qualifier >= 0
            ? owner >= 0 && facts.Text(owner).SequenceEqual(facts.Text(last))
            : type >= 0 && !isFriend && facts.FindInScope(facts.DefinitionAt(type).Scope, facts.Text(last)) == type;
        var kind = isConstructor ? SymbolKind.Constructor : (qualifier >= 0 || type >= 0) && !isFriend ? SymbolKind.Method : SymbolKind.Function;
        var into = isFriend ? facts.NearestScope(ScopeKind.File, ScopeKind.Namespace) : -1;
        var definition = facts.Define(kind, last, node, BodyStart(facts, node, bodyNode), scope: into, name: name, bind: qualifier < 0 && !isConstructor);
        if (isDestructor)
            facts.ConsumeAll(last);
        if (isDestructor || isOperator)
            facts.AddFlags(definition, DefinitionFlags.Operator);
        if (qualifier >= 0)
        {
            facts.AddFlags(definition, DefinitionFlags.OutOfLine);
            facts.SetOrigin(definition, -1, receiverNode: qualifier);
        }
        else if (type >= 0 && !isFriend)
        {
            facts.SetVisibility(definition, facts.SectionVisibility);
        }
        FunctionFlags(facts, definition, declared, node);
        foreach (var child in facts.Children(declared.Function))
        {
            if (facts.Is(child, virtualSpecifier) && facts.Text(child).SequenceEqual("override"u8))
                facts.AddFlags(definition, DefinitionFlags.Override);
        }
        if (facts.Child(node, pureVirtual) >= 0 || (facts.Is(node, FieldDeclarations) && facts.Is(facts.Child(node, DefaultValue), numbers)))
            facts.AddFlags(definition, DefinitionFlags.Abstract);
        return definition;
    }

    /// <summary>GoogleTest's <c>TEST_F(Fixture, Name) { }</c>: a member function of a class below the fixture. -1 for what is none.</summary>
    private int TestOfFixture(FactsBuilder facts, in Declared declared, int node, int bodyNode)
    {
        var macro = facts.Text(declared.Name);
        if (bodyNode < 0 || facts.Child(node, Type) >= 0
            || !(macro.SequenceEqual("TEST_F"u8) || macro.SequenceEqual("TEST_P"u8) || macro.SequenceEqual("TYPED_TEST"u8) || macro.SequenceEqual("TYPED_TEST_P"u8)))
            return -1;
        var list = facts.Child(declared.Function, Parameters);
        var fixture = facts.FirstNamedChild(list);
        var name = facts.NameLeaf(facts.Child(facts.LastNamedChild(list), Type));
        if (facts.CountNamedChildren(list) != 2 || name < 0 || facts.Child(fixture, Type) < 0)
            return -1;
        var definition = facts.Define(SymbolKind.Method, name, node, BodyStart(facts, node, bodyNode), bind: false);
        facts.AddFlags(definition, DefinitionFlags.OutOfLine);
        facts.SetOrigin(definition, -1, receiverNode: facts.Child(fixture, Type));
        facts.SetArity(definition, 0, 0);
        facts.Consume(declared.Name);
        return definition;
    }

    protected override void ReturnType(FactsBuilder facts, int node, int definition, in Declared declared)
    {
        var trailing = facts.FirstNamedChild(facts.Child(declared.Function, trailingType));
        SetType(facts, definition, trailing < 0 ? facts.Child(node, Type) : trailing, declared.IsPointer);
    }

    private int BodyStart(FactsBuilder facts, int node, int bodyNode) => bodyNode < 0 ? -1 : facts.Child(node, initializers) is >= 0 and var list ? list : bodyNode;

    /// <summary>The name of a conversion: <c>operator bool</c>.</summary>
    private ReadOnlySpan<byte> CastName(FactsBuilder facts, int node)
    {
        var text = facts.Text(node);
        var parametersNode = facts.Child(node, Declarator);
        return parametersNode < 0 ? text : text[..(facts[parametersNode].Start - facts[node].Start)].TrimEnd(" \t\r\n"u8);
    }

    private void OperatorCast(FactsBuilder facts, int node) => facts.SetTypeRole(facts.Child(node, Type));

    protected override void AfterOpen(FactsBuilder facts, int node)
    {
        for (var at = facts.Parent(node); facts.Is(at, template) || facts.Is(at, friend) || facts.Is(at, Declarations) || facts.Is(at, FieldDeclarations); at = facts.Parent(at))
        {
            if (facts.Is(at, template))
                TemplateParameters(facts, facts.Child(at, Parameters));
        }
    }

    // The parameters of a template are defined by what it is a template of; until then their names are no uses.
    private void Template(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(facts.Child(node, Parameters)))
        {
            var leaf = TemplateParameter(facts, child);
            facts.Consume(leaf);
        }
    }

    private int TemplateParameter(FactsBuilder facts, int node)
    {
        if (facts.Is(node, typeParameterKinds))
        {
            if (facts.Child(node, Name) is >= 0 and var named)
                return named;
            var last = facts.LastNamedChild(node);
            return facts.Is(last, TypeIdentifiers) ? last : facts.Is(last, typeParameterKinds) ? TemplateParameter(facts, last) : -1;
        }
        if (!facts.Is(node, ParameterDeclarations))
            return -1;
        var name = Unwrap(facts, facts.Child(node, Declarator)).Name;
        return facts.Is(name, Identifiers) ? name : -1;
    }

    private void TemplateParameters(FactsBuilder facts, int list)
    {
        foreach (var child in facts.Children(list))
        {
            if (TemplateParameter(facts, child) is >= 0 and var leaf && facts.DefinitionOf(leaf) < 0)
                facts.Define(SymbolKind.TypeParameter, leaf, child);
        }
    }

    protected override SymbolKind? ParameterKind(FactsBuilder facts, int list)
    {
        var parent = facts.Parent(list);
        if (facts.Is(parent, catchClause))
            return SymbolKind.Variable;
        if (facts.Is(list, templateList))
            return null;
        if (facts.Is(parent, requires) || facts.Is(facts.Parent(parent), lambda) || facts.Is(facts.Parent(parent), operatorCast))
            return SymbolKind.Parameter;
        return base.ParameterKind(facts, list);
    }

    private void Lambda(FactsBuilder facts, int node)
    {
        var declaration = facts.Parent(node);
        var definition = facts.Is(declaration, InitDeclarator) ? facts.DefinitionOf(Unwrap(facts, declaration).Name) : -1;
        if (definition >= 0 && facts.DefinitionAt(definition).Kind != SymbolKind.Function)
            definition = -1;
        facts.OpenScope(node, ScopeKind.Function, definition);
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, templateList))
                TemplateParameters(facts, child);
        }
        if (definition >= 0)
            Arity(facts, definition, facts.Child(facts.Child(node, Declarator), Parameters));
    }

    private void Capture(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, Left);
        if (!facts.Is(nameNode, Identifiers))
            return;
        var definition = facts.Define(SymbolKind.Variable, nameNode, node, visibleFrom: facts[node].End);
        facts.SetOrigin(definition, -1, facts.Child(node, right));
    }

    // Before the body of a constructor stand its members, its bases, or another constructor.
    private void FieldInitializer(FactsBuilder facts, int node)
    {
        var first = facts.FirstNamedChild(node);
        var leaf = facts.NameLeaf(first);
        if (leaf < 0)
            return;
        var constructor = facts.Enclosing;
        var isOwn = constructor >= 0 && facts.DefinitionAt(constructor).Name == facts.Intern(facts.Text(leaf));
        if (isOwn || !facts.Is(first, FieldIdentifiers))
            facts.SetCall(leaf, facts.LastNamedChild(node) is >= 0 and var list && list != first ? facts.ArgumentCount(list) : 0, ReferenceFlags.New);
        else
            facts.SetRole(leaf, ReferenceRole.Write);
    }
}
