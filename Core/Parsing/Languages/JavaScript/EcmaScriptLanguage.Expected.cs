using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.JavaScript;

/// <summary>
/// The type that an object literal is expected to have, by where it stands: <c>const a: T = { }</c>, <c>return { }</c> in a function that says what it
/// returns, an argument, an element of an array or a property of another literal. Its keys are uses of that type's members.
/// </summary>
internal abstract partial class EcmaScriptLanguage
{
    /// <param name="Node">What the expected type is that of: a type, the callee of a call, or a name with a declared type; -1 where nothing is known.</param>
    /// <param name="IsType"><paramref name="Node"/> is a type.</param>
    /// <param name="Argument">The place among the arguments of the call whose callee <paramref name="Node"/> is; -1 where it is none.</param>
    /// <param name="Element">The literal is an element of what is expected.</param>
    /// <param name="Result">The literal is what the function returns that is expected.</param>
    private readonly record struct Expected(int Node, bool IsType = false, int Argument = -1, bool Element = false, bool Result = false)
    {
        public static readonly Expected None = new(-1);
    }

    private KindSet ternaries = null!, binaries = null!, casts = null!, argumentLists = null!, declarators = null!, typedParameters = null!, expressionContainers = null!,
        attributes = null!, news = null!;
    private byte constructorName, consequence, alternative;

    private void DescribeExpected(NodeTable table)
    {
        ternaries = table.Kinds("ternary_expression");
        binaries = table.Kinds("binary_expression");
        casts = table.Kinds(CastKinds);
        argumentLists = table.Kinds("arguments");
        declarators = table.Kinds("variable_declarator");
        typedParameters = table.Kinds(TypedParameterKinds);
        expressionContainers = table.Kinds(JsxKinds("jsx_expression"));
        attributes = table.Kinds(JsxKinds("jsx_attribute"));
        news = table.Kinds("new_expression");
        constructorName = table.Field("constructor");
        consequence = table.Field("consequence");
        alternative = table.Field("alternative");
    }

    private string[] JsxKinds(string kind) => HasJsx ? [kind] : [];

    /// <summary>Casts, whose last child is the type.</summary>
    protected virtual string[] CastKinds => [];

    /// <summary>Parameters that have a type.</summary>
    protected virtual string[] TypedParameterKinds => [];

    /// <summary>The type of the elements of what an annotation says; -1 for none.</summary>
    protected virtual int ElementTypeOf(FactsBuilder facts, int annotation) => -1;

    /// <summary>A key of an object literal is a use of the expected type's member. False where nothing says which type that is.</summary>
    private bool ExpectKey(FactsBuilder facts, int leaf, int objectNode)
    {
        if (!facts.Is(objectNode, objects) || ExpectedOf(facts, objectNode, 0) is not { Node: >= 0 } expected || (expected.IsType && expected.Element)
            || facts.IsConsumed(expected.Node))
            return false;
        facts.KeepUse(leaf);
        facts.SetRole(leaf, ReferenceRole.Write, ReferenceFlags.Key);
        facts.SetMember(leaf, expected.Node, expected.IsType);
        facts.SetKeyPlace(leaf, KeyPlace.Of(expected.Argument, expected.Element, expected.Result));
        return true;
    }

    /// <summary><c>{ a }</c> reads a variable and is a use of the expected type's member as well; so is the string of <c>{ "a": 1 }</c>.</summary>
    private void ExpectShorthand(FactsBuilder facts, int at, int leaf, int objectNode)
    {
        if (!facts.Is(objectNode, objects) || ExpectedOf(facts, objectNode, 0) is not { Node: >= 0 } expected || (expected.IsType && expected.Element)
            || facts.IsConsumed(expected.Node))
            return;
        var operand = facts.OperandOf(expected.Node);
        if (operand.Kind == OperandKind.Name)
            facts.AddReference(at, facts.Text(leaf), ReferenceRole.Write, expected.IsType ? operand with { Kind = OperandKind.Result } : operand,
                KeyPlace.Of(expected.Argument, expected.Element, expected.Result), ReferenceFlags.Key);
    }

