using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Scala;

/// <summary>Types, functions, values and their parameters.</summary>
internal sealed partial class ScalaLanguage
{
    private KindSet objects = null!, traits = null!, enums = null!, argumentLists = null!, parameterLists = null!, typeParameterLists = null!, parameterKind = null!, classParameters = null!,
        varTokens = null!, caseToken = null!, modifierTokens = null!, extensions = null!, lambdas = null!, repeated = null!, templates = null!, creations = null!, nameLists = null!, functionKinds = null!, typeNames = null!;

    private void DescribeDeclarations(NodeTable table)
    {
        objects = table.Kinds("object_definition", "package_object");
        traits = table.Kinds("trait_definition");
        enums = table.Kinds("enum_definition");
        argumentLists = table.Kinds("arguments");
        parameterLists = table.Kinds("parameters");
        typeParameterLists = table.Kinds("type_parameters");
        parameterKind = table.Kinds("parameter");
        classParameters = table.Kinds("class_parameter");
        extensions = table.Kinds("extension_definition");
        lambdas = table.Kinds("lambda_expression");
        repeated = table.Kinds("repeated_parameter_type");
        templates = table.Kinds("template_body");
        creations = table.Kinds("instance_expression");
        nameLists = table.Kinds("identifiers");
        functionKinds = table.Kinds("function_definition", "extension_definition");
        typeNames = table.Kinds("type_identifier");
        varTokens = table.Tokens("val", "var");
        caseToken = table.Tokens("case");
        modifierTokens = table.Tokens("abstract", "override");

        table.On(TypeDeclaration, "class_definition", "object_definition", "trait_definition", "enum_definition", "package_object");
        table.On(EnumCase, "simple_enum_case", "full_enum_case");
        table.On(TypeAlias, "type_definition");
        table.On(Function, "function_definition", "function_declaration");
        table.On(Extension, "extension_definition");
        table.On(Value, "val_definition", "var_definition", "val_declaration", "var_declaration");
        table.On(Given, "given_definition");
        table.On(Template, "template_body", "with_template_body");
        table.On(BaseCall, "arguments");
        table.On((facts, node) => facts.Consume(facts.FirstNamedChild(node)), "self_type");
    }

    private void TypeDeclaration(FactsBuilder facts, int node)
    {
        var isObject = facts.Is(node, objects);
        var kind = facts.Is(node, traits) ? SymbolKind.Trait : facts.Is(node, enums) ? SymbolKind.Enum : SymbolKind.Class;
        var definition = Declare(facts, kind, facts.Child(node, name), node, facts.Child(node, body));
        if (definition >= 0)
        {
            Apply(facts, definition, node);
            if (isObject)
                facts.AddFlags(definition, DefinitionFlags.Static);
        }
        facts.OpenScope(node, ScopeKind.Type, definition);
        TypeParameters(facts, facts.Child(node, typeParameters));
        Bases(facts, facts.Child(node, extend));
        ClassParameters(facts, node, definition, facts.Child(node, caseToken) >= 0);
    }

    private void Bases(FactsBuilder facts, int clause)
    {
        foreach (var child in facts.Children(clause))
        {
            if (facts[child].IsNamed && !facts.Is(child, argumentLists))
                facts.Inherit(child);
        }
    }

    // `extends B(x)` calls B's constructor.
    private void BaseCall(FactsBuilder facts, int list)
    {
        if (facts[facts.Parent(list)].Field == extend)
            facts.AddReference(list, "super"u8, ReferenceRole.Call, Operand.Super, facts.ArgumentCount(list), ReferenceFlags.New);
    }

    private void TypeParameters(FactsBuilder facts, int list)
    {
        foreach (var child in facts.Children(list))
        {
            // The name stands in the list itself, or below its variance.
            if (facts.Is(child, identifiers) || facts.Is(child, typeNames))
            {
                if (facts[child].Field == name)
                    Declare(facts, SymbolKind.TypeParameter, child, child);
            }
            else if (facts[child].IsNamed && facts.Child(child, name) is >= 0 and var inner)
            {
                Declare(facts, SymbolKind.TypeParameter, inner, child);
            }
        }
    }

    private void ClassParameters(FactsBuilder facts, int node, int definition, bool isCase)
    {
        int min = 0, max = 0;
        var any = false;
        foreach (var list in facts.Children(node))
        {
            if (facts[list].Field != classParameterField)
                continue;
            foreach (var child in facts.Children(list))
            {
                if (!facts.Is(child, classParameters))
                    continue;
                var isProperty = isCase || facts.Child(child, varTokens) >= 0;
                int laterMin = 0, laterMax = 0;
                Parameter(facts, isProperty ? SymbolKind.Property : SymbolKind.Parameter, child, ref any ? ref laterMin : ref min, ref any ? ref laterMax : ref max);
            }
            any = true;
        }
        if (definition >= 0 && any)
            facts.SetArity(definition, min, max);
    }

    private void Parameter(FactsBuilder facts, SymbolKind kind, int node, ref int min, ref int max)
    {
        var typeNode = facts.Child(node, type);
        var initial = facts.Child(node, defaultValue);
        var variadic = facts.Is(typeNode, repeated);
        var parameter = Declare(facts, kind, facts.Child(node, name), node);
        if (parameter < 0)
            return;
        Apply(facts, parameter, node);
        facts.SetOrigin(parameter, variadic ? -1 : typeNode, initial);
        min += variadic || initial >= 0 ? 0 : 1;
        max = variadic ? 254 : Math.Min(254, max + 1);
    }

