using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.C;

internal abstract partial class CFamilyLanguage
{
    private const int MaxDepth = 200;

    /// <summary>What a declarator declares.</summary>
    /// <param name="Name">The node that names it, -1 for none.</param>
    /// <param name="Function">The function declarator that applies to the name itself: it is a function, not a pointer to one; else -1.</param>
    /// <param name="IsPointer">A pointer or an array is around the name.</param>
    /// <param name="IsFunctionPointer">What is pointed to is a function.</param>
    /// <param name="Value">The initial value, -1 for none.</param>
    protected readonly record struct Declared(int Name, int Function, bool IsPointer, bool IsFunctionPointer, int Value);

    /// <summary>Peels pointers, arrays, parameters and initial values off a declarator.</summary>
    protected Declared Unwrap(FactsBuilder facts, int declarator)
    {
        var function = -1;
        var pointer = false;
        var functionPointer = false;
        var initial = -1;
        for (var depth = 0; facts.Is(declarator, DeclaratorWrappers) && depth < MaxDepth; depth++)
        {
            if (facts.Is(declarator, FunctionDeclarator))
            {
                function = declarator;
            }
            else if (facts.Is(declarator, PointerDeclarators))
            {
                pointer = true;
                functionPointer |= function >= 0;
                function = -1;
            }
            else if (facts.Is(declarator, InitDeclarator))
            {
                initial = facts.Child(declarator, Value);
            }
            declarator = facts.Child(declarator, Declarator) is >= 0 and var inner ? inner : facts.LastNamedChild(declarator);
        }
        return new Declared(declarator, function, pointer, functionPointer && function < 0, initial);
    }

    protected virtual void FunctionItem(FactsBuilder facts, int node)
    {
        var declared = Unwrap(facts, facts.Child(node, Declarator));
        if (declared.Name < 0 || declared.Function < 0 || !IsName(facts, declared.Name))
        {
            facts.OpenScope(node, ScopeKind.Function);
            return;
        }
        var definition = DefineFunction(facts, declared, node, facts.Child(node, Body));
        facts.OpenScope(node, ScopeKind.Function, definition);
        AfterOpen(facts, node);
        ReturnType(facts, node, definition, declared);
    }

    /// <summary>The node names what is declared by itself.</summary>
    protected bool IsName(FactsBuilder facts, int node) =>
        facts.Is(node, Identifiers) || facts.Is(node, FieldIdentifiers) || facts.Is(node, TypeIdentifiers) || IsSpecialName(facts, node);

    /// <summary>Defines a function, with or without a body.</summary>
    protected virtual int DefineFunction(FactsBuilder facts, in Declared declared, int node, int bodyNode)
    {
        var definition = facts.Define(SymbolKind.Function, declared.Name, node, bodyNode);
        FunctionFlags(facts, definition, declared, node);
        return definition;
    }

    protected void FunctionFlags(FactsBuilder facts, int definition, in Declared declared, int node)
    {
        if (HasStorage(facts, node, "static"u8))
            facts.AddFlags(definition, facts.EnclosingType >= 0 ? DefinitionFlags.Static : DefinitionFlags.FileLocal);
        Arity(facts, definition, facts.Child(declared.Function, Parameters));
    }

    /// <summary>Called once the scope of a function or type is open.</summary>
    protected virtual void AfterOpen(FactsBuilder facts, int node)
    {
    }

    protected virtual void ReturnType(FactsBuilder facts, int node, int definition, in Declared declared) =>
        SetType(facts, definition, facts.Child(node, Type), declared.IsPointer);

    protected void Arity(FactsBuilder facts, int definition, int list)
    {
        int min = 0, max = 0;
        foreach (var child in facts.Children(list))
        {
            if (OldParameters is not null && facts.Is(child, OldParameters))
            {
                min++;
                max++;
            }
            if (!facts.Is(child, ParameterDeclarations))
                continue;
            if (facts.Child(child, Declarator) < 0 && facts.Text(child).SequenceEqual("void"u8))
                continue;
            max++;
            if (DefaultValue == 0 || facts.Child(child, DefaultValue) < 0)
                min++;
        }
        facts.SetArity(definition, min, list >= 0 && facts.Text(list).IndexOf("..."u8) >= 0 ? 254 : Math.Min(max, 254));
    }

    // The parameters of a prototype are its own; those of a pointer to a function name nothing.
    private void FunctionType(FactsBuilder facts, int node)
    {
        var declared = Unwrap(facts, node);
        if (declared.Function < 0 || declared.Name < 0)
        {
            if (!IsDefinitionHead(facts, node))
                facts.OpenScope(node, ScopeKind.Function);
            return;
        }
        var definition = facts.DefinitionOf(DefinedLeaf(facts, declared.Name));
        if (definition >= 0 && facts.DefinitionAt(definition) is { BodyScope: < 0 } head && head.Kind.IsCallable())
            facts.OpenScope(node, ScopeKind.Function, definition);
    }

