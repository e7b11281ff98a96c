using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.TypeScript;

internal partial class TypeScriptLanguage
{
    private KindSet annotations = null!, unions = null!, nothings = null!, generics = null!, typeParameterKind = null!, objectTypes = null!, literalContainers = null!, typeNames = null!;

    private void DescribeTypes(NodeTable table)
    {
        annotations = table.Kinds("type_annotation", "parenthesized_type", "readonly_type", "optional_type", "constraint");
        unions = table.Kinds("union_type");
        nothings = table.Kinds("literal_type", "predefined_type");
        generics = table.Kinds("generic_type");
        arrayTypes = table.Kinds("array_type");
        functionTypes = table.Kinds("function_type");
        intersections = table.Kinds("intersection_type");
        queries = table.Kinds("type_query");
        languageTypes = table.Kinds("array_type", "tuple_type", "literal_type", "template_literal_type");
        predefined = table.Kinds("predefined_type");
        typeParameterKind = table.Kinds("type_parameter");
        objectTypes = table.Kinds("object_type");
        literalContainers = table.Kinds("type_annotation", "parenthesized_type", "readonly_type", "union_type", "intersection_type", "array_type", "generic_type", "type_arguments");
        typeNames = table.Kinds("type_identifier");
        constraints = table.Kinds("constraint");

        table.Identifier(ReferenceRole.Type, "type_identifier");
        table.Member("nested_type_identifier", "module", "name", ReferenceFlags.Path);
        table.Member("nested_identifier", "object", "property", ReferenceFlags.Path);
        table.Wrapper("type_annotation");
        table.Wrapper("generic_type", "name");
        table.Wrapper("parenthesized_type");
        table.Wrapper("readonly_type");
        table.Wrapper("type_query");
        table.On((facts, node) => facts.SetTypeRole(node), "nested_type_identifier");
        table.On(Interface, "interface_declaration");
        table.On(TypeAlias, "type_alias_declaration");
        table.On(ObjectType, "object_type");
        table.On(PropertySignature, "property_signature");
        table.On(MethodSignature, "method_signature", "abstract_method_signature");
        table.On((facts, node) => OpenFunction(facts, node, -1), "call_signature", "construct_signature", "function_type", "constructor_type");
        table.Scope(ScopeKind.Block, "conditional_type");
        table.On(IndexSignature, "index_signature");
        table.On(MappedType, "mapped_type_clause");
        table.On(Infer, "infer_type");
        table.On(Tuple, "tuple_type");
        table.On(TypeArguments, "type_arguments");
    }

    private void Interface(FactsBuilder facts, int node)
    {
        if (facts.Child(node, name) is not (>= 0 and var nameNode))
            return;
        var definition = facts.Define(SymbolKind.Interface, nameNode, node, facts.Child(node, body));
        facts.AddFlags(definition, ExportFlags(facts, node));
        facts.OpenScope(node, ScopeKind.Type, definition);
        TypeParameters(facts, node);
        foreach (var child in facts.Children(facts.Child(node, extendsTypeClauses)))
            facts.Inherit(child);
    }

    private void TypeAlias(FactsBuilder facts, int node)
    {
        if (facts.Child(node, name) is not (>= 0 and var nameNode))
            return;
        var definition = facts.Define(SymbolKind.TypeAlias, nameNode, node);
        facts.AddFlags(definition, ExportFlags(facts, node));
        var aliased = facts.Child(node, value);
        facts.SetOrigin(definition, TypeOf(facts, aliased));
        Annotate(facts, definition, aliased);
        facts.OpenScope(node, ScopeKind.Type, definition);
        TypeParameters(facts, node);
        TypeLiterals(facts, aliased, definition);
        Compose(facts, aliased);
    }

    // `type T = A & B` has the members of both, `A | B` those that the parts have.
    private void Compose(FactsBuilder facts, int aliased)
    {
        if (!facts.Is(aliased, unions) && !facts.Is(aliased, intersections))
            return;
        var pending = new Stack<int>();
        pending.Push(aliased);
        while (pending.TryPop(out var node))
        {
            if (facts.Is(node, unions) || facts.Is(node, intersections))
            {
                foreach (var child in facts.Children(node))
                    pending.Push(child);
            }
            else if (facts.NameLeaf(TypeOf(facts, node)) is >= 0 and var leaf && !facts.Is(TypeOf(facts, node), queries))
            {
                facts.SetRole(leaf, ReferenceRole.Type, ReferenceFlags.TypePosition | ReferenceFlags.Implements);
            }
        }
    }