    private void EnumCase(FactsBuilder facts, int node)
    {
        var definition = Declare(facts, SymbolKind.EnumMember, facts.Child(node, name), node);
        facts.OpenScope(node, ScopeKind.Type, definition);
        TypeParameters(facts, facts.Child(node, typeParameters));
        Bases(facts, facts.Child(node, extend));
        ClassParameters(facts, node, definition, isCase: true);
    }

    private void TypeAlias(FactsBuilder facts, int node)
    {
        var definition = Declare(facts, SymbolKind.TypeAlias, facts.Child(node, name), node);
        if (definition < 0)
            return;
        Apply(facts, definition, node);
        facts.SetOrigin(definition, facts.Child(node, type));
        facts.OpenScope(node, ScopeKind.Block);
        TypeParameters(facts, facts.Child(node, typeParameters));
    }

    private void Function(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        var bodyNode = facts.Child(node, body);
        var isMember = facts.ScopeAt(facts.CurrentScope).Kind == ScopeKind.Type;
        var isConstructor = isMember && nameNode >= 0 && facts.Text(nameNode).SequenceEqual("this"u8);
        var extension = ExtensionAround(facts, node);
        var kind = isConstructor ? SymbolKind.Constructor : isMember ? SymbolKind.Method : SymbolKind.Function;
        var definition = Declare(facts, kind, nameNode, node, bodyNode, isConstructor ? Never : 0);
        if (definition >= 0)
        {
            Apply(facts, definition, node);
            if (isMember && bodyNode < 0)
                facts.AddFlags(definition, DefinitionFlags.Abstract);
        }
        facts.OpenScope(node, ScopeKind.Function, definition);
        int min = 0, max = 0;
        var seen = false;
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, typeParameterLists))
                TypeParameters(facts, child);
            if (!facts.Is(child, parameterLists))
                continue;
            // Of a curried function the first list decides how many arguments a call has.
            foreach (var parameter in facts.Children(child))
            {
                if (!facts.Is(parameter, parameterKind))
                    continue;
                int laterMin = 0, laterMax = 0;
                Parameter(facts, SymbolKind.Parameter, parameter, ref seen ? ref laterMin : ref min, ref seen ? ref laterMax : ref max);
            }
            seen = true;
        }
        if (definition < 0)
            return;
        facts.SetArity(definition, min, max);
        facts.SetOrigin(definition, facts.Child(node, returnType), receiverNode: extension < 0 ? -1 : facts.Child(facts.Child(facts.Child(extension, parameterLists), parameterKind), type));
        if (extension >= 0)
            facts.AddFlags(definition, DefinitionFlags.Extension);
    }

    private int ExtensionAround(FactsBuilder facts, int node)
    {
        var parent = facts.Parent(node);
        return facts.Is(parent, extensions) ? parent : -1;
    }

    private void Extension(FactsBuilder facts, int node)
    {
        facts.OpenScope(node, ScopeKind.Block);
        TypeParameters(facts, facts.Child(node, typeParameters));
        foreach (var list in facts.Children(node))
        {
            if (!facts.Is(list, parameterLists))
                continue;
            foreach (var child in facts.Children(list))
            {
                if (facts.Is(child, parameterKind) && Declare(facts, SymbolKind.Parameter, facts.Child(child, name), child) is >= 0 and var parameter)
                    facts.SetOrigin(parameter, facts.Child(child, type));
            }
        }
    }

    private void Value(FactsBuilder facts, int node)
    {
        var inFunction = facts.InFunction;
        var target = facts.Child(node, pattern);
        var typeNode = facts.Child(node, type);
        var initial = facts.Child(node, value);
        var kind = inFunction ? facts.Is(initial, lambdas) ? SymbolKind.Function : SymbolKind.Variable : SymbolKind.Property;
        var visibleFrom = inFunction ? facts[node].End : 0;
        if (target >= 0 && !facts.Is(target, identifiers))
        {
            BindPattern(facts, target, node, inFunction ? SymbolKind.Variable : SymbolKind.Property, visibleFrom);
            return;
        }
        foreach (var child in facts.Children(node))
        {
            if (!facts.Is(child, identifiers) || (child != target && facts[child].Field != name))
                continue;
            var definition = Declare(facts, kind, child, node, visibleFrom: visibleFrom);
            if (definition < 0)
                continue;
            Apply(facts, definition, node);
            facts.SetOrigin(definition, typeNode, initial);
        }
    }

    private void Given(FactsBuilder facts, int node)
    {
        var definition = Declare(facts, facts.InFunction ? SymbolKind.Variable : SymbolKind.Property, facts.Child(node, name), node, facts.Child(node, body));
        if (definition >= 0)
            facts.SetOrigin(definition, facts.Child(node, returnType));
    }

    /// <summary>The body of an anonymous class or given: its members belong to what is around it.</summary>
    private void Template(FactsBuilder facts, int node)
    {
        if (facts[node].Field == body && !facts.Is(node, templates) || facts.Is(facts.Parent(node), creations))
        {
            facts.OpenScope(node, ScopeKind.Type);
            facts.InheritUnnamed();
        }
    }
}