    private bool IsDefinitionHead(FactsBuilder facts, int node)
    {
        var parent = facts.Parent(node);
        while (facts.Is(parent, DeclaratorWrappers))
            parent = facts.Parent(parent);
        return facts.Is(parent, FunctionDefinition);
    }

    /// <summary>The node that a definition of this name took.</summary>
    protected virtual int DefinedLeaf(FactsBuilder facts, int nameNode) => nameNode;

    protected void Parameter(FactsBuilder facts, int node)
    {
        var declared = Unwrap(facts, facts.Child(node, Declarator));
        if (!facts.Is(declared.Name, Identifiers))
            return;
        var list = facts.Parent(node);
        var kind = ParameterKind(facts, list);
        if (kind is null)
        {
            facts.Consume(declared.Name);
            return;
        }
        var definition = facts.Define(kind.Value, declared.Name, node);
        SetType(facts, definition, declared.IsFunctionPointer ? -1 : facts.Child(node, Type), declared.IsPointer && !declared.IsFunctionPointer);
    }

    /// <summary>What the names in a parameter list are; null where nothing can use them.</summary>
    protected virtual SymbolKind? ParameterKind(FactsBuilder facts, int list)
    {
        var function = facts.Parent(list);
        var declared = Unwrap(facts, function);
        return declared.Function == function && declared.Name >= 0 ? SymbolKind.Parameter : null;
    }

    private void OldParameterNames(FactsBuilder facts, int node)
    {
        if (OldParameters is null || ParameterKind(facts, node) is null)
            return;
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, OldParameters))
                facts.Define(SymbolKind.Parameter, child, child);
        }
    }

    private void Declaration(FactsBuilder facts, int node)
    {
        var typeNode = facts.Child(node, Type);
        var outer = facts.Child(node, Value) is >= 0 and var value ? value : DefaultValue == 0 ? -1 : facts.Child(node, DefaultValue);
        foreach (var child in facts.Children(node))
        {
            if (facts[child].Field != Declarator)
                continue;
            var declared = Unwrap(facts, child);
            if (declared.Value < 0)
                declared = declared with { Value = outer };
            if (declared.Name >= 0)
                Declare(facts, node, typeNode, declared);
        }
    }

    protected virtual void Declare(FactsBuilder facts, int node, int typeNode, in Declared declared)
    {
        // A macro call before a function makes its return type look like the name.
        if (!IsName(facts, declared.Name) || facts.Text(declared.Name).SequenceEqual("void"u8))
            return;
        if (declared.Function >= 0)
        {
            var function = DefineFunction(facts, declared, node, -1);
            facts.AddFlags(function, DefinitionFlags.DeclarationOnly);
            ReturnType(facts, node, function, declared);
            return;
        }
        // Between an old parameter list and the body stand the parameters' types.
        if (facts.Is(facts.Parent(node), FunctionDefinition))
        {
            facts.Consume(declared.Name);
            if (facts.FindInScope(facts.CurrentScope, facts.Text(declared.Name)) is >= 0 and var parameter)
                SetType(facts, parameter, typeNode, declared.IsPointer);
            return;
        }
        var definition = facts.Define(VariableKind(facts, node, declared), declared.Name, node, visibleFrom: facts.InFunction ? facts[declared.Name].End : 0);
        VariableFlags(facts, definition, node, declared);
        // What a pointer to a function returns is not its own type.
        SetType(facts, definition, declared.IsFunctionPointer ? -1 : typeNode, declared.IsPointer && !declared.IsFunctionPointer, declared.Value);
    }

    protected virtual SymbolKind VariableKind(FactsBuilder facts, int node, in Declared declared) =>
        facts.EnclosingType >= 0 || facts.Is(node, FieldDeclarations) ? SymbolKind.Field
        : !declared.IsPointer && HasQualifier(facts, node, "const"u8) ? SymbolKind.Constant : SymbolKind.Variable;

    protected void VariableFlags(FactsBuilder facts, int definition, int node, in Declared declared)
    {
        if (facts.InFunction)
            return;
        if (HasStorage(facts, node, "static"u8))
            facts.AddFlags(definition, facts.EnclosingType >= 0 ? DefinitionFlags.Static : DefinitionFlags.FileLocal);
        else if (declared.Value < 0 && HasStorage(facts, node, "extern"u8))
            facts.AddFlags(definition, DefinitionFlags.DeclarationOnly);
    }

    /// <summary>Sets the declared type; what points to it, or is an array of it, has elements of it as well.</summary>
    protected virtual void SetType(FactsBuilder facts, int definition, int typeNode, bool isPointer, int valueNode = -1)
    {
        facts.SetOrigin(definition, typeNode, valueNode);
        if (isPointer)
            facts.SetElementType(definition, typeNode);
    }
}
