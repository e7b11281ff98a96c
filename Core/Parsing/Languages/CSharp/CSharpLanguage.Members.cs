using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.CSharp;

/// <summary>Methods, constructors, operators, properties, indexers, events, fields and parameters.</summary>
internal sealed partial class CSharpLanguage
{
    // Members that no bare name reaches are bound from here on: beyond the end of every file.
    private const int Never = int.MaxValue;

    private KindSet enums = null!, operatorToken = null!, thisToken = null!, constructors = null!, explicitSpecifier = null!, fields = null!, eventFields = null!, declarators = null!,
        declarationLists = null!, parameterKind = null!, arrow = null!, initializers = null!, setters = null!, lambdas = null!, tuplePatterns = null!, blocks = null!, localFunctions = null!;

    private void DescribeMembers(NodeTable table)
    {
        enums = table.Kinds("enum_declaration");
        constructors = table.Kinds("constructor_declaration");
        explicitSpecifier = table.Kinds("explicit_interface_specifier");
        fields = table.Kinds("field_declaration");
        eventFields = table.Kinds("event_field_declaration");
        declarators = table.Kinds("variable_declarator");
        declarationLists = table.Kinds("variable_declaration");
        parameterKind = table.Kinds("parameter");
        arrow = table.Kinds("arrow_expression_clause");
        initializers = table.Kinds("constructor_initializer");
        lambdas = table.Kinds("lambda_expression", "anonymous_method_expression");
        tuplePatterns = table.Kinds("tuple_pattern");
        blocks = table.Kinds("block");
        localFunctions = table.Kinds("local_function_statement");
        operatorToken = table.Tokens("operator");
        thisToken = table.Tokens("this");
        setters = table.Tokens("set", "init", "add", "remove");

        table.On(Method, "method_declaration");
        table.On(Constructor, "constructor_declaration");
        table.On(Destructor, "destructor_declaration");
        table.On(Operator, "operator_declaration", "conversion_operator_declaration");
        table.On(Property, "property_declaration", "event_declaration");
        table.On(Indexer, "indexer_declaration");
        table.On(Accessor, "accessor_declaration");
        table.On(Variables, "variable_declaration");
        table.On(Declarator, "variable_declarator");
        table.On(ConstructorInitializer, "constructor_initializer");
        table.On((facts, node) => facts.SetTypeRole(node), "explicit_interface_specifier");
    }

    private void Method(FactsBuilder facts, int node)
    {
        var bodyNode = facts.Child(node, body);
        var isExplicit = facts.Child(node, explicitSpecifier) >= 0;
        var modifiers = ModifiersOf(facts, node);
        var definition = Declare(facts, SymbolKind.Method, facts.Child(node, name), node, bodyNode, visibleFrom: isExplicit ? Never : 0);
        if (definition >= 0)
        {
            Apply(facts, definition, modifiers);
            if (isExplicit)
                Hide(facts, definition);
            if (bodyNode < 0)
                facts.AddFlags(definition, modifiers.Partial ? DefinitionFlags.DeclarationOnly : InInterface(facts, definition) ? DefinitionFlags.Abstract : DefinitionFlags.None);
        }
        Callable(facts, node, definition, facts.Child(node, returns), facts.Child(node, parameters));
    }

    private static void Hide(FactsBuilder facts, int definition)
    {
        facts.SetVisibility(definition, Visibility.Private);
        facts.AddFlags(definition, DefinitionFlags.Explicit);
    }

    private static bool InInterface(FactsBuilder facts, int definition)
    {
        var parent = facts.DefinitionAt(definition).Parent;
        return parent >= 0 && facts.DefinitionAt(parent).Kind == SymbolKind.Interface;
    }

    /// <summary>The scope, parameters and return type of anything that runs.</summary>
    private void Callable(FactsBuilder facts, int node, int definition, int returnType, int list)
    {
        facts.SetTypeRole(returnType);
        facts.OpenScope(node, ScopeKind.Function, definition);
        TypeParameters(facts, facts.Child(node, typeParameters));
        Parameters(facts, list, definition, SymbolKind.Parameter, out var receiver);
        if (definition < 0)
            return;
        facts.SetOrigin(definition, returnType, receiverNode: receiver);
        if (receiver >= 0)
            facts.AddFlags(definition, DefinitionFlags.Extension);
    }

