using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Swift;

/// <summary>Types, extensions, functions, properties and their parameters.</summary>
internal sealed partial class SwiftLanguage
{
    private KindSet classes = null!, structToken = null!, enumToken = null!, extensionToken = null!, asyncToken = null!, operators = null!, protocols = null!, inheritance = null!, typeParameterLists = null!,
        parameterKind = null!, patterns = null!, annotations = null!, computed = null!, properties = null!, lambdas = null!, setterSpecifiers = null!,
        initToken = null!, memberTokens = null!, bindings = null!;

    private void DescribeDeclarations(NodeTable table)
    {
        classes = table.Kinds("class_declaration");
        protocols = table.Kinds("protocol_declaration");
        inheritance = table.Kinds("inheritance_specifier");
        typeParameterLists = table.Kinds("type_parameters");
        parameterKind = table.Kinds("parameter");
        patterns = table.Kinds("pattern");
        annotations = table.Kinds("type_annotation");
        computed = table.Kinds("computed_property");
        properties = table.Kinds("property_declaration", "protocol_property_declaration");
        lambdas = table.Kinds("lambda_literal");
        setterSpecifiers = table.Kinds("setter_specifier");
        bindings = table.Kinds("value_binding_pattern");
        structToken = table.Tokens("struct");
        enumToken = table.Tokens("enum");
        extensionToken = table.Tokens("extension");
        asyncToken = table.Tokens("async");
        initToken = table.Tokens("init");
        memberTokens = table.Tokens("deinit", "subscript");
        table.Tokens("class", "actor", "==", "!=", "<", ">", "<=", ">=", "===", "+", "-", "*", "/", "%", "+=", "-=", "*=", "/=", "|", "&", "^", "~", "<<", ">>");
        operators = table.Kinds("custom_operator", "bang");

        table.On(TypeDeclaration, "class_declaration", "protocol_declaration");
        table.On(EnumEntry, "enum_entry");
        table.On(EnumParameters, "enum_type_parameters");
        table.On(TypeAlias, "typealias_declaration", "associatedtype_declaration");
        table.On(Function, "function_declaration", "protocol_function_declaration", "init_declaration", "deinit_declaration", "subscript_declaration");
        table.On(Property, "property_declaration", "protocol_property_declaration");
        table.On(Computed, "computed_property");
        table.On(Setter, "computed_setter", "willset_clause", "didset_clause");
        table.On((facts, node) => facts.Consume(facts.Child(node, name)), "tuple_type_item");
    }

