using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Php;

internal sealed partial class PhpLanguage
{
    private KindSet memberAccesses = null!, staticAccesses = null!, lists = null!, byRefs = null!, pairs = null!, closures = null!, arrowFunctions = null!, useClauses = null!, subscripts = null!;

    private static void DescribeControl(NodeTable table)
    {
        table.ControlFields("body", "body");
        table.Control(ControlKind.Function, "function_definition", "method_declaration", "anonymous_function", "arrow_function", "property_hook");
        table.Control(ControlKind.Branch, "if_statement");
        table.Control(ControlKind.Switch, "switch_statement");
        table.Control(ControlKind.Arm, "else_if_clause", "case_statement");
        table.Control(ControlKind.LastArm, "else_clause", "default_statement");
        table.Control(ControlKind.Loop, "while_statement", "do_statement", "for_statement");
        table.Control(ControlKind.Iteration, "foreach_statement");
        table.Control(ControlKind.Try, "try_statement");
        table.Control(ControlKind.Handler, "catch_clause");
        table.Control(ControlKind.Finally, "finally_clause");
        table.Control(ControlKind.Maybe, "conditional_expression", "binary_expression", "augmented_assignment_expression", "match_expression");
        table.Control(ControlKind.Exit, "return_statement", "throw_expression");
        table.Control(ControlKind.Break, "break_statement");
        table.Control(ControlKind.Continue, "continue_statement");
        table.Control(ControlKind.Goto, "goto_statement");
    }

    private void DescribeVariables(NodeTable table)
    {
        DescribeControl(table);
        memberAccesses = table.Kinds("member_access_expression", "nullsafe_member_access_expression");
        staticAccesses = table.Kinds("scoped_property_access_expression");
        lists = table.Kinds("list_literal", "array_creation_expression", "array_element_initializer");
        byRefs = table.Kinds("by_ref");
        pairs = table.Kinds("pair");
        closures = table.Kinds("anonymous_function", "arrow_function");
        arrowFunctions = table.Kinds("arrow_function");
        useClauses = table.Kinds("anonymous_function_use_clause");
        subscripts = table.Kinds("subscript_expression");

        table.On((facts, node) => Assign(facts, facts.Child(node, left), node, facts.Child(node, right)), "assignment_expression", "reference_assignment_expression", "augmented_assignment_expression");
        table.On(Reference, "reference_assignment_expression");
        table.On(Handed, "argument");
        table.On(Update, "update_expression");
        table.On(Foreach, "foreach_statement");
        table.On(Catch, "catch_clause");
        table.On(Global, "global_declaration");
        table.On(Static, "static_variable_declaration");
        table.On(Closure, "anonymous_function", "arrow_function");
    }

    /// <summary>Declares, or writes to, what an assignment names.</summary>
    private void Assign(FactsBuilder facts, int target, int node, int source, bool element = false, int depth = 0)
    {
        if (target < 0 || depth > MaxDepth)
            return;
        if (facts.Is(target, byRefs))
        {
            Assign(facts, facts.FirstNamedChild(target), node, source, element, depth + 1);
        }
        else if (facts.Is(target, variables))
        {
            AssignVariable(facts, target, node, source, element);
        }
        else if (facts.Is(target, lists))
        {
            foreach (var child in facts.Children(target))
            {
                if (facts[child].IsNamed)
                    Assign(facts, child, node, element ? -1 : source, element: true, depth + 1);
            }
        }
        else if (facts.Is(target, memberAccesses))
        {
            AssignMember(facts, target, node, source, element);
        }
        else if (facts.Is(target, staticAccesses))
        {
            facts.SetRole(facts.NameLeaf(target), ReferenceRole.Write);
        }
    }

    private void AssignVariable(FactsBuilder facts, int target, int node, int source, bool element)
    {
        var leaf = facts.NameLeaf(target);
        if (leaf < 0 || facts.Text(target).SequenceEqual("$this"u8))
            return;
        var isClosure = facts.Is(source, closures) && !element;
        var definition = facts.DefineOrWrite(isClosure ? SymbolKind.Function : SymbolKind.Variable, leaf, node, VariableScope(facts));
        if (!isClosure)
        {
            facts.SetOrigin(definition, -1, source, element: element);
            return;
        }
        if (facts.InFunction)
            facts.AddFlags(definition, DefinitionFlags.Local);
        if (facts.DefinitionAt(definition).Kind == SymbolKind.Function)
            facts.SetOwner(source, definition);
    }

    // It keeps its value from call to call.
    private void Static(FactsBuilder facts, int node)
    {
        Assign(facts, facts.Child(node, name), node, facts.Child(node, value));
        Unordered(facts, facts.Child(node, name));
    }

    // Two names for one variable.
    private void Reference(FactsBuilder facts, int node)
    {
        Unordered(facts, facts.Child(node, left));
        Unordered(facts, facts.Child(node, right));
    }

