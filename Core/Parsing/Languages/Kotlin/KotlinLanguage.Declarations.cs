using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Kotlin;

/// <summary>Types, functions, properties and their parameters.</summary>
internal sealed partial class KotlinLanguage
{
    private KindSet interfaceToken = null!, companionToken = null!, constructorToken = null!, varTokens = null!, classBodies = null!, companions = null!, specifierLists = null!, invocations = null!,
        valueArguments = null!, explicitDelegations = null!, primaryConstructors = null!, classParameterLists = null!, classParameters = null!, typeParameterLists = null!, parameterLists = null!,
        parameterKind = null!, parameterModifiers = null!, functionBodies = null!, variableKind = null!, multiVariables = null!, lambdas = null!, properties = null!, blocks = null!, thisToken = null!;

    private void DescribeDeclarations(NodeTable table)
    {
        classBodies = table.Kinds("class_body", "enum_class_body");
        companions = table.Kinds("companion_object");
        specifierLists = table.Kinds("delegation_specifiers");
        invocations = table.Kinds("constructor_invocation");
        valueArguments = table.Kinds("value_arguments");
        explicitDelegations = table.Kinds("explicit_delegation");
        primaryConstructors = table.Kinds("primary_constructor");
        classParameterLists = table.Kinds("class_parameters");
        classParameters = table.Kinds("class_parameter");
        typeParameterLists = table.Kinds("type_parameters");
        parameterLists = table.Kinds("function_value_parameters");
        parameterKind = table.Kinds("parameter");
        parameterModifiers = table.Kinds("parameter_modifiers");
        functionBodies = table.Kinds("function_body");
        variableKind = table.Kinds("variable_declaration");
        multiVariables = table.Kinds("multi_variable_declaration");
        lambdas = table.Kinds("lambda_literal", "anonymous_function");
        properties = table.Kinds("property_declaration");
        blocks = table.Kinds("block");
        interfaceToken = table.Tokens("interface");
        companionToken = table.Tokens("companion");
        constructorToken = table.Tokens("constructor");
        varTokens = table.Tokens("val", "var");
        thisToken = table.Tokens("this");

        table.On(Class, "class_declaration", "object_declaration", "companion_object");
        table.On(ObjectLiteral, "object_literal");
        table.On(EnumEntry, "enum_entry");
        table.On(TypeAlias, "type_alias");
        table.On(Function, "function_declaration", "anonymous_function");
        table.On(SecondaryConstructor, "secondary_constructor");
        table.On(DelegationCall, "constructor_delegation_call");
        table.On(Property, "property_declaration");
        table.On(Accessor, "getter", "setter");
        table.On((facts, node) => facts.SetTypeRole(facts.Child(node, identifiers)), "type_constraint");
        table.Scope(ScopeKind.Function, "anonymous_initializer");
    }

    private void Class(FactsBuilder facts, int node)
    {
        var modifiers = ModifiersOf(facts, node);
        var kind = modifiers.Enum ? SymbolKind.Enum : facts.Child(node, interfaceToken) >= 0 ? SymbolKind.Interface : SymbolKind.Class;
        var nameNode = facts.Child(node, name);
        var isCompanion = nameNode < 0 && facts.Is(node, companions);
        if (isCompanion)
            nameNode = facts.Child(node, companionToken);
        var definition = Declare(facts, kind, nameNode, node, facts.Child(node, classBodies), MemberScope(facts, node), name: isCompanion ? facts.Intern("Companion"u8) : -1);
        if (definition >= 0)
            Apply(facts, definition, modifiers);
        facts.OpenScope(node, ScopeKind.Type, definition);
        TypeParameters(facts, node);
        Bases(facts, node);
        ClassParameters(facts, facts.Child(facts.Child(node, primaryConstructors), classParameterLists), definition);
    }

    /// <summary>The members of a companion are those of its class, where a bare or qualified name looks for them.</summary>
    private int MemberScope(FactsBuilder facts, int node)
    {
        var owner = facts.Parent(facts.Parent(node));
        return facts.Is(owner, companions) ? facts.ScopeAt(facts.CurrentScope).Parent : -1;
    }

    private void Bases(FactsBuilder facts, int node)
    {
        foreach (var specifier in facts.Children(facts.Child(node, specifierLists)))
        {
            var inner = facts.LastNamedChild(specifier);
            if (facts.Is(inner, invocations))
            {
                facts.Inherit(facts.Child(inner, typeKinds));
                continue;
            }
            facts.Inherit(facts.Is(inner, explicitDelegations) ? facts.Child(inner, typeKinds) : inner);
        }
    }