    // The object types of an alias have their members in the alias's own scope.
    private void ObjectType(FactsBuilder facts, int node)
    {
        var owner = facts.OwnerOf(node);
        if (owner < 0 || facts.DefinitionAt(owner).Kind != SymbolKind.TypeAlias)
            facts.OpenScope(node, ScopeKind.Type, owner, isBody: owner < 0 || !facts.DefinitionAt(owner).Kind.IsCallable());
    }

    private void PropertySignature(FactsBuilder facts, int node)
    {
        if (MemberLeaf(facts, facts.Child(node, name)) is not (>= 0 and var leaf))
            return;
        var definition = DefineMember(facts, SymbolKind.Property, leaf, node, -1);
        // Of a type that nothing names, only what is around it knows.
        if (facts.ScopeAt(facts.CurrentScope) is { Kind: ScopeKind.Type, Owner: < 0 })
            facts.AddFlags(definition, DefinitionFlags.Local);
        var typeNode = facts.Child(node, type);
        facts.SetOrigin(definition, TypeOf(facts, typeNode));
        Annotate(facts, definition, typeNode);
        TypeLiterals(facts, typeNode, definition);
    }

    private void MethodSignature(FactsBuilder facts, int node)
    {
        if (MemberLeaf(facts, facts.Child(node, name)) is not (>= 0 and var leaf))
            return;
        var inClass = facts.Is(facts.Parent(node), classBodies);
        var isAccessor = facts.Child(node, getToken) >= 0 || facts.Child(node, setToken) >= 0;
        var isConstructor = inClass && facts.Text(leaf).SequenceEqual("constructor"u8);
        var definition = DefineMember(facts, isAccessor ? SymbolKind.Property : isConstructor ? SymbolKind.Constructor : SymbolKind.Method, leaf, node, -1);
        facts.AddFlags(definition, isAccessor ? DefinitionFlags.Accessor : DefinitionFlags.None);
        if (!inClass)
            facts.AddFlags(definition, DefinitionFlags.Abstract);
        else if ((facts.DefinitionAt(definition).Flags & DefinitionFlags.Abstract) == 0)
            facts.AddFlags(definition, DefinitionFlags.DeclarationOnly);
        OpenFunction(facts, node, definition);
    }

    private void IndexSignature(FactsBuilder facts, int node)
    {
        facts.OpenScope(node, ScopeKind.Block);
        if (facts.Child(node, name) is >= 0 and var nameNode)
            facts.Define(SymbolKind.Parameter, nameNode, nameNode);
    }

    private void MappedType(FactsBuilder facts, int node)
    {
        if (facts.Child(node, name) is >= 0 and var nameNode)
            facts.SetOrigin(facts.Define(SymbolKind.TypeParameter, nameNode, node), facts.Child(node, type));
    }

    private void Infer(FactsBuilder facts, int node)
    {
        var nameNode = facts.FirstNamedChild(node);
        if (facts.Is(nameNode, typeNames))
            facts.Define(SymbolKind.TypeParameter, nameNode, node);
    }

    private void TypeArguments(FactsBuilder facts, int node)
    {
        var parent = facts.Parent(node);
        var named = facts.Is(parent, generics) ? facts.Child(parent, name) : facts.Child(parent, function) is >= 0 and var called ? called : facts.Child(parent, constructorField);
        var leaf = facts.NameLeaf(named);
        var position = 0;
        foreach (var child in facts.Children(node))
        {
            if (facts[child].IsNamed)
                facts.ApplyType(leaf, position++, TypeOf(facts, child) is var type && facts.NameLeaf(type) >= 0 ? type : ElementTypeOf(facts, child));
        }
    }

