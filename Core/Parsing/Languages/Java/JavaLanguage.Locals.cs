using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Java;

/// <summary>Blocks, lambdas, and every form that declares a local: loops, resources, catch clauses, patterns.</summary>
internal sealed partial class JavaLanguage
{
    private KindSet blockHolders = null!, classBodies = null!, inferredParameters = null!, catchTypes = null!, patternBodies = null!;

    private void DescribeLocals(NodeTable table)
    {
        // Their own scope is their body's.
        blockHolders = table.Kinds("method_declaration", "constructor_declaration", "compact_constructor_declaration", "static_initializer", "lambda_expression", "catch_clause", "for_statement", "enhanced_for_statement");
        classBodies = table.Kinds("class_body", "enum_body_declarations");
        inferredParameters = table.Kinds("inferred_parameters");
        catchTypes = table.Kinds("catch_type");
        patternBodies = table.Kinds("record_pattern_body");

        table.Scope(ScopeKind.Block, "for_statement", "try_with_resources_statement", "catch_clause", "switch_block", "switch_rule");
        table.On(Block, "block");
        table.On(Lambda, "lambda_expression");
        table.On(EnhancedFor, "enhanced_for_statement");
        table.On(Resource, "resource");
        table.On(Catch, "catch_formal_parameter");
        table.On(InstanceOf, "instanceof_expression");
        table.On(TypePattern, "type_pattern", "record_pattern_component");
        table.On((facts, node) => facts.SetTypeRole(facts.FirstNamedChild(node)), "record_pattern");
        labeled = table.Kinds("labeled_statement");
        condition = table.Field("condition");
        table.On(SwitchLabel, "switch_label");
        table.On(Label, "labeled_statement", "break_statement", "continue_statement");
    }

    /// <summary>Declares a local that is seen from <paramref name="visibleFrom"/> on.</summary>
    private void Local(FactsBuilder facts, SymbolKind kind, int nameNode, int node, int visibleFrom, int typeNode = -1, int valueNode = -1, bool element = false)
    {
        if (!facts.Is(nameNode, identifiers) || facts.Text(nameNode).SequenceEqual("_"u8))
        {
            facts.Consume(nameNode);
            return;
        }
        var definition = Declare(facts, kind, nameNode, node, visibleFrom: visibleFrom);
        if (definition >= 0)
            facts.SetOrigin(definition, typeNode, valueNode, element: element);
    }

    private void Block(FactsBuilder facts, int node)
    {
        var parent = facts.Parent(node);
        if (!facts.Is(parent, blockHolders))
            facts.OpenScope(node, facts.Is(parent, classBodies) ? ScopeKind.Function : ScopeKind.Block);
    }

    private void Lambda(FactsBuilder facts, int node)
    {
        var named = NamedLambda(facts, node);
        facts.OpenScope(node, ScopeKind.Function, named);
        var list = facts.Child(node, parameters);
        if (facts.Is(list, identifiers))
        {
            Declare(facts, SymbolKind.Parameter, list, list);
            if (named >= 0)
                facts.SetArity(named, 1, 1);
        }
        else if (facts.Is(list, inferredParameters))
        {
            foreach (var child in facts.Children(list))
            {
                if (facts.Is(child, identifiers))
                    Declare(facts, SymbolKind.Parameter, child, child);
            }
            if (named >= 0)
                facts.SetArity(named, facts.CountNamedChildren(list), facts.CountNamedChildren(list));
        }
        else
        {
            Parameters(facts, list, named, SymbolKind.Parameter);
        }
    }

    /// <summary>The variable or field that starts with the lambda: the function is known by its name.</summary>
    private int NamedLambda(FactsBuilder facts, int node)
    {
        var holder = facts.Parent(node);
        if (!facts.Is(holder, declarators))
            return -1;
        var nameNode = facts.Child(holder, name);
        var found = facts.Is(nameNode, identifiers) ? facts.FindAround(nameNode, node) : -1;
        return found >= 0 && facts.DefinitionAt(found).BodyScope < 0 ? found : -1;
    }

    private void EnhancedFor(FactsBuilder facts, int node)
    {
        facts.OpenScope(node, ScopeKind.Block);
        var source = facts.Child(node, value);
        if (source >= 0)
            Local(facts, SymbolKind.Variable, facts.Child(node, name), facts.Child(node, name), facts[source].End, DeclaredType(facts, facts.Child(node, type)), source, element: true);
    }

    private void Resource(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode >= 0)
            Local(facts, SymbolKind.Variable, nameNode, node, facts[node].End, DeclaredType(facts, facts.Child(node, type)), facts.Child(node, value));
    }

    private void Catch(FactsBuilder facts, int node)
    {
        var types = facts.Child(node, catchTypes);
        // `catch (A | B e)` is neither.
        var only = facts.CountNamedChildren(types) == 1 ? facts.FirstNamedChild(types) : -1;
        Local(facts, SymbolKind.Variable, facts.Child(node, name), node, facts[node].End, only);
    }

    private void InstanceOf(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode >= 0)
            Local(facts, SymbolKind.Variable, nameNode, node, facts[node].End, facts.Child(node, right));
    }

    private void TypePattern(FactsBuilder facts, int node)
    {
        var nameNode = facts.LastNamedChild(node);
        var typeNode = facts.FirstNamedChild(node);
        if (facts.Is(nameNode, identifiers) && nameNode != typeNode)
            Local(facts, SymbolKind.Variable, nameNode, node, facts[node].End, DeclaredType(facts, typeNode));
    }

    // `case null, default ->`: the grammar takes the keyword for a name.
    private void SwitchLabel(FactsBuilder facts, int node)
    {
        var last = facts.LastNamedChild(node);
        if (facts.Is(last, identifiers) && facts.Text(last).SequenceEqual("default"u8))
            facts.Consume(last);
        var switched = facts.Child(facts.Parent(facts.Parent(facts.Parent(node))), condition);
        foreach (var child in facts.Children(node))
        {
            if (switched < 0 || !facts.Is(child, identifiers) || facts.IsConsumed(child))
                continue;
            facts.SetRole(child, ReferenceRole.Read, ReferenceFlags.Key | ReferenceFlags.AnyMeaning);
            facts.SetMember(child, switched);
        }
    }

    private void Label(FactsBuilder facts, int node)
    {
        var label = facts.FirstNamedChild(node);
        if (facts.Is(label, identifiers) && facts.Is(node, labeled))
            facts.DefineLabel(label, node);
        else if (facts.Is(label, identifiers))
            facts.UseLabel(label);
    }

    private KindSet labeled = null!;
    private byte condition;
}