    private Expected ExpectedOf(FactsBuilder facts, int node, int depth)
    {
        var parent = facts.Parent(node);
        if (parent < 0 || depth > 16)
            return Expected.None;
        if (facts.Is(parent, casts))
            return facts.FirstNamedChild(parent) == node ? OfType(facts, facts.LastNamedChild(parent)) : Expected.None;
        if (facts.Is(parent, transparent) || facts.Is(parent, expressionContainers))
            return ExpectedOf(facts, parent, depth + 1);
        if (facts.Is(parent, ternaries))
            return facts[node].Field == consequence || facts[node].Field == alternative ? ExpectedOf(facts, parent, depth + 1) : Expected.None;
        if (facts.Is(parent, binaries))
            return facts[node].Field == right ? ExpectedOf(facts, parent, depth + 1) : Expected.None;
        if (facts.Is(parent, arrays))
            return ElementOf(facts, ExpectedOf(facts, parent, depth + 1));
        if (facts.Is(parent, declarators) || facts.Is(parent, classFields) || facts.Is(parent, typedParameters))
            return facts[node].Field == value ? OfType(facts, facts.Child(parent, type)) : Expected.None;
        if (facts.Is(parent, assignments))
            return facts.Is(facts.Child(parent, left), identifiers) || facts.Is(facts.Child(parent, left), members) ? OfName(facts, facts.Child(parent, left)) : Expected.None;
        if (facts.Is(parent, pairs))
            return OfName(facts, facts.Child(parent, key));
        if (facts.Is(parent, attributes))
            return OfName(facts, facts.FirstNamedChild(parent));
        if (facts.Is(parent, returns))
            return OfResult(facts, facts.NodeOf(facts.NearestScope(ScopeKind.Function, ScopeKind.File)), depth);
        if (facts.Is(parent, arrows))
            return facts[node].Field == body ? OfResult(facts, parent, depth) : Expected.None;
        return facts.Is(parent, argumentLists) ? OfArgument(facts, parent, node) : Expected.None;
    }

    private Expected OfType(FactsBuilder facts, int annotation)
    {
        var elementNode = ElementTypeOf(facts, annotation);
        if (facts.NameLeaf(elementNode) >= 0)
            return new Expected(elementNode, IsType: true, Element: true);
        var typeNode = TypeOf(facts, annotation);
        return facts.NameLeaf(typeNode) >= 0 ? new Expected(typeNode, IsType: true) : Expected.None;
    }

    private Expected OfResult(FactsBuilder facts, int functionNode, int depth)
    {
        var annotation = functionNode < 0 ? -1 : facts.Child(functionNode, returnType);
        // What a function without a word of its own returns is what its place expects a function to return.
        if (annotation < 0 && facts.Is(functionNode, functions))
        {
            var expected = ExpectedOf(facts, functionNode, depth + 1);
            return expected.IsType || expected.Element ? expected : expected with { Result = expected.Node >= 0 };
        }
        var typeNode = ReturnTypeOf(facts, annotation);
        return ElementTypeOf(facts, annotation) < 0 && facts.NameLeaf(typeNode) >= 0 ? new Expected(typeNode, IsType: true) : OfType(facts, annotation);
    }

    private Expected OfName(FactsBuilder facts, int node) => facts.NameLeaf(node) is >= 0 and var leaf ? new Expected(leaf) : Expected.None;

    // Of a container's type only the elements' is known: an object that is no element is not that.
    private static Expected ElementOf(FactsBuilder facts, in Expected list) =>
        list.Node < 0 || (list.Element && !list.IsType) || (list.IsType && !list.Element) ? Expected.None : list.IsType ? list with { Element = false } : list with { Element = true };

    private Expected OfArgument(FactsBuilder facts, int list, int node)
    {
        var call = facts.Parent(list);
        var callee = facts.NameLeaf(facts.Child(call, facts.Is(call, news) ? constructorName : function));
        var position = 0;
        foreach (var child in facts.Children(list))
        {
            if (child == node)
                return callee < 0 ? Expected.None : new Expected(callee, Argument: position);
            if (facts[child].IsNamed && !facts.Is(child, comments))
                position++;
        }
        return Expected.None;
    }
}