    /// <summary>Defines the parameters in a list and sets the arity of what they belong to. <paramref name="receiver"/> is the type of a <c>this</c> parameter.</summary>
    private void Parameters(FactsBuilder facts, int list, int definition, SymbolKind kind, out int receiver)
    {
        int min = 0, max = 0, arrayType = -1;
        receiver = -1;
        foreach (var child in facts.Children(list))
        {
            if (!facts.Is(child, parameterKind))
            {
                // `params T[] rest` stands in the list without a node of its own.
                if (facts[child].Field == type)
                {
                    arrayType = child;
                    facts.SetTypeRole(child);
                }
                else if (facts[child].Field == name && facts.Is(child, identifiers))
                {
                    var rest = Declare(facts, kind, child, child);
                    if (rest >= 0)
                        facts.SetOrigin(rest, arrayType);
                    max = 254;
                }
                continue;
            }
            var nameNode = facts.Child(child, name);
            var typeNode = facts.Child(child, type);
            facts.SetTypeRole(typeNode);
            var initial = facts.LastNamedChild(child);
            if (initial == nameNode || facts[initial].Start < facts[Math.Max(nameNode, 0)].End)
                initial = -1;
            var parameter = Declare(facts, kind, nameNode, child);
            if (parameter < 0)
                continue;
            facts.SetOrigin(parameter, typeNode, initial);
            if (kind == SymbolKind.Property)
                facts.SetVisibility(parameter, Visibility.Public);
            if (receiver < 0 && max == 0 && IsReceiver(facts, child))
            {
                receiver = typeNode;
                continue;
            }
            max = Math.Min(254, max + 1);
            if (initial < 0)
                min++;
        }
        if (definition >= 0 && list >= 0)
            facts.SetArity(definition, min, max);
    }

    private bool IsReceiver(FactsBuilder facts, int parameter)
    {
        foreach (var child in facts.Children(parameter))
        {
            if (facts.Is(child, modifier) && facts.Text(child).SequenceEqual("this"u8))
                return true;
        }
        return false;
    }