    private void TypeParameters(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(facts.Child(node, typeParameterLists)))
            Declare(facts, SymbolKind.TypeParameter, facts.Child(child, identifiers), child);
    }

    private void ClassParameters(FactsBuilder facts, int list, int definition)
    {
        if (list < 0)
            return;
        int min = 0, max = 0;
        foreach (var child in facts.Children(list))
        {
            if (!facts.Is(child, classParameters))
                continue;
            var isProperty = facts.Child(child, varTokens) >= 0;
            var parameter = Declare(facts, isProperty ? SymbolKind.Property : SymbolKind.Parameter, facts.Child(child, identifiers), child);
            if (parameter < 0)
                continue;
            var initial = facts.LastNamedChild(child);
            var typeNode = facts.Child(child, typeKinds);
            Apply(facts, parameter, ModifiersOf(facts, child));
            facts.SetOrigin(parameter, typeNode, initial == typeNode ? -1 : initial);
            max++;
            if (initial == typeNode)
                min++;
        }
        if (definition >= 0)
            facts.SetArity(definition, min, max);
    }

    private void ObjectLiteral(FactsBuilder facts, int node)
    {
        foreach (var specifier in facts.Children(facts.Child(node, specifierLists)))
        {
            var invocation = facts.Child(specifier, invocations);
            if (invocation >= 0)
                facts.SetCall(facts.NameLeaf(facts.Child(invocation, typeKinds)), ArgumentsOf(facts, facts.Child(invocation, valueArguments)), ReferenceFlags.New | ReferenceFlags.TypePosition);
        }
        facts.OpenScope(node, ScopeKind.Type);
        facts.InheritUnnamed();
    }

    private void EnumEntry(FactsBuilder facts, int node)
    {
        var bodyNode = facts.Child(node, classBodies);
        var entry = Declare(facts, SymbolKind.EnumMember, facts.Child(node, identifiers), node, bodyNode);
        var list = facts.Child(node, valueArguments);
        var owner = facts.EnclosingType;
        if (list >= 0 && owner >= 0)
            facts.AddReference(list, facts.NameOf(owner), ReferenceRole.Call, Operand.None, ArgumentsOf(facts, list), ReferenceFlags.New | ReferenceFlags.TypePosition);
        if (bodyNode >= 0 && entry >= 0)
            facts.OpenScope(node, ScopeKind.Type, entry);
    }

    private void TypeAlias(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, typeField);
        var definition = Declare(facts, SymbolKind.TypeAlias, nameNode, node);
        if (definition < 0)
            return;
        Apply(facts, definition, ModifiersOf(facts, node));
        facts.SetOrigin(definition, facts.Child(node, typeKinds));
        facts.OpenScope(node, ScopeKind.Block);
        TypeParameters(facts, node);
    }

    private void Function(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        var list = facts.Child(node, parameterLists);
        var bodyNode = facts.Child(node, functionBodies);
        int receiver = -1, returned = -1;
        foreach (var child in facts.Children(node))
        {
            if (!facts.Is(child, typeKinds))
                continue;
            if (list >= 0 && child > list)
                returned = child;
            else
                receiver = child;
        }
        var definition = nameNode < 0
            ? NamedLambda(facts, node)
            : Declare(facts, facts.EnclosingType >= 0 || InAnonymousType(facts) ? SymbolKind.Method : SymbolKind.Function, nameNode, node, bodyNode, MemberScope(facts, node));
        if (definition >= 0 && nameNode >= 0)
        {
            var modifiers = ModifiersOf(facts, node);
            Apply(facts, definition, modifiers);
            if (MemberScope(facts, node) >= 0)
                facts.AddFlags(definition, DefinitionFlags.Static);
            if (bodyNode < 0 && facts.DefinitionAt(definition).Parent is >= 0 and var parent && facts.DefinitionAt(parent).Kind == SymbolKind.Interface)
                facts.AddFlags(definition, DefinitionFlags.Abstract);
            if (receiver >= 0)
                facts.AddFlags(definition, DefinitionFlags.Extension);
        }
        facts.OpenScope(node, ScopeKind.Function, definition);
        TypeParameters(facts, node);
        Parameters(facts, list, definition);
        if (definition < 0 || nameNode < 0)
            return;
        // `fun f() = value` returns what the value is.
        var expression = returned < 0 && bodyNode >= 0 ? facts.FirstNamedChild(bodyNode) : -1;
        facts.SetOrigin(definition, returned, facts.Is(expression, blocks) ? -1 : expression, receiver);
    }

    private static bool InAnonymousType(FactsBuilder facts) => facts.ScopeAt(facts.CurrentScope).Kind == ScopeKind.Type;

    private void Parameters(FactsBuilder facts, int list, int definition)
    {
        int min = 0, max = 0, last = -1;
        var variadic = false;
        foreach (var child in facts.Children(list))
        {
            if (facts.Is(child, parameterModifiers))
            {
                variadic = facts.Text(child).IndexOf("vararg"u8) >= 0;
                continue;
            }
            if (!facts[child].IsNamed)
                continue;
            if (!facts.Is(child, parameterKind))
            {
                // The default value of the parameter before it.
                if (last >= 0)
                    facts.SetOrigin(last, -1, child);
                min--;
                continue;
            }
            last = Declare(facts, SymbolKind.Parameter, facts.Child(child, identifiers), child);
            if (last >= 0)
                facts.SetOrigin(last, variadic ? -1 : facts.Child(child, typeKinds));
            min += variadic ? 0 : 1;
            max = variadic ? 254 : Math.Min(254, max + 1);
            variadic = false;
        }
        if (definition >= 0 && list >= 0)
            facts.SetArity(definition, Math.Max(0, min), max);
    }

    private void SecondaryConstructor(FactsBuilder facts, int node)
    {
        // Bound out of sight: a construction names the type.
        var definition = Declare(facts, SymbolKind.Constructor, facts.Child(node, constructorToken), node, facts.Child(node, blocks), visibleFrom: Never);
        if (definition >= 0)
            Apply(facts, definition, ModifiersOf(facts, node));
        facts.OpenScope(node, ScopeKind.Function, definition);
        Parameters(facts, facts.Child(node, parameterLists), definition);
    }

    private void DelegationCall(FactsBuilder facts, int node)
    {
        var list = facts.Child(node, valueArguments);
        var own = facts.Child(node, thisToken) >= 0;
        if (list >= 0)
            facts.AddReference(node, own ? "this"u8 : "super"u8, ReferenceRole.Call, own ? Operand.This : Operand.Super, ArgumentsOf(facts, list), ReferenceFlags.New);
    }

    private void Property(FactsBuilder facts, int node)
    {
        var modifiers = ModifiersOf(facts, node);
        var single = facts.Child(node, variableKind);
        int receiver = -1, initial = -1;
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, typeKinds) && single >= 0 && child < single)
                receiver = child;
            else if (single >= 0 && child > single && facts[child].IsNamed && !facts.Is(child, expressionsAfter))
                initial = child;
        }
        if (facts.InFunction)
        {
            foreach (var child in facts.Children(node))
                Local(facts, child, facts[node].End, initial);
            return;
        }
        var nameNode = facts.Child(single, identifiers);
        // In `class A(x: Int) { val x = x }` the initial value is the parameter.
        var hides = nameNode >= 0 && facts.FindInScope(facts.CurrentScope, facts.Text(nameNode)) is >= 0 and var other && facts.DefinitionAt(other).Kind == SymbolKind.Parameter;
        var definition = Declare(facts, modifiers.Const ? SymbolKind.Constant : SymbolKind.Property, nameNode, node, scope: MemberScope(facts, node), visibleFrom: hides ? facts[node].End : 0);
        if (definition < 0)
            return;
        Apply(facts, definition, modifiers);
        if (MemberScope(facts, node) >= 0)
            facts.AddFlags(definition, DefinitionFlags.Static);
        if (receiver >= 0)
            facts.AddFlags(definition, DefinitionFlags.Extension);
        facts.SetOrigin(definition, facts.Child(single, typeKinds), initial, receiver);
    }

    private void Accessor(FactsBuilder facts, int node)
    {
        var owner = facts.Parent(node);
        var definition = facts.Is(owner, properties) ? facts.FindAround(facts.Child(facts.Child(owner, variableKind), identifiers), node) : -1;
        facts.OpenScope(node, ScopeKind.Function, definition);
        Declare(facts, SymbolKind.Parameter, facts.Child(node, identifiers), node);
    }

    /// <summary>Declares what a <c>variable_declaration</c> or a destructuring one names.</summary>
    private void Local(FactsBuilder facts, int declaration, int visibleFrom, int initial = -1, bool element = false)
    {
        if (facts.Is(declaration, multiVariables))
        {
            foreach (var child in facts.Children(declaration))
                Local(facts, child, visibleFrom);
            return;
        }
        var nameNode = facts.Is(declaration, variableKind) ? facts.Child(declaration, identifiers) : -1;
        if (nameNode < 0)
            return;
        if (facts.Text(nameNode).SequenceEqual("_"u8))
        {
            facts.Consume(nameNode);
            return;
        }
        var holder = facts.Is(facts.Parent(declaration), properties) ? facts.Parent(declaration) : declaration;
        var definition = Declare(facts, facts.Is(initial, lambdas) ? SymbolKind.Function : SymbolKind.Variable, nameNode, holder, visibleFrom: visibleFrom);
        if (definition >= 0)
            facts.SetOrigin(definition, facts.Child(declaration, typeKinds), initial, element: element);
    }
}