    // Labels of a tuple's items are no names.
    private void Tuple(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(node))
        {
            if (facts[child].IsNamed)
                facts.Consume(facts.Child(child, name));
        }
    }

    protected override void TypeParameters(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(facts.Child(node, typeParameters)))
        {
            if (!facts.Is(child, typeParameterKind) || facts.Child(child, name) is not (>= 0 and var nameNode))
                continue;
            var definition = facts.Define(SymbolKind.TypeParameter, nameNode, child);
            facts.SetOrigin(definition, TypeOf(facts, facts.Child(child, constraints)));
        }
    }

    protected override int TypeOf(FactsBuilder facts, int annotation)
    {
        for (var depth = 0; annotation >= 0 && depth < MaxDepth; depth++)
        {
            if (facts.Is(annotation, annotations))
            {
                annotation = facts.FirstNamedChild(annotation);
            }
            else if (facts.Is(annotation, unions))
            {
                // `T | undefined` is T.
                var first = facts.FirstNamedChild(annotation);
                var last = facts.LastNamedChild(annotation);
                if (facts.Is(last, nothings))
                    annotation = first;
                else if (facts.Is(first, nothings))
                    annotation = last;
                else
                    return -1;
            }
            else if (facts.Is(annotation, generics) && IsTransparent(facts.Text(facts.Child(annotation, name))))
            {
                annotation = facts.FirstNamedChild(facts.Child(annotation, typeArguments));
            }
            else if (facts.Is(annotation, functionTypes))
            {
                // What counts of a function is what it returns.
                annotation = facts.Child(annotation, returnType);
            }
            else
            {
                return annotation;
            }
        }
        return -1;
    }

    // Types of the library that have the members of their argument; a promise gives it sooner or later.
    private static bool IsTransparent(ReadOnlySpan<byte> generic) =>
        generic.SequenceEqual("Promise"u8) || generic.SequenceEqual("PromiseLike"u8) || generic.SequenceEqual("Awaited"u8) || generic.SequenceEqual("Partial"u8) || generic.SequenceEqual("Required"u8)
        || generic.SequenceEqual("Readonly"u8) || generic.SequenceEqual("NonNullable"u8) || generic.SequenceEqual("Pick"u8) || generic.SequenceEqual("Omit"u8);

    protected override int ReturnTypeOf(FactsBuilder facts, int annotation)
    {
        while (facts.Is(annotation, annotations))
            annotation = facts.FirstNamedChild(annotation);
        return facts.Is(annotation, functionTypes) ? -1 : TypeOf(facts, annotation);
    }

    protected override int ElementTypeOf(FactsBuilder facts, int annotation)
    {
        var container = TypeOf(facts, annotation);
        if (facts.Is(annotation, functionTypes))
            return -1;
        if (facts.Is(container, arrayTypes))
            return TypeOf(facts, facts.FirstNamedChild(container));
        if (!facts.Is(container, generics))
            return -1;
        var given = facts.Child(container, typeArguments);
        var generic = facts.Text(facts.Child(container, name));
        if (generic.EndsWith("Map"u8) || generic.SequenceEqual("Record"u8))
            return facts.CountNamedChildren(given) == 2 ? TypeOf(facts, facts.LastNamedChild(given)) : -1;
        return generic.EndsWith("Array"u8) || generic.EndsWith("Set"u8) || generic.EndsWith("Iterable"u8) || generic.EndsWith("Iterator"u8) || generic.EndsWith("Generator"u8)
            ? TypeOf(facts, facts.FirstNamedChild(given)) : -1;
    }

    protected override void Annotate(FactsBuilder facts, int definition, int annotation)
    {
        facts.SetElementType(definition, ElementTypeOf(facts, annotation));
        var isCallable = facts.DefinitionAt(definition).Kind.IsCallable();
        while (facts.Is(annotation, annotations))
            annotation = facts.FirstNamedChild(annotation);
        if (facts.Is(annotation, functionTypes))
            facts.AddFlags(definition, isCallable ? DefinitionFlags.None : DefinitionFlags.HoldsFunction);
        else if (IsLanguageType(facts, TypeOf(facts, annotation)))
            facts.AddFlags(definition, DefinitionFlags.LanguageType);
    }

    private bool IsLanguageType(FactsBuilder facts, int typeNode) =>
        facts.Is(typeNode, languageTypes)
        || (facts.Is(typeNode, predefined) && facts.Text(typeNode) is var text
            && (text.SequenceEqual("string"u8) || text.SequenceEqual("number"u8) || text.SequenceEqual("boolean"u8) || text.SequenceEqual("bigint"u8) || text.SequenceEqual("symbol"u8)));

    protected override void TypeLiterals(FactsBuilder facts, int annotation, int definition)
    {
        if (!facts.Is(annotation, literalContainers) && !facts.Is(annotation, objectTypes))
            return;
        // Unions nest to the left, one level for each member: walked without recursion.
        var pending = new Stack<int>();
        pending.Push(annotation);
        while (pending.TryPop(out var node))
        {
            if (facts.Is(node, objectTypes))
            {
                facts.SetOwner(node, definition);
            }
            else if (facts.Is(node, literalContainers))
            {
                foreach (var child in facts.Children(node))
                    pending.Push(child);
            }
        }
    }

    private KindSet constraints = null!, arrayTypes = null!, functionTypes = null!, intersections = null!, queries = null!, languageTypes = null!, predefined = null!;
}