    private void TypeDeclaration(FactsBuilder facts, int node)
    {
        var form = facts.Child(node, declarationKind);
        var nameNode = facts.Child(node, name);
        var definition = -1;
        if (!facts.Is(form, extensionToken))
        {
            var kind = facts.Is(node, protocols) ? SymbolKind.Interface : facts.Is(form, structToken) ? SymbolKind.Struct : facts.Is(form, enumToken) ? SymbolKind.Enum : SymbolKind.Class;
            definition = Declare(facts, kind, nameNode, node, facts.Child(node, body));
        }
        if (definition >= 0)
        {
            Apply(facts, definition, node);
            SetReceiver(facts, definition, node, -1, -1);
        }
        facts.OpenScope(node, ScopeKind.Type, definition);
        TypeParameters(facts, node);
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, inheritance))
                facts.Inherit(facts.FirstNamedChild(child));
        }
        if (definition < 0)
            facts.InheritUnnamed();
    }

    /// <summary>Says where a definition's type and value stand, and what its type is a member of where an extension is around it.</summary>
    private void SetReceiver(FactsBuilder facts, int definition, int node, int typeNode, int valueNode)
    {
        var holder = facts.Parent(facts.Parent(node));
        var extended = facts.Is(holder, classes) && facts.Is(facts.Child(holder, declarationKind), extensionToken) ? facts.Child(holder, name) : -1;
        if (extended >= 0)
            facts.AddFlags(definition, DefinitionFlags.Extension);
        if (typeNode >= 0 || valueNode >= 0 || extended >= 0)
            facts.SetOrigin(definition, typeNode, valueNode, extended);
    }

    private void TypeParameters(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(facts.Child(node, typeParameterLists)))
            Declare(facts, SymbolKind.TypeParameter, facts.Child(child, typeIdentifiers), child);
    }

    private void EnumEntry(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(node))
        {
            if (facts[child].Field == name && facts.Is(child, identifiers))
                Declare(facts, SymbolKind.EnumMember, child, child);
        }
    }

    // The labels of an entry's associated values.
    private void EnumParameters(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, identifiers))
                facts.Consume(child);
        }
    }

    private void TypeAlias(FactsBuilder facts, int node)
    {
        var definition = Declare(facts, SymbolKind.TypeAlias, facts.Child(node, typeIdentifiers), node);
        if (definition < 0)
            return;
        Apply(facts, definition, node);
        SetReceiver(facts, definition, node, facts.Child(node, typeKinds), -1);
        facts.OpenScope(node, ScopeKind.Block);
        TypeParameters(facts, node);
    }

    private void Function(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        var special = facts.Child(node, memberTokens);
        if (special >= 0)
            nameNode = special;
        else if (nameNode < 0)
            nameNode = facts.Child(node, operators);
        var isInit = facts.Is(nameNode, initToken);
        var isMember = facts.ScopeAt(facts.CurrentScope).Kind == ScopeKind.Type;
        var isSubscript = special >= 0 && facts.Text(special).SequenceEqual("subscript"u8);
        var kind = isInit ? SymbolKind.Constructor : isSubscript ? SymbolKind.Property : isMember ? SymbolKind.Method : SymbolKind.Function;
        var bodyNode = isSubscript ? facts.Child(node, computed) : facts.Child(node, body);
        var plain = facts.Is(nameNode, identifiers);
        var definition = Declare(facts, kind, nameNode, node, bodyNode, plain ? 0 : Never);
        if (definition >= 0)
        {
            Apply(facts, definition, node);
            if (!plain && !isInit)
                facts.AddFlags(definition, DefinitionFlags.Operator);
            if (bodyNode < 0)
                facts.AddFlags(definition, DefinitionFlags.Abstract);
        }
        var returned = Parameters(facts, node, definition);
        if (definition >= 0)
            SetReceiver(facts, definition, node, returned, -1);
    }

    /// <summary>Opens the function's scope and defines its parameters. Returns the node of the return type, -1 for none.</summary>
    private int Parameters(FactsBuilder facts, int node, int definition)
    {
        facts.OpenScope(node, ScopeKind.Function, definition);
        TypeParameters(facts, node);
        int min = 0, max = 0, returned = -1;
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, typeKinds))
                returned = child;
            if (!facts.Is(child, parameterKind))
                continue;
            var initial = facts.NextSibling(child);
            var hasDefault = initial >= 0 && facts[initial].Field == defaultValue;
            var variadic = facts.Text(child).EndsWith("..."u8);
            var external = facts.Child(child, externalName);
            facts.Consume(external);
            var parameter = Declare(facts, SymbolKind.Parameter, ParameterName(facts, child), child);
            if (parameter >= 0)
                facts.SetOrigin(parameter, variadic ? -1 : facts.Child(child, typeKinds), hasDefault ? initial : -1);
            min += hasDefault || variadic ? 0 : 1;
            max = variadic ? 254 : Math.Min(254, max + 1);
        }
        if (definition >= 0)
            facts.SetArity(definition, min, max);
        return returned;
    }

    private int ParameterName(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(node))
        {
            if (facts[child].Field == name && facts.Is(child, identifiers))
                return child;
        }
        return -1;
    }

    /// <summary><c>let a: A = x, b = y</c>: each pattern is followed by its type and value.</summary>
    private void Property(FactsBuilder facts, int node)
    {
        var pattern = -1;
        int typeNode = -1, valueNode = -1;
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, patterns))
            {
                DeclareVariable(facts, node, pattern, typeNode, valueNode);
                (pattern, typeNode, valueNode) = (child, -1, -1);
            }
            else if (facts.Is(child, annotations))
            {
                typeNode = facts.Child(child, typeKinds);
            }
            else if (facts[child].Field == value)
            {
                valueNode = child;
            }
        }
        DeclareVariable(facts, node, pattern, typeNode, valueNode);
    }

    private void DeclareVariable(FactsBuilder facts, int node, int pattern, int typeNode, int valueNode)
    {
        if (pattern < 0)
            return;
        var inFunction = facts.InFunction;
        var isMember = facts.ScopeAt(facts.CurrentScope).Kind == ScopeKind.Type;
        var kind = isMember ? SymbolKind.Property : inFunction && facts.Is(valueNode, lambdas) ? SymbolKind.Function : SymbolKind.Variable;
        var visibleFrom = inFunction ? facts[valueNode >= 0 ? valueNode : pattern].End : 0;
        var nameNode = facts.Child(pattern, boundIdentifier);
        if (nameNode < 0)
        {
            BindPattern(facts, pattern, node, kind, visibleFrom, all: true);
            return;
        }
        var definition = Declare(facts, kind, nameNode, node, facts.Child(node, computed), visibleFrom);
        if (definition < 0)
            return;
        Apply(facts, definition, node);
        SetReceiver(facts, definition, node, typeNode, valueNode);
    }

    private void Computed(FactsBuilder facts, int node)
    {
        var holder = facts.Parent(node);
        var definition = facts.Is(holder, properties) ? facts.FindAround(facts.Child(facts.Child(holder, patterns), boundIdentifier), node) : -1;
        facts.OpenScope(node, ScopeKind.Function, definition >= 0 && facts.DefinitionAt(definition).BodyScope < 0 ? definition : -1);
    }

    private void Setter(FactsBuilder facts, int node)
    {
        facts.OpenScope(node, ScopeKind.Function);
        var nameNode = facts.Child(node, identifiers);
        var specifier = facts.Child(node, setterSpecifiers);
        if (nameNode >= 0)
            Declare(facts, SymbolKind.Parameter, nameNode, nameNode);
        else if (specifier >= 0)
            facts.Define(SymbolKind.Parameter, specifier, specifier, name: facts.Intern("newValue"u8));
    }
}
