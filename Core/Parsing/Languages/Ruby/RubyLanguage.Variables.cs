using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Ruby;

internal sealed partial class RubyLanguage
{
    private KindSet targetLists = null!, arrayPatterns = null!, asPatterns = null!, keywordPatterns = null!, exceptionVariables = null!;
    private byte exceptions, variable;

    private void DescribeVariables(NodeTable table)
    {
        exceptions = table.Field("exceptions");
        variable = table.Field("variable");
        targetLists = table.Kinds("left_assignment_list", "destructured_left_assignment", "rest_assignment");
        arrayPatterns = table.Kinds("array_pattern", "find_pattern", "hash_pattern", "parenthesized_pattern", "alternative_pattern");
        asPatterns = table.Kinds("as_pattern");
        keywordPatterns = table.Kinds("keyword_pattern");
        exceptionVariables = table.Kinds("exception_variable");

        table.On((facts, node) => Assign(facts, facts.Child(node, left), node, facts.Child(node, right)), "assignment");
        table.On((facts, node) => Assign(facts, facts.Child(node, left), node, facts.Child(node, right)), "operator_assignment");
        table.On((facts, node) => Assign(facts, facts.Child(node, pattern), node, facts.FirstNamedChild(facts.Child(node, value)), element: true), "for");
        table.On(Rescue, "rescue");
        table.On((facts, node) => Match(facts, facts.Child(node, pattern)), "in_clause", "match_pattern", "test_pattern");
    }

    /// <summary>Declares, or writes to, what an assignment names.</summary>
    private void Assign(FactsBuilder facts, int target, int node, int source, bool element = false, int depth = 0)
    {
        if (target < 0 || depth > MaxDepth)
            return;
        if (facts.Is(target, identifiers))
        {
            AssignLocal(facts, target, node, source, element);
        }
        else if (facts.Is(target, instanceVariables) || facts.Is(target, classVariables))
        {
            AssignField(facts, target, node, source, element);
        }
        else if (facts.Is(target, globalVariables))
        {
            var global = facts.DefineOrWrite(SymbolKind.Variable, target, node, scope: 0);
            facts.AddFlags(global, DefinitionFlags.Static);
            facts.SetOrigin(global, -1, source, element: element);
        }
        else if (facts.Is(target, constants))
        {
            AssignConstant(facts, target, node, source);
        }
        else if (facts.Is(target, targetLists))
        {
            foreach (var child in facts.Children(target))
            {
                if (facts[child].IsNamed)
                    Assign(facts, child, node, element ? -1 : source, element: true, depth + 1);
            }
        }
        else if (facts.Is(target, scopeResolutions))
        {
            facts.SetRole(facts.NameLeaf(target), ReferenceRole.Write);
        }
    }

    private void AssignLocal(FactsBuilder facts, int target, int node, int source, bool element)
    {
        var start = facts[target].Start;
        var existing = FindLocal(facts, facts.Text(target));
        if (existing >= 0)
        {
            facts.SetRole(target, ReferenceRole.Write);
            facts.SetOrigin(existing, -1, source, element: element);
            return;
        }
        var isFunction = facts.Is(source, lambdas) && !element && facts.InFunction;
        var definition = facts.Define(isFunction ? SymbolKind.Function : SymbolKind.Variable, target, node, visibleFrom: start);
        if (!isFunction)
        {
            facts.SetOrigin(definition, -1, source, element: element);
            return;
        }
        facts.AddFlags(definition, DefinitionFlags.Local);
        facts.SetOwner(source, definition);
    }

    // `@a` is a field of the class around it, whichever method assigns it first.
    private void AssignField(FactsBuilder facts, int target, int node, int source, bool element)
    {
        var scope = facts.NearestScope(ScopeKind.Type, ScopeKind.File);
        var field = facts.DefineOrWrite(facts.ScopeAt(scope).Kind == ScopeKind.Type ? SymbolKind.Field : SymbolKind.Variable, target, node, scope);
        if (facts.Is(target, classVariables))
            facts.AddFlags(field, DefinitionFlags.Static);
        facts.SetVisibility(field, Visibility.Private);
        facts.SetOrigin(field, -1, source, element: element);
    }

    // `Point = Struct.new(:x) do ... end` is a class.
    private void AssignConstant(FactsBuilder facts, int target, int node, int source)
    {
        var maker = facts.Is(source, calls) && facts.Is(facts.Child(source, receiver), constants) ? facts.Text(facts.Child(source, receiver)) : default;
        var isClass = maker.SequenceEqual("Struct"u8) || maker.SequenceEqual("Data"u8) || maker.SequenceEqual("Class"u8);
        var isModule = maker.SequenceEqual("Module"u8);
        var isFunction = facts.Is(source, lambdas);
        var definition = facts.Define(isClass ? SymbolKind.Class : isModule ? SymbolKind.Module : isFunction ? SymbolKind.Function : SymbolKind.Constant, target, node,
            isClass || isModule ? facts.Child(source, block) : isFunction ? source : -1);
        if (isFunction)
        {
            facts.SetOwner(source, definition);
        }
        else if (!isClass && !isModule)
        {
            facts.SetOrigin(definition, -1, source);
        }
        else if (facts.Child(source, block) is >= 0 and var code)
        {
            facts.SetOwner(code, definition);
        }
        else
        {
            facts.OpenScope(node, ScopeKind.Type, definition);
            StructMembers(facts, source);
        }
    }

    private void Rescue(FactsBuilder facts, int node)
    {
        var target = facts.FirstNamedChild(facts.Child(node, variable));
        if (target < 0)
            return;
        Assign(facts, target, target, -1);
        var types = facts.Child(node, exceptions);
        if (facts.Is(target, identifiers) && facts.CountNamedChildren(types) == 1 && FindLocal(facts, facts.Text(target)) is >= 0 and var definition)
            facts.SetOrigin(definition, facts.FirstNamedChild(types));
    }

    /// <summary>Declares the names that a pattern binds.</summary>
    private void Match(FactsBuilder facts, int node, int depth = 0)
    {
        if (node < 0 || depth > MaxDepth)
            return;
        if (facts.Is(node, identifiers))
        {
            AssignLocal(facts, node, node, -1, element: false);
        }
        else if (facts.Is(node, splatParameters) || facts.Is(node, hashSplats))
        {
            Match(facts, facts.Child(node, name), depth + 1);
        }
        else if (facts.Is(node, asPatterns))
        {
            Match(facts, facts.Child(node, value), depth + 1);
            Match(facts, facts.Child(node, name), depth + 1);
        }
        else if (facts.Is(node, keywordPatterns))
        {
            var inner = facts.Child(node, value);
            if (inner >= 0)
                Match(facts, inner, depth + 1);
            else if (facts.Is(facts.Child(node, key), keySymbols))
                AssignLocal(facts, facts.Child(node, key), node, -1, element: false);
        }
        else if (facts.Is(node, arrayPatterns))
        {
            foreach (var child in facts.Children(node))
            {
                if (facts[child].IsNamed)
                    Match(facts, child, depth + 1);
            }
        }
    }
}
