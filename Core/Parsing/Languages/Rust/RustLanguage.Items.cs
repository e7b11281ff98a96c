using System.Globalization;
using System.Text;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Rust;

internal sealed partial class RustLanguage
{
    // `mod x;` names another file: an import that also defines the module here.
    private void ModuleItem(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode < 0)
            return;
        var bodyNode = facts.Child(node, body);
        var definition = facts.Define(SymbolKind.Module, nameNode, node, bodyNode, bind: bodyNode >= 0);
        facts.SetVisibility(definition, VisibilityOf(facts, node));
        if (bodyNode >= 0)
        {
            facts.OpenScope(node, ScopeKind.Namespace, definition);
            return;
        }
        facts.AddFlags(definition, DefinitionFlags.DeclarationOnly);
        var file = PathAttribute(facts, node);
        if (file >= 0)
            facts.Import(ImportKind.Module, facts.Text(file), default, facts.Text(nameNode), nameNode, ImportFlags.Relative);
        else
            facts.Import(ImportKind.Module, Join("self"u8, facts.Text(nameNode)), default, facts.Text(nameNode), nameNode);
        facts.KeepUse(nameNode);
        facts.SetRole(nameNode, ReferenceRole.Import);
    }

    private bool HasAttribute(FactsBuilder facts, int node, ReadOnlySpan<byte> attributeName)
    {
        for (var at = facts.PreviousSibling(node); facts.Is(at, attributeItem); at = facts.PreviousSibling(at))
        {
            if (facts.FirstNamedChild(facts.Child(at, attribute)) is >= 0 and var named && facts.Text(named).SequenceEqual(attributeName))
                return true;
        }
        return false;
    }

    /// <summary>The text of <c>#[path = "..."]</c> before an item, -1 for none.</summary>
    private int PathAttribute(FactsBuilder facts, int node)
    {
        for (var at = facts.PreviousSibling(node); facts.Is(at, attributeItem); at = facts.PreviousSibling(at))
        {
            var content = facts.Child(at, attribute);
            if (facts.Text(facts.FirstNamedChild(content)).SequenceEqual("path"u8) && facts.Child(facts.Child(content, value), stringContent) is >= 0 and var text)
                return text;
        }
        return -1;
    }

    private void TypeItem(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode < 0)
            return;
        var kind = facts.Is(node, traitItem) ? SymbolKind.Trait : facts.Is(node, enumItem) ? SymbolKind.Enum : SymbolKind.Struct;
        var definition = facts.Define(kind, nameNode, node, facts.Child(node, body));
        facts.SetVisibility(definition, VisibilityOf(facts, node));
        facts.OpenScope(node, ScopeKind.Type, definition);
        foreach (var bound in facts.Children(facts.Child(node, bounds)))
            facts.Inherit(bound);
    }

    private void Variant(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode < 0)
            return;
        var definition = facts.Define(SymbolKind.EnumMember, nameNode, node);
        facts.SetVisibility(definition, Visibility.Public);
        var fields = facts.Child(node, body);
        if (fields < 0)
            return;
        if (facts.Is(fields, orderedFields))
        {
            var count = facts.CountNamedChildren(fields);
            facts.SetArity(definition, count, count);
        }
        facts.OpenScope(node, ScopeKind.Type, definition);
    }

    private void Field(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode < 0)
            return;
        var definition = facts.Define(SymbolKind.Field, nameNode, node);
        facts.SetVisibility(definition, VisibilityOf(facts, node));
        SetType(facts, definition, facts.Child(node, type));
    }

    // The fields of a tuple struct are named by their position; the type stands where the name would.
    private void OrderedFields(FactsBuilder facts, int node)
    {
        var position = 0;
        var isPublic = Visibility.Private;
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, visibility))
                isPublic = facts.Text(child).Contains((byte)'(') ? Visibility.Internal : Visibility.Public;
            if (facts[child].Field != type)
                continue;
            var wasUse = facts.NameLeaf(child) == child;
            var definition = facts.Define(SymbolKind.Field, child, child, name: facts.Intern(Encoding.ASCII.GetBytes(position.ToString(CultureInfo.InvariantCulture))));
            if (wasUse)
                facts.KeepUse(child);
            facts.SetVisibility(definition, isPublic);
            SetType(facts, definition, child);
            isPublic = Visibility.Private;
            position++;
        }
    }

    // The block has no name of its own: what it holds are members of its type, wherever that is.
    private void Impl(FactsBuilder facts, int node)
    {
        facts.OpenScope(node, ScopeKind.Type);
        var typeNode = facts.Child(node, type);
        var position = 0;
        foreach (var given in facts.Children(facts.Is(typeNode, genericType) ? facts.Child(typeNode, typeArguments) : -1))
        {
            if (facts[given].IsNamed && !facts.Is(given, lifetime))
                facts.ApplyType(facts.NameLeaf(typeNode), position++, given);
        }
        var traitNode = facts.Child(node, trait);
        if (traitNode < 0)
            return;
        facts.Inherit(traitNode, implements: true);
        facts.Implement(typeNode, traitNode);
    }

    private void AliasItem(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode < 0)
            return;
        var definition = facts.Define(SymbolKind.TypeAlias, nameNode, node);
        var typeNode = facts.Child(node, type);
        if (typeNode < 0)
            facts.AddFlags(definition, DefinitionFlags.Abstract);
        Membership(facts, node, definition);
        facts.OpenScope(node, ScopeKind.Type, definition);
        SetType(facts, definition, typeNode < 0 ? facts.Child(node, bounds) : typeNode);
    }

    private void TypeParameter(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode < 0 || facts.DefinitionOf(nameNode) >= 0)
            return;
        var definition = facts.Define(SymbolKind.TypeParameter, nameNode, node);
        var bound = facts.Child(node, bounds);
        facts.SetOrigin(definition, bound < 0 ? facts.Child(node, type) : -1);
        foreach (var one in facts.Children(bound))
        {
            facts.Bound(definition, one);
            if (HeldType(facts, one) is >= 0 and var held)
                facts.SetElementType(definition, held);
        }
    }

    private void WherePredicate(FactsBuilder facts, int node)
    {
        foreach (var one in facts.Children(facts.Child(node, bounds)))
            facts.Implement(facts.Child(node, left), one);
    }

    // `Iterator<Item = u8>`: a member of the trait.
    private void TypeBinding(FactsBuilder facts, int node)
    {
        var leaf = facts.Child(node, name);
        facts.SetRole(leaf, ReferenceRole.Type, ReferenceFlags.TypePosition | ReferenceFlags.Path);
        facts.SetMember(leaf, facts.Parent(facts.Parent(node)));
    }

    private void ValueItem(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode < 0 || facts.Text(nameNode).SequenceEqual("_"u8))
        {
            facts.Consume(nameNode);
            return;
        }
        var definition = facts.Define(facts.Child(node, mutable) >= 0 ? SymbolKind.Variable : SymbolKind.Constant, nameNode, node);
        Membership(facts, node, definition);
        SetType(facts, definition, facts.Child(node, type), facts.Child(node, value));
    }

    private void FunctionItem(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode < 0)
            return;
        var container = Container(facts, node);
        var isMember = facts.Is(container, implItem) || facts.Is(container, traitItem);
        var bodyNode = facts.Child(node, body);
        var definition = facts.Define(isMember ? SymbolKind.Method : SymbolKind.Function, nameNode, node, bodyNode);
        Membership(facts, node, definition);
        if (bodyNode < 0)
            facts.AddFlags(definition, isMember ? DefinitionFlags.Abstract : DefinitionFlags.DeclarationOnly);
        var modifier = facts.Child(node, modifiers);
        if (modifier >= 0 && facts.Text(modifier).StartsWith("async"u8) || modifier >= 0 && facts.Text(modifier).IndexOf(" async"u8) >= 0)
            facts.AddFlags(definition, DefinitionFlags.Async);
        facts.OpenScope(node, ScopeKind.Function, definition);
        foreach (var child in facts.Children(facts.Child(node, typeParameters)))
        {
            if (facts.Is(child, typeParameterKinds))
                TypeParameter(facts, child);
        }
        if (!Parameters(facts, node, definition) && isMember)
            facts.AddFlags(definition, DefinitionFlags.Static);
        SetType(facts, definition, facts.Child(node, returnType));
        Expect(facts, facts.LastNamedChild(bodyNode), facts.Child(node, returnType));
    }

    /// <summary>The item around the list that an item stands in: an <c>impl</c>, a trait, a module or a block of foreign functions.</summary>
    private int Container(FactsBuilder facts, int node)
    {
        var parent = facts.Parent(node);
        return facts.Is(parent, declarationList) ? facts.Parent(parent) : -1;
    }

    /// <summary>Sets visibility, and the receiver of what an <c>impl</c> block holds.</summary>
    private void Membership(FactsBuilder facts, int node, int definition)
    {
        var container = Container(facts, node);
        var inTrait = facts.Is(container, traitItem) || (facts.Is(container, implItem) && facts.Child(container, trait) >= 0);
        facts.SetVisibility(definition, inTrait ? Visibility.Public : VisibilityOf(facts, node));
        if (!facts.Is(container, implItem))
            return;
        facts.AddFlags(definition, inTrait ? DefinitionFlags.OutOfLine | DefinitionFlags.OfTrait : DefinitionFlags.OutOfLine);
        facts.SetOrigin(definition, -1, receiverNode: facts.Child(container, type));
    }

    /// <returns>True where there is a <c>self</c>.</returns>
    private bool Parameters(FactsBuilder facts, int node, int definition)
    {
        int min = 0, max = 0;
        var hasSelf = false;
        foreach (var child in facts.Children(facts.Child(node, parameters)))
        {
            if (facts.Is(child, selfParameter))
            {
                hasSelf = true;
                facts.Define(SymbolKind.Parameter, facts.LastNamedChild(child), child);
            }
            else if (facts.Is(child, variadic))
            {
                max = 254;
            }
            else if (facts.Is(child, parameter))
            {
                var target = facts.Child(child, pattern);
                if (facts.Is(target, selfNode))
                {
                    hasSelf = true;
                    SetType(facts, facts.Define(SymbolKind.Parameter, target, child), facts.Child(child, type));
                    continue;
                }
                Bind(facts, target, child, SymbolKind.Parameter, 0, facts.Child(child, type));
                min++;
                max = Math.Min(max + 1, 254);
            }
            else if (facts[child].IsNamed && facts.Is(node, closure))
            {
                Bind(facts, child, child, SymbolKind.Parameter, 0, elementsOf: max == 0 ? TakenFrom(facts, node) : -1);
                min++;
                max++;
            }
        }
        if (definition >= 0)
            facts.SetArity(definition, min, max);
        return hasSelf;
    }

    // The parameters of a function type name nothing that can be used.
    private void FunctionType(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(facts.Child(node, parameters)))
        {
            if (facts.Is(child, parameter))
                facts.ConsumeAll(facts.Child(child, pattern));
        }
    }

    // A macro's rules are templates: what their names mean depends on where they are expanded.
    private void MacroDefinition(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode >= 0)
        {
            var definition = facts.Define(SymbolKind.Macro, nameNode, node, facts.NextSibling(nameNode));
            facts.SetVisibility(definition, Visibility.Internal);
            if (HasAttribute(facts, node, "macro_export"u8))
                facts.AddFlags(definition, DefinitionFlags.Exported);
        }
        facts.SkipChildren();
    }

    /// <summary>Sets the declared type, seen through pointers that lead on by themselves, and the elements' type of containers.</summary>
    private void SetType(FactsBuilder facts, int definition, int typeNode, int valueNode = -1)
    {
        typeNode = StripPointers(facts, typeNode);
        facts.SetOrigin(definition, typeNode, valueNode);
        var held = HeldType(facts, typeNode);
        if (IsOutcome(facts, held))
            facts.AddFlags(definition, DefinitionFlags.HoldsOutcome);
        for (var depth = 0; depth < MaxDepth && IsOutcome(facts, held); depth++)
            held = HeldType(facts, held);
        facts.SetElementType(definition, held);
    }

    private bool IsOutcome(FactsBuilder facts, int typeNode) =>
        facts.Is(typeNode, genericType) && facts.NameLeaf(typeNode) is >= 0 and var leaf && (facts.Text(leaf).SequenceEqual("Option"u8) || facts.Text(leaf).SequenceEqual("Result"u8));


    private int StripPointers(FactsBuilder facts, int typeNode)
    {
        for (var depth = 0; typeNode >= 0 && depth < MaxDepth; depth++)
        {
            if (facts.Is(typeNode, references))
                typeNode = facts.Child(typeNode, type);
            else if (facts.Is(typeNode, genericType) && facts.NameLeaf(typeNode) is >= 0 and var leaf && IsPointer(facts.Text(leaf)) && FirstType(facts, typeNode) is >= 0 and var inner)
                typeNode = inner;
            else
                break;
        }
        return typeNode;
    }

    private static bool IsPointer(ReadOnlySpan<byte> text) => text.SequenceEqual("Box"u8) || text.SequenceEqual("Rc"u8) || text.SequenceEqual("Arc"u8) || text.SequenceEqual("Pin"u8)
        || text.SequenceEqual("ManuallyDrop"u8);

    private int FirstType(FactsBuilder facts, int generic)
    {
        foreach (var child in facts.Children(facts.Child(generic, typeArguments)))
        {
            if (facts[child].IsNamed && !facts.Is(child, lifetime))
                return child;
        }
        return -1;
    }

    private int HeldType(FactsBuilder facts, int typeNode)
    {
        if (facts.Is(typeNode, arrayType))
            return StripPointers(facts, facts.Child(typeNode, element));
        // `impl Iterator<Item = T>` holds what it binds.
        if (facts.Is(typeNode, traitTypes))
            typeNode = facts.Child(typeNode, trait);
        if (!facts.Is(typeNode, genericType))
            return -1;
        var leaf = facts.NameLeaf(typeNode);
        if (leaf < 0)
            return -1;
        var argumentList = facts.Child(typeNode, typeArguments);
        if (facts.Text(leaf).EndsWith("Map"u8))
            return StripPointers(facts, facts.LastNamedChild(argumentList));
        var first = FirstType(facts, typeNode);
        if (facts.Is(first, typeBinding))
            return facts.Text(facts.Child(first, name)).SequenceEqual("Item"u8) ? StripPointers(facts, facts.Child(first, type)) : -1;
        var types = 0;
        foreach (var child in facts.Children(argumentList))
            types += facts[child].IsNamed && !facts.Is(child, lifetime) ? 1 : 0;
        return types == 1 || facts.Text(leaf).SequenceEqual("Result"u8) ? StripPointers(facts, first) : -1;
    }
}
