using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Java;

/// <summary>Methods, constructors, fields and parameters.</summary>
internal sealed partial class JavaLanguage
{
    private KindSet spreadParameters = null!, formalParameters = null!, fieldKinds = null!, interfaceConstants = null!, declarators = null!, compactConstructors = null!, lambdas = null!;

    private void DescribeMembers(NodeTable table)
    {
        spreadParameters = table.Kinds("spread_parameter");
        formalParameters = table.Kinds("formal_parameter");
        fieldKinds = table.Kinds("field_declaration", "constant_declaration");
        interfaceConstants = table.Kinds("constant_declaration");
        declarators = table.Kinds("variable_declarator");
        compactConstructors = table.Kinds("compact_constructor_declaration");
        lambdas = table.Kinds("lambda_expression");

        table.On(Method, "method_declaration");
        table.On(Element, "annotation_type_element_declaration");
        table.On(Constructor, "constructor_declaration", "compact_constructor_declaration");
        table.On(Variables, "field_declaration", "constant_declaration", "local_variable_declaration");
        table.On(Declarator, "variable_declarator");
        table.On((facts, node) => facts.SkipChildren(), "receiver_parameter");
        table.Scope(ScopeKind.Function, "static_initializer");
    }

    private void Method(FactsBuilder facts, int node)
    {
        var bodyNode = facts.Child(node, body);
        var definition = Declare(facts, SymbolKind.Method, facts.Child(node, name), node, bodyNode);
        if (definition >= 0)
        {
            Apply(facts, definition, ModifiersOf(facts, node));
            if (bodyNode < 0 && facts.DefinitionAt(definition).Parent is >= 0 and var parent && facts.DefinitionAt(parent).Kind == SymbolKind.Interface)
                facts.AddFlags(definition, DefinitionFlags.Abstract);
        }
        facts.OpenScope(node, ScopeKind.Function, definition);
        TypeParameters(facts, node);
        Parameters(facts, facts.Child(node, parameters), definition, SymbolKind.Parameter);
        if (definition >= 0)
            facts.SetOrigin(definition, facts.Child(node, type));
    }

    // `String value() default "";` in an annotation type.
    private void Element(FactsBuilder facts, int node)
    {
        var definition = Declare(facts, SymbolKind.Method, facts.Child(node, name), node);
        if (definition < 0)
            return;
        Apply(facts, definition, ModifiersOf(facts, node));
        facts.AddFlags(definition, DefinitionFlags.Abstract);
        facts.SetArity(definition, 0, 0);
        facts.SetOrigin(definition, facts.Child(node, type));
        facts.OpenScope(node, ScopeKind.Function, definition);
    }

    private void Constructor(FactsBuilder facts, int node)
    {
        var owner = facts.EnclosingType;
        // Bound out of sight, so that the bare name goes on to mean the type.
        var definition = Declare(facts, SymbolKind.Constructor, facts.Child(node, name), node, facts.Child(node, body), visibleFrom: Never);
        if (definition >= 0)
            Apply(facts, definition, ModifiersOf(facts, node));
        facts.OpenScope(node, ScopeKind.Function, definition);
        TypeParameters(facts, node);
        Parameters(facts, facts.Child(node, parameters), definition, SymbolKind.Parameter);
        // A compact constructor takes the record's components.
        if (definition >= 0 && owner >= 0 && facts.Is(node, compactConstructors))
            facts.SetArity(definition, facts.DefinitionAt(owner).MinArity, facts.DefinitionAt(owner).MaxArity);
    }

    private void Parameters(FactsBuilder facts, int list, int definition, SymbolKind kind)
    {
        if (list < 0)
            return;
        int min = 0, max = 0;
        foreach (var child in facts.Children(list))
        {
            if (facts.Is(child, formalParameters))
            {
                Parameter(facts, kind, facts.Child(child, name), child, DeclaredType(facts, facts.Child(child, type)));
                min++;
                max++;
            }
            else if (facts.Is(child, spreadParameters))
            {
                // An array of the type that is written, so that the type is not the parameter's.
                Parameter(facts, kind, facts.Child(facts.Child(child, declarators), name), child, -1);
                max = 254;
            }
        }
        if (definition >= 0)
            facts.SetArity(definition, min, max);
    }

    private void Parameter(FactsBuilder facts, SymbolKind kind, int nameNode, int node, int typeNode)
    {
        if (!facts.Is(nameNode, identifiers))
            return;
        var parameter = Declare(facts, kind, nameNode, node);
        if (parameter < 0)
            return;
        facts.SetOrigin(parameter, typeNode);
        if (kind != SymbolKind.Property)
            return;
        // A component is a field and the method that reads it.
        facts.SetVisibility(parameter, Visibility.Public);
        facts.AddFlags(parameter, DefinitionFlags.Accessor);
        facts.SetArity(parameter, 0, 0);
    }

    private void Variables(FactsBuilder facts, int node)
    {
        var typeNode = DeclaredType(facts, facts.Child(node, type));
        var isMember = facts.Is(node, fieldKinds);
        var modifiers = ModifiersOf(facts, node);
        if (facts.Is(node, interfaceConstants))
            modifiers = new(DefinitionFlags.Static, Visibility.Public, Final: true);
        foreach (var child in facts.Children(node))
        {
            if (!facts.Is(child, declarators))
                continue;
            var nameNode = facts.Child(child, name);
            var initial = facts.Child(child, value);
            if (!facts.Is(nameNode, identifiers))
                continue;
            if (!isMember)
            {
                Local(facts, facts.Is(initial, lambdas) ? SymbolKind.Function : SymbolKind.Variable, nameNode, child, facts[child].End, typeNode, initial);
                continue;
            }
            var isConstant = modifiers.Final && (modifiers.Flags & DefinitionFlags.Static) != 0;
            var definition = Declare(facts, isConstant ? SymbolKind.Constant : SymbolKind.Field, nameNode, node);
            if (definition < 0)
                continue;
            Apply(facts, definition, modifiers);
            facts.SetOrigin(definition, typeNode, initial);
        }
    }

    // What a field starts with may bind pattern variables, which are nobody's members.
    private void Declarator(FactsBuilder facts, int node)
    {
        var initial = facts.Child(node, value);
        if (initial >= 0 && !facts.Is(initial, lambdas) && facts.Is(facts.Parent(node), fieldKinds))
            facts.OpenScope(node, ScopeKind.Function);
    }
}
