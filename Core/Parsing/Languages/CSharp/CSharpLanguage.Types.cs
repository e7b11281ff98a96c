using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.CSharp;

/// <summary>Namespaces, usings and type declarations.</summary>
internal sealed partial class CSharpLanguage
{
    private KindSet modifier = null!, parameterLists = null!, baseLists = null!, argumentLists = null!, constraints = null!, records = null!, structs = null!,
        interfaces = null!, globalToken = null!, staticToken = null!, primaryBase = null!, typeParameterLists = null!;

    private void DescribeTypes(NodeTable table)
    {
        modifier = table.Kinds("modifier");
        parameterLists = table.Kinds("parameter_list");
        baseLists = table.Kinds("base_list");
        argumentLists = table.Kinds("argument_list");
        constraints = table.Kinds("type_parameter_constraints_clause");
        records = table.Kinds("record_declaration");
        structs = table.Kinds("struct_declaration");
        interfaces = table.Kinds("interface_declaration");
        primaryBase = table.Kinds("primary_constructor_base_type");
        typeParameterLists = table.Kinds("type_parameter_list");
        globalToken = table.Tokens("global");
        staticToken = table.Tokens("static");

        table.Wrapper("primary_constructor_base_type", "type");
        table.On(Namespace, "namespace_declaration", "file_scoped_namespace_declaration");
        table.On(Using, "using_directive");
        table.On(ExternAlias, "extern_alias_directive");
        table.On(TypeDeclaration, "class_declaration", "struct_declaration", "interface_declaration", "record_declaration", "enum_declaration");
        table.On(Delegate, "delegate_declaration");
        table.On(EnumMember, "enum_member_declaration");
        table.On(BaseCall, "argument_list");
        table.On(Constraints, "type_parameter_constraints_clause");
    }

    private void Namespace(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        var bodyNode = facts.Child(node, body);
        var definition = Declare(facts, SymbolKind.Namespace, nameNode, node, bodyNode);
        if (definition < 0)
            return;
        facts.ConsumeAll(nameNode);
        facts.AddFlags(definition, DefinitionFlags.Open);
        if (bodyNode >= 0)
        {
            facts.OpenScope(node, ScopeKind.Namespace, definition);
            return;
        }
        facts.OpenScope(node, ScopeKind.Namespace, definition, until: facts.Parent(node));
        facts.ExtendTo(definition, facts.Parent(node));
    }

    private void Using(FactsBuilder facts, int node)
    {
        var flags = facts.Child(node, globalToken) >= 0 ? ImportFlags.Global : ImportFlags.None;
        if (facts.Child(node, staticToken) >= 0)
            flags |= ImportFlags.Static;
        var target = facts.LastNamedChild(node);
        var aliasNode = facts.Child(node, name);
        var leaf = facts.NameLeaf(target);
        if (target < 0 || target == aliasNode)
            return;
        facts.SetTypeRole(target);
        facts.Consume(aliasNode);
        ImportPath(facts, target, leaf);
        var path = leaf < 0 ? facts.Text(target) : facts.Text(target)[..(facts[leaf].End - facts[target].Start)];
        if (path.StartsWith("global::"u8))
            path = path["global::"u8.Length..];
        if (aliasNode >= 0)
            facts.Import(ImportKind.Module, path, default, facts.Text(aliasNode), leaf < 0 ? target : leaf, flags);
        else
            facts.Import(ImportKind.Star, path, default, default, leaf < 0 ? target : leaf, flags);
    }

    // The segments of the imported path; type arguments of an alias's target stay types.
    private void ImportPath(FactsBuilder facts, int target, int leaf)
    {
        for (var at = target; at <= leaf; at++)
        {
            if (facts.Is(at, identifiers))
                facts.SetRole(at, ReferenceRole.Import, ReferenceFlags.Path);
        }
    }

    private void ExternAlias(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode < 0)
            return;
        facts.Consume(nameNode);
        facts.Import(ImportKind.Module, facts.Text(nameNode), default, facts.Text(nameNode), nameNode);
    }

    private void TypeDeclaration(FactsBuilder facts, int node)
    {
        var kind = facts.Is(node, records) ? SymbolKind.Record
            : facts.Is(node, structs) ? SymbolKind.Struct
            : facts.Is(node, interfaces) ? SymbolKind.Interface
            : facts.Is(node, enums) ? SymbolKind.Enum
            : SymbolKind.Class;
        var definition = Declare(facts, kind, facts.Child(node, name), node, facts.Child(node, body));
        if (definition >= 0)
        {
            var modifiers = ModifiersOf(facts, node);
            Apply(facts, definition, modifiers);
            if (modifiers.Partial)
                facts.AddFlags(definition, DefinitionFlags.Open);
        }
        facts.OpenScope(node, ScopeKind.Type, definition);
        TypeParameters(facts, facts.Child(node, typeParameterLists));
        Bases(facts, facts.Child(node, baseLists));
        var primary = facts.Child(node, parameterLists);
        if (primary < 0)
            return;
        // The parameters of a primary constructor are seen by the whole type; those of a record are its properties.
        Parameters(facts, primary, definition, kind == SymbolKind.Record ? SymbolKind.Property : SymbolKind.Parameter, out _);
    }

    private void Bases(FactsBuilder facts, int list)
    {
        foreach (var child in facts.Children(list))
        {
            if (!facts[child].IsNamed || facts.Is(child, argumentLists))
                continue;
            facts.SetTypeRole(facts.Is(child, primaryBase) ? facts.Child(child, type) : child);
            facts.Inherit(child);
        }
    }

    // `class D(int x) : B(x)` calls the base's constructor, as `: base(x)` does.
    private void BaseCall(FactsBuilder facts, int list)
    {
        if (facts.Is(facts.Parent(list), baseLists) || facts.Is(facts.Parent(list), primaryBase))
            facts.AddReference(list, "base"u8, ReferenceRole.Call, Operand.Super, facts.ArgumentCount(list), ReferenceFlags.New);
    }

    private void TypeParameters(FactsBuilder facts, int list)
    {
        foreach (var child in facts.Children(list))
            Declare(facts, SymbolKind.TypeParameter, facts.Child(child, name), child);
    }

    // What a type parameter is bound to says which members it has.
    private void Constraints(FactsBuilder facts, int node)
    {
        facts.SetTypeRole(node);
        var parameter = facts.FirstNamedChild(node);
        var definition = parameter < 0 ? -1 : facts.FindInScope(facts.CurrentScope, facts.Text(parameter));
        foreach (var child in facts.Children(node))
        {
            if (facts.Child(child, type) is >= 0 and var bound)
                facts.AddType(definition, bound);
        }
    }

    /// <summary>
    /// A delegate is a name for a function type: its arity is that of the function. The return type is only a reference, so that nobody takes the
    /// delegate for an alias of it.
    /// </summary>
    private void Delegate(FactsBuilder facts, int node)
    {
        var definition = Declare(facts, SymbolKind.TypeAlias, facts.Child(node, name), node);
        facts.SetTypeRole(facts.Child(node, type));
        facts.AddType(definition, facts.Child(node, type));
        if (definition >= 0)
            Apply(facts, definition, ModifiersOf(facts, node));
        facts.OpenScope(node, ScopeKind.Type, definition);
        TypeParameters(facts, facts.Child(node, typeParameters));
        Parameters(facts, facts.Child(node, parameters), definition, SymbolKind.Parameter, out _);
    }

    private void EnumMember(FactsBuilder facts, int node) => Declare(facts, SymbolKind.EnumMember, facts.Child(node, name), node);
}