    // What a function takes by reference, it may assign to.
    private void Handed(FactsBuilder facts, int node)
    {
        if (facts.LastNamedChild(node) is var given && facts.Is(given, variables))
            facts.MayAssign(facts.NameLeaf(given));
    }

    private void Unordered(FactsBuilder facts, int variable)
    {
        if (facts.Is(variable, variables))
            facts.SetUnordered(facts.FindInScope(VariableScope(facts), facts.Text(variable)));
    }

    private static int VariableScope(FactsBuilder facts) => facts.NearestScope(ScopeKind.Function, ScopeKind.Namespace, ScopeKind.File);

    // `$this->x = ...` declares a property unless one of that name may be inherited.
    private void AssignMember(FactsBuilder facts, int target, int node, int source, bool element)
    {
        var leaf = facts.NameLeaf(target);
        if (leaf < 0 || facts.Is(facts.Child(target, name), variables))
            return;
        var scope = facts.NearestScope(ScopeKind.Type, ScopeKind.File);
        var owner = facts.ScopeAt(scope).Owner;
        if (owner < 0 || !facts.Text(facts.Child(target, objectField)).SequenceEqual("$this"u8) || (facts.Child(facts.NodeOf(scope), baseClauses) >= 0 && facts.FindInScope(scope, facts.Text(leaf)) < 0))
        {
            facts.SetRole(leaf, ReferenceRole.Write);
            return;
        }
        facts.SetOrigin(facts.DefineOrWrite(SymbolKind.Property, leaf, node, scope), -1, source, element: element);
    }

    private void Update(FactsBuilder facts, int node)
    {
        var target = facts.FirstNamedChild(node);
        if (facts.Is(target, variables) || facts.Is(target, memberAccesses) || facts.Is(target, staticAccesses))
            facts.SetRole(facts.NameLeaf(target), ReferenceRole.Write);
    }

    // `foreach ($items as $key => $item)`
    private void Foreach(FactsBuilder facts, int node)
    {
        var items = facts.FirstNamedChild(node);
        foreach (var child in facts.Children(node))
        {
            if (child == items || !facts[child].IsNamed || facts[child].Field == body)
                continue;
            var target = child;
            if (facts.Is(child, pairs))
            {
                Assign(facts, facts.FirstNamedChild(child), child, -1);
                target = facts.LastNamedChild(child);
            }
            Assign(facts, target, child, items, element: true);
            return;
        }
    }

    private void Catch(FactsBuilder facts, int node)
    {
        var leaf = facts.NameLeaf(facts.Child(node, name));
        if (leaf < 0)
            return;
        var types = facts.Child(node, type);
        var definition = facts.DefineOrWrite(SymbolKind.Variable, leaf, leaf, VariableScope(facts));
        facts.SetOrigin(definition, facts.CountNamedChildren(types) == 1 ? facts.FirstNamedChild(types) : -1);
    }

    // `global $x` is the file's variable.
    private void Global(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(node))
        {
            if (!facts.Is(child, variables))
                continue;
            var leaf = facts.FirstNamedChild(child);
            if (leaf < 0)
                continue;
            var definition = facts.FindInScope(0, facts.Text(child));
            if (definition < 0)
                definition = facts.Define(SymbolKind.Variable, leaf, child, scope: 0);
            else
                facts.KeepUse(leaf);
            facts.SetUnordered(definition);
            var isUse = !facts.IsConsumed(leaf);
            facts.BindAlias(leaf, definition);
            if (isUse)
                facts.KeepUse(leaf);
        }
    }

    private void Closure(FactsBuilder facts, int node)
    {
        var outer = facts.CurrentScope;
        var owner = facts.OwnerOf(node);
        // An arrow function sees the variables around it, which a function's scope would hide.
        facts.OpenScope(node, facts.Is(node, arrowFunctions) ? ScopeKind.Block : ScopeKind.Function, owner);
        Signature(facts, node, owner);
        if (facts.Is(node, arrowFunctions) && owner >= 0)
            facts.SetOrigin(owner, -1, facts.Child(node, body));
        foreach (var child in facts.Children(facts.Child(node, useClauses)))
            Capture(facts, facts.Is(child, byRefs) ? facts.FirstNamedChild(child) : child, outer);
    }

    private void Capture(FactsBuilder facts, int variable, int outer)
    {
        var leaf = facts.Is(variable, variables) ? facts.FirstNamedChild(variable) : -1;
        if (leaf < 0)
            return;
        var captured = -1;
        for (var scope = outer; scope >= 0 && captured < 0; scope = facts.ScopeAt(scope).Parent)
        {
            captured = facts.FindInScope(scope, facts.Text(variable));
            if (facts.ScopeAt(scope).Kind is ScopeKind.Function)
                break;
        }
        if (captured < 0)
        {
            facts.Define(SymbolKind.Variable, leaf, variable);
            return;
        }
        if (facts.Is(facts.Parent(variable), byRefs))
            facts.SetUnordered(captured);
        facts.BindAlias(leaf, captured);
        facts.KeepUse(leaf);
    }
}
