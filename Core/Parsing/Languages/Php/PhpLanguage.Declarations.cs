using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Php;

internal sealed partial class PhpLanguage
{
    private KindSet baseClauses = null!, interfaceClauses = null!, abstractModifiers = null!, staticModifiers = null!, visibilities = null!, interfaces = null!, variadics = null!,
        promotions = null!, constElements = null!, propertyElements = null!, unions = null!, namedTypes = null!, useLists = null!, properties = null!, simpleParameters = null!, optionalTypes = null!;

    private void DescribeDeclarations(NodeTable table)
    {
        baseClauses = table.Kinds("base_clause");
        interfaceClauses = table.Kinds("class_interface_clause");
        abstractModifiers = table.Kinds("abstract_modifier");
        staticModifiers = table.Kinds("static_modifier");
        visibilities = table.Kinds("visibility_modifier");
        interfaces = table.Kinds("interface_declaration");
        variadics = table.Kinds("variadic_parameter");
        promotions = table.Kinds("property_promotion_parameter");
        simpleParameters = table.Kinds("simple_parameter");
        constElements = table.Kinds("const_element");
        propertyElements = table.Kinds("property_element");
        properties = table.Kinds("property_declaration");
        unions = table.Kinds("union_type", "disjunctive_normal_form_type");
        namedTypes = table.Kinds("named_type");
        optionalTypes = table.Kinds("optional_type");
        useLists = table.Kinds("use_list");
        instanceofToken = table.Tokens("instanceof");

        table.On((facts, node) => TypeDeclaration(facts, node, SymbolKind.Class), "class_declaration");
        table.On((facts, node) => TypeDeclaration(facts, node, SymbolKind.Interface), "interface_declaration");
        table.On((facts, node) => TypeDeclaration(facts, node, SymbolKind.Trait), "trait_declaration");
        table.On((facts, node) => TypeDeclaration(facts, node, SymbolKind.Enum), "enum_declaration");
        table.On(AnonymousClass, "anonymous_class");
        table.On(TraitUse, "use_declaration");
        table.On(TraitAlias, "use_as_clause");
        table.On((facts, node) => facts.SetRole(facts.LastNamedChild(node), ReferenceRole.Type, ReferenceFlags.TypePosition), "use_instead_of_clause");
        table.On(Method, "method_declaration");
        table.On(Function, "function_definition");
        table.On(Property, "property_element");
        table.On(PropertyHook, "property_hook");
        table.On(ConstElement, "const_element");
        table.On(EnumCase, "enum_case");
        table.On(NamedType, "named_type");
        table.On(Return, "return_statement");
    }

    private void TypeDeclaration(FactsBuilder facts, int node, SymbolKind kind)
    {
        if (facts.Child(node, name) is not (>= 0 and var nameNode))
            return;
        var definition = facts.Define(kind, nameNode, node, facts.Child(node, body));
        if (facts.Child(node, abstractModifiers) >= 0)
            facts.AddFlags(definition, DefinitionFlags.Abstract);
        facts.OpenScope(node, ScopeKind.Type, definition);
        Bases(facts, node);
    }

    private void AnonymousClass(FactsBuilder facts, int node)
    {
        facts.OpenScope(node, ScopeKind.Type);
        Bases(facts, node);
    }

    private void Bases(FactsBuilder facts, int node)
    {
        foreach (var clause in facts.Children(node))
        {
            var implements = facts.Is(clause, interfaceClauses);
            if (!implements && !facts.Is(clause, baseClauses))
                continue;
            foreach (var child in facts.Children(clause))
                facts.Inherit(child, implements);
        }
    }

