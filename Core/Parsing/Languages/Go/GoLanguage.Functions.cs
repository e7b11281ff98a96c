using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Go;

internal sealed partial class GoLanguage
{
    private void Function(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode < 0)
            return;
        var definition = facts.Define(SymbolKind.Function, nameNode, node, facts.Child(node, body));
        facts.SetVisibility(definition, VisibilityOf(facts.Text(nameNode)));
        facts.OpenScope(node, ScopeKind.Function, definition);
        TypeParameters(facts, node);
        Callable(facts, node, definition);
    }

    // Selectors alone reach a method, so its name is bound in no scope.
    private void Method(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode < 0)
            return;
        var definition = facts.Define(SymbolKind.Method, nameNode, node, facts.Child(node, body), bind: false);
        facts.SetVisibility(definition, VisibilityOf(facts.Text(nameNode)));
        facts.AddFlags(definition, DefinitionFlags.OutOfLine);
        facts.OpenScope(node, ScopeKind.Function, definition);
        Callable(facts, node, definition, ReceiverType(facts, node));
    }

    /// <summary>The receiver's type; the names in its brackets declare the method's own type parameters.</summary>
    private int ReceiverType(FactsBuilder facts, int node)
    {
        var declaration = facts.FirstNamedChild(facts.Child(node, receiver));
        if (declaration < 0)
            return -1;
        var receiverType = facts.Child(declaration, type);
        var named = StripPointers(facts, receiverType);
        if (facts.Is(named, genericType))
        {
            foreach (var argument in facts.Children(facts.Child(named, typeArguments)))
            {
                var leaf = facts.NameLeaf(argument);
                if (facts.Is(leaf, typeIdentifiers))
                    DefineName(facts, SymbolKind.TypeParameter, leaf, argument);
            }
        }
        return receiverType;
    }

    private void MethodElement(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode < 0)
            return;
        var definition = facts.Define(SymbolKind.Method, nameNode, node);
        facts.SetVisibility(definition, VisibilityOf(facts.Text(nameNode)));
        facts.AddFlags(definition, DefinitionFlags.Abstract);
        facts.OpenScope(node, ScopeKind.Function, definition);
        Callable(facts, node, definition);
    }

    private void FunctionLiteral(FactsBuilder facts, int node)
    {
        var definition = BoundName(facts, node);
        if (definition >= 0 && (facts.DefinitionAt(definition).Kind != SymbolKind.Function || facts.DefinitionAt(definition).BodyScope >= 0))
            definition = -1;
        facts.OpenScope(node, ScopeKind.Function, definition);
        if (definition >= 0)
            Callable(facts, node, definition);
    }

    /// <summary>The definition that a declaration gives to the value in <paramref name="node"/>; -1 for none.</summary>
    private int BoundName(FactsBuilder facts, int node)
    {
        var list = facts.Parent(node);
        // A loop over a literal: the elements are what the second name holds.
        if (facts.Is(list, rangeClause))
            return facts.LastNamedChild(facts.Child(list, left)) is >= 0 and var held && facts.Is(held, identifiers) ? facts.FindInScope(facts.CurrentScope, facts.Text(held)) : -1;
        var declaration = list < 0 ? -1 : facts.Parent(list);
        if (!facts.Is(list, expressionList) || (!facts.Is(declaration, shortDeclaration) && !facts.Is(declaration, varSpec)))
            return -1;
        var position = 0;
        foreach (var child in facts.Children(list))
        {
            if (child == node)
                break;
            position++;
        }
        var isShort = facts.Is(declaration, shortDeclaration);
        foreach (var child in facts.Children(isShort ? facts.Child(declaration, left) : declaration))
        {
            if (!facts.Is(child, identifiers) || (!isShort && facts[child].Field != name))
                continue;
            if (position-- == 0)
                return facts.FindInScope(facts.CurrentScope, facts.Text(child));
        }
        return -1;
    }

    /// <summary>Sets arity, result type and receiver.</summary>
    private void Callable(FactsBuilder facts, int node, int definition, int receiverType = -1)
    {
        var count = 0;
        var variadic = false;
        foreach (var child in facts.Children(facts.Child(node, parameters)))
        {
            if (!facts.Is(child, parameterDeclarations))
                continue;
            var names = 0;
            foreach (var part in facts.Children(child))
                names += facts[part].Field == name ? 1 : 0;
            if (facts.Is(child, variadicParameter))
                variadic = true;
            else
                count += Math.Max(names, 1);
        }
        facts.SetArity(definition, count, variadic ? 254 : count);
        var resultNode = facts.Child(node, result);
        // Of several results the first is the value; the others are mostly errors and flags.
        var first = facts.Is(resultNode, parameterList) ? facts.Child(facts.FirstNamedChild(resultNode), type) : resultNode;
        SetType(facts, definition, first, receiverNode: receiverType);
    }

    private void Parameter(FactsBuilder facts, int node)
    {
        var list = facts[facts.Parent(node)].Field;
        var typeNode = facts.Child(node, type);
        // Parameters are names of the body: in `func (call *call) done()` the type is the one outside.
        var bodyNode = facts.Child(facts.Parent(facts.Parent(node)), body);
        var visibleFrom = bodyNode < 0 ? 0 : facts[bodyNode].Start;
        foreach (var child in facts.Children(node))
        {
            if (facts[child].Field != name || !facts.Is(child, identifiers))
                continue;
            var parameter = DefineName(facts, list == result ? SymbolKind.Variable : SymbolKind.Parameter, child, node, visibleFrom: visibleFrom);
            if (parameter < 0)
                continue;
            if (list == receiver)
                facts.MarkSelf(parameter);
            if (facts.Is(node, variadicParameter))
                facts.SetElementType(parameter, typeNode);
            else
                SetType(facts, parameter, typeNode);
        }
    }

    private void TypeParameters(FactsBuilder facts, int node)
    {
        foreach (var declaration in facts.Children(facts.Child(node, typeParameters)))
        {
            foreach (var child in facts.Children(declaration))
            {
                if (facts[child].Field == name && facts.Is(child, identifiers) && DefineName(facts, SymbolKind.TypeParameter, child, declaration) is >= 0 and var parameter)
                {
                    var constraint = facts.Child(declaration, type);
                    facts.SetOrigin(parameter, constraint);
                    // A union constrains; one interface says what a value can do.
                    if (facts.CountNamedChildren(constraint) == 1)
                        facts.Bound(parameter, constraint);
                }
            }
        }
    }

    // A function's parameters and the top of its body are one scope.
    private void Block(FactsBuilder facts, int node)
    {
        if (!facts.Is(facts.Parent(node), functions))
            facts.OpenScope(node, ScopeKind.Block);
    }
}