    private void Constructor(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode >= 0 && facts.Text(nameNode).SequenceEqual("extension"u8))
        {
            ExtensionBlock(facts, node, nameNode);
            return;
        }
        // Bound out of sight, so that the bare name goes on to mean the type.
        var definition = Declare(facts, SymbolKind.Constructor, nameNode, node, facts.Child(node, body), visibleFrom: Never);
        if (definition >= 0)
            Apply(facts, definition, ModifiersOf(facts, node));
        Callable(facts, node, definition, -1, facts.Child(node, parameters));
    }

    /// <summary><c>extension(T receiver) { ... }</c>, which the grammar reads as a constructor whose members are local functions.</summary>
    private void ExtensionBlock(FactsBuilder facts, int node, int nameNode)
    {
        facts.Consume(nameNode);
        facts.OpenScope(node, ScopeKind.Block);
        Parameters(facts, facts.Child(node, parameters), -1, SymbolKind.Parameter, out _);
    }

    private bool IsExtensionBlock(FactsBuilder facts, int node) =>
        facts.Is(node, constructors) && facts.Child(node, name) is >= 0 and var nameNode && facts.Text(nameNode).SequenceEqual("extension"u8);

    private void ConstructorInitializer(FactsBuilder facts, int node)
    {
        var list = facts.Child(node, argumentLists);
        var own = facts.Child(node, thisToken) >= 0;
        foreach (var child in facts.Children(node))
        {
            if (!facts[child].IsNamed)
                facts.AddReference(child, own ? "this"u8 : "base"u8, ReferenceRole.Call, own ? Operand.This : Operand.Super, list < 0 ? 0 : facts.ArgumentCount(list), ReferenceFlags.New);
        }
    }

    private void Destructor(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode < 0)
            return;
        Span<byte> text = [(byte)'~', .. facts.Text(nameNode)];
        var definition = Declare(facts, SymbolKind.Method, nameNode, node, facts.Child(node, body), name: facts.Intern(text));
        if (definition >= 0)
            facts.AddFlags(definition, DefinitionFlags.Operator);
        Callable(facts, node, definition, -1, facts.Child(node, parameters));
    }

    private void Operator(FactsBuilder facts, int node)
    {
        var token = facts.Child(node, operatorToken);
        var list = facts.Child(node, parameters);
        if (token < 0 || list < 0)
            return;
        // The symbol, or the type converted to, stands between the keyword and the parameters.
        var from = facts[token].End - facts[node].Start;
        var symbol = facts.Text(node)[from..(facts[list].Start - facts[node].Start)].Trim(" \t\r\n"u8);
        Span<byte> text = [.. "operator "u8, .. symbol];
        var definition = Declare(facts, SymbolKind.Method, token, node, facts.Child(node, body), name: facts.Intern(text));
        Apply(facts, definition, ModifiersOf(facts, node));
        facts.AddFlags(definition, DefinitionFlags.Operator);
        Callable(facts, node, definition, facts.Child(node, type), list);
    }

    private void Property(FactsBuilder facts, int node)
    {
        var isEvent = facts.Is(node, events);
        var typeNode = facts.Child(node, type);
        var initial = facts.Child(node, value);
        var computed = facts.Is(initial, arrow);
        var isExplicit = facts.Child(node, explicitSpecifier) >= 0;
        var bodyNode = facts.Child(node, accessors);
        facts.SetTypeRole(typeNode);
        var definition = Declare(facts, isEvent ? SymbolKind.Event : SymbolKind.Property, facts.Child(node, name), node, bodyNode >= 0 ? bodyNode : initial, visibleFrom: isExplicit ? Never : 0);
        if (definition < 0)
            return;
        Apply(facts, definition, ModifiersOf(facts, node));
        if (isExplicit)
            Hide(facts, definition);
        facts.SetOrigin(definition, typeNode, computed ? -1 : initial);
        // The initial value is the type's business, not the accessors'.
        if (initial < 0 || computed)
            facts.OpenScope(node, ScopeKind.Function, definition);
    }

    private void Indexer(FactsBuilder facts, int node)
    {
        var token = facts.Child(node, thisToken);
        var typeNode = facts.Child(node, type);
        if (token < 0)
            return;
        var bodyNode = facts.Child(node, accessors);
        var definition = Declare(facts, SymbolKind.Property, token, node, bodyNode >= 0 ? bodyNode : facts.Child(node, value), name: facts.Intern("this[]"u8));
        Apply(facts, definition, ModifiersOf(facts, node));
        facts.AddFlags(definition, DefinitionFlags.Operator);
        Callable(facts, node, definition, typeNode, facts.Child(node, parameters));
    }

    // An accessor is no symbol of its own; the one that sets has the parameter `value`.
    private void Accessor(FactsBuilder facts, int node)
    {
        facts.Consume(facts.Child(node, name));
        facts.OpenScope(node, ScopeKind.Function);
        var token = facts.Child(node, setters);
        if (token < 0 || facts.Child(node, body) < 0)
            return;
        var owner = facts.Parent(facts.Parent(node));
        facts.SetOrigin(facts.Define(SymbolKind.Parameter, token, token, name: facts.Intern("value"u8)), owner < 0 ? -1 : facts.Child(owner, type));
    }

    private void Variables(FactsBuilder facts, int node)
    {
        var typeNode = facts.Child(node, type);
        facts.SetTypeRole(typeNode);
        var owner = facts.Parent(node);
        var modifiers = owner < 0 ? default : ModifiersOf(facts, owner);
        var isMember = facts.Is(owner, fields) || facts.Is(owner, eventFields);
        foreach (var child in facts.Children(node))
        {
            if (!facts.Is(child, declarators))
                continue;
            var nameNode = facts.Child(child, name);
            var initial = InitialValue(facts, child, nameNode);
            if (!facts.Is(nameNode, identifiers))
            {
                Deconstruct(facts, facts.Child(child, tuplePatterns), child);
                continue;
            }
            var kind = facts.Is(owner, eventFields) ? SymbolKind.Event
                : modifiers.Const ? SymbolKind.Constant
                : isMember ? SymbolKind.Field
                : facts.Is(initial, lambdas) ? SymbolKind.Function
                : SymbolKind.Variable;
            if (!isMember)
            {
                Local(facts, kind, nameNode, child, facts[child].End, typeNode, ValueOf(facts, initial));
                continue;
            }
            var definition = Declare(facts, kind, nameNode, owner, visibleFrom: HidesParameter(facts, nameNode) ? facts[child].End : 0);
            if (definition < 0)
                continue;
            Apply(facts, definition, modifiers);
            facts.SetOrigin(definition, typeNode, ValueOf(facts, initial));
        }
    }

    // In `class A(int x) { int x = x; }` the initial value is the parameter, and from there on the name means the field.
    private static bool HidesParameter(FactsBuilder facts, int nameNode) =>
        facts.FindInScope(facts.CurrentScope, facts.Text(nameNode)) is >= 0 and var other && facts.DefinitionAt(other).Kind == SymbolKind.Parameter;

    // What a field starts with may bind pattern variables, which are nobody's members.
    private void Declarator(FactsBuilder facts, int node)
    {
        var owner = facts.Parent(facts.Parent(node));
        if (!facts.Is(owner, fields) && !facts.Is(owner, eventFields))
            return;
        var initial = InitialValue(facts, node, facts.Child(node, name));
        if (initial >= 0 && !facts.Is(initial, lambdas))
            facts.OpenScope(node, ScopeKind.Function);
    }

    private int InitialValue(FactsBuilder facts, int declarator, int nameNode)
    {
        var last = facts.LastNamedChild(declarator);
        return last < 0 || last == nameNode || facts[last].Field == name || facts.Is(last, tuplePatterns) || facts.Is(last, bracketedArguments) ? -1 : last;
    }
}