    private void TraitUse(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(node))
        {
            if (!facts.Is(child, useLists))
                facts.Inherit(child);
        }
    }

    // `use T { a as b; }` gives a method one more name.
    private void TraitAlias(FactsBuilder facts, int node)
    {
        var original = facts.FirstNamedChild(node);
        var aliased = facts.LastNamedChild(node);
        if (facts.Is(original, names))
            facts.SetRole(original, ReferenceRole.Read, ReferenceFlags.Key);
        if (aliased != original && facts.Is(aliased, names))
            facts.SetOrigin(facts.Define(SymbolKind.Method, aliased, node), -1, original);
    }

    private void Method(FactsBuilder facts, int node)
    {
        if (facts.Child(node, name) is not (>= 0 and var nameNode))
            return;
        var isConstructor = facts.Text(nameNode).SequenceEqual("__construct"u8);
        var definition = facts.Define(isConstructor ? SymbolKind.Constructor : SymbolKind.Method, nameNode, node, facts.Child(node, body));
        Modifiers(facts, node, definition);
        if (facts.Is(facts.Parent(facts.Parent(node)), interfaces))
            facts.AddFlags(definition, DefinitionFlags.Abstract);
        facts.OpenScope(node, ScopeKind.Function, definition);
        Signature(facts, node, definition);
    }

    private void Function(FactsBuilder facts, int node)
    {
        if (facts.Child(node, name) is not (>= 0 and var nameNode))
            return;
        var definition = facts.Define(SymbolKind.Function, nameNode, node, facts.Child(node, body));
        facts.OpenScope(node, ScopeKind.Function, definition);
        Signature(facts, node, definition);
    }

    private void Modifiers(FactsBuilder facts, int node, int definition)
    {
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, staticModifiers))
                facts.AddFlags(definition, DefinitionFlags.Static);
            else if (facts.Is(child, abstractModifiers))
                facts.AddFlags(definition, DefinitionFlags.Abstract);
            else if (facts.Is(child, visibilities))
                facts.SetVisibility(definition, VisibilityOf(facts.Text(child)));
        }
    }

    private static Visibility VisibilityOf(ReadOnlySpan<byte> modifier) =>
        modifier.StartsWith("private"u8) ? Visibility.Private : modifier.StartsWith("protected"u8) ? Visibility.Protected : Visibility.Public;

    /// <summary>Declares the parameters of a function whose scope is the current one, and its arity and result.</summary>
    private void Signature(FactsBuilder facts, int node, int definition)
    {
        int min = 0, max = 0;
        foreach (var child in facts.Children(facts.Child(node, parameters)))
        {
            var isVariadic = facts.Is(child, variadics);
            if (!isVariadic && !facts.Is(child, promotions) && !facts.Is(child, simpleParameters))
                continue;
            Parameter(facts, child);
            max = isVariadic ? 254 : Math.Min(max + 1, 254);
            if (!isVariadic && facts.Child(child, defaultValue) < 0)
                min = max;
        }
        if (definition < 0)
            return;
        facts.SetArity(definition, min, max);
        var result = TypeOf(facts, facts.Child(node, returnType));
        // `: static` returns the instance itself, or one like it.
        if (IsSelf(facts, result))
            facts.SetOrigin(definition, -1, facts.FirstNamedChild(result));
        else
            facts.SetOrigin(definition, result);
    }

    private void Parameter(FactsBuilder facts, int node)
    {
        var leaf = facts.NameLeaf(facts.Child(node, name));
        if (leaf < 0)
            return;
        var typeNode = TypeOf(facts, facts.Child(node, type));
        var initial = facts.Child(node, defaultValue);
        if (facts.Is(node, promotions))
        {
            var property = facts.Define(SymbolKind.Property, leaf, node, scope: facts.ScopeAt(facts.CurrentScope).Parent, name: facts.Intern(facts.Text(leaf)));
            Modifiers(facts, node, property);
            facts.SetOrigin(property, typeNode, initial);
        }
        facts.SetOrigin(facts.Define(SymbolKind.Parameter, leaf, node), facts.Is(node, variadics) ? -1 : typeNode, initial);
    }

    private void Property(FactsBuilder facts, int node)
    {
        var leaf = facts.NameLeaf(facts.Child(node, name));
        if (leaf < 0)
            return;
        var definition = facts.Define(SymbolKind.Property, leaf, node, name: facts.Intern(facts.Text(leaf)));
        var declaration = facts.Parent(node);
        Modifiers(facts, declaration, definition);
        facts.SetOrigin(definition, TypeOf(facts, facts.Child(declaration, type)), facts.Child(node, defaultValue));
    }

    // `public int $x { get => 1; set(int $v) { } }`
    private void PropertyHook(FactsBuilder facts, int node)
    {
        facts.Consume(facts.Child(node, names));
        var declaration = facts.Parent(facts.Parent(node));
        var element = facts.Is(declaration, promotions) ? declaration : facts.Child(declaration, propertyElements);
        var leaf = element < 0 ? -1 : facts.NameLeaf(facts.Child(element, name));
        var property = leaf < 0 ? -1 : facts.FindInScope(facts.NearestScope(ScopeKind.Type), facts.Text(leaf));
        if (property >= 0)
            facts.AddFlags(property, DefinitionFlags.Accessor);
        facts.OpenScope(node, ScopeKind.Function, property);
        Signature(facts, node, -1);
    }

    private void ConstElement(FactsBuilder facts, int node)
    {
        var nameNode = facts.FirstNamedChild(node);
        if (!facts.Is(nameNode, names))
            return;
        var definition = facts.Define(SymbolKind.Constant, nameNode, node);
        var declaration = facts.Parent(node);
        Modifiers(facts, declaration, definition);
        var initial = facts.LastNamedChild(node);
        facts.SetOrigin(definition, TypeOf(facts, facts.Child(declaration, type)), initial == nameNode ? -1 : initial);
    }

    private void EnumCase(FactsBuilder facts, int node)
    {
        if (facts.Child(node, name) is >= 0 and var nameNode)
            facts.SetOrigin(facts.Define(SymbolKind.EnumMember, nameNode, node), -1, facts.Child(node, value));
    }

    private void NamedType(FactsBuilder facts, int node)
    {
        if (IsSelf(facts, node))
            facts.SetThis(facts.FirstNamedChild(node), super: facts.Text(node).SequenceEqual("parent"u8));
        else
            facts.SetTypeRole(node);
    }

    private bool IsSelf(FactsBuilder facts, int typeNode)
    {
        if (!facts.Is(typeNode, namedTypes))
            return false;
        var text = facts.Text(typeNode);
        return text.SequenceEqual("static"u8) || text.SequenceEqual("self"u8) || text.SequenceEqual("parent"u8);
    }

    /// <summary>The one class that a type means: <c>?T</c> and <c>T|null</c> are T; -1 where it is none or one of several.</summary>
    private int TypeOf(FactsBuilder facts, int node)
    {
        if (facts.Is(node, optionalTypes))
            return TypeOf(facts, facts.FirstNamedChild(node));
        if (!facts.Is(node, unions))
            return node;
        var found = -1;
        foreach (var child in facts.Children(node))
        {
            if (!facts.Is(child, namedTypes))
                continue;
            if (found >= 0)
                return -1;
            found = child;
        }
        return found;
    }

    private void Return(FactsBuilder facts, int node)
    {
        var definition = facts.ScopeAt(facts.NearestScope(ScopeKind.Function, ScopeKind.File)).Owner;
        var result = facts.FirstNamedChild(node);
        if (definition >= 0 && result >= 0)
            facts.SetOrigin(definition, -1, result);
    }
}
