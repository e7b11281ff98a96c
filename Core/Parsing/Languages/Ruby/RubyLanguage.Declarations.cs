using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Ruby;

internal sealed partial class RubyLanguage
{
    private KindSet superclasses = null!, singletonClasses = null!, bodies = null!, methodKinds = null!, setters = null!, operators = null!, optionalParameters = null!,
        splatParameters = null!, hashSplats = null!, keywordParameters = null!, blockParameterKind = null!, destructured = null!, forwards = null!, argumentLists = null!, lambdaBodies = null!,
        programs = null!;

    private void DescribeDeclarations(NodeTable table)
    {
        superclasses = table.Kinds("superclass");
        singletonClasses = table.Kinds("singleton_class");
        bodies = table.Kinds("body_statement");
        methodKinds = table.Kinds("method", "singleton_method");
        setters = table.Kinds("setter");
        operators = table.Kinds("operator");
        optionalParameters = table.Kinds("optional_parameter");
        splatParameters = table.Kinds("splat_parameter");
        hashSplats = table.Kinds("hash_splat_parameter");
        keywordParameters = table.Kinds("keyword_parameter");
        blockParameterKind = table.Kinds("block_parameter");
        destructured = table.Kinds("destructured_parameter");
        forwards = table.Kinds("forward_parameter");
        argumentLists = table.Kinds("argument_list");
        lambdaBodies = table.Kinds("block", "do_block");
        programs = table.Kinds("program");

        table.On((facts, node) => Type(facts, node, SymbolKind.Class), "class");
        table.On((facts, node) => Type(facts, node, SymbolKind.Module), "module");
        table.On(SingletonClass, "singleton_class");
        table.On(Method, "method", "singleton_method");
        table.On(Block, "block", "do_block");
        table.On(Lambda, "lambda");
        table.On(Alias, "alias");
        table.On((facts, node) => facts.ConsumeAll(node), "undef");
        table.On(Return, "return");
    }

    /// <summary>Every class and module may be opened again, in any file.</summary>
    private void Type(FactsBuilder facts, int node, SymbolKind kind)
    {
        var path = facts.Child(node, name);
        var nameNode = facts.NameLeaf(path);
        if (nameNode < 0)
            return;
        var definition = facts.Define(kind, nameNode, node, AfterHead(facts, node));
        facts.AddFlags(definition, DefinitionFlags.Open);
        // `class A::B` is a B in A.
        if (facts.Is(path, scopeResolutions) && facts.Child(path, scopeField) is >= 0 and var outer)
        {
            facts.AddFlags(definition, DefinitionFlags.OutOfLine);
            facts.SetOrigin(definition, -1, receiverNode: outer);
        }
        facts.OpenScope(node, ScopeKind.Type, definition);
        var super = facts.FirstNamedChild(facts.Child(node, superclasses));
        if (super >= 0)
            facts.Inherit(super);
        StructMembers(facts, super);
    }

    // The body, or the comment before it, where the signature ends.
    private int AfterHead(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(node))
        {
            if (facts[child].Field == body || facts.Is(child, comments))
                return child;
        }
        return -1;
    }

    // `Struct.new(:a, :b)` and `Data.define(:a)` have members of these names.
    private void StructMembers(FactsBuilder facts, int call)
    {
        if (!facts.Is(call, calls) || !facts.Is(facts.Child(call, receiver), constants))
            return;
        var text = facts.Text(facts.Child(call, receiver));
        if (text.SequenceEqual("Class"u8))
        {
            if (facts.FirstNamedChild(facts.Child(call, arguments)) is >= 0 and var super)
                facts.Inherit(super);
        }
        else if (text.SequenceEqual("Struct"u8) || text.SequenceEqual("Data"u8))
        {
            foreach (var child in facts.Children(facts.Child(call, arguments)))
                DefineLiteral(facts, SymbolKind.Property, child, child);
        }
    }

    /// <summary>A definition named by a symbol or string; -1 where it is none.</summary>
    private int DefineLiteral(FactsBuilder facts, SymbolKind kind, int literal, int node, int bodyNode = -1)
    {
        var text = LiteralName(facts, literal);
        if (text.IsEmpty)
            return -1;
        var definition = facts.Define(kind, literal, node, bodyNode, name: facts.Intern(text));
        // The name follows the colon or quote.
        facts.DefinitionAt(definition).Column++;
        if (kind == SymbolKind.Property)
            facts.AddFlags(definition, DefinitionFlags.Accessor);
        facts.SetVisibility(definition, facts.SectionVisibility);
        return definition;
    }

    // Members of `class << self` are the class's own, not its instances'.
    private void SingletonClass(FactsBuilder facts, int node)
    {
        var scope = facts.ScopeAt(facts.CurrentScope);
        facts.OpenScope(node, ScopeKind.Type, scope.Kind == ScopeKind.Type && facts.Is(facts.Child(node, value), selfKind) ? scope.Owner : -1, isBody: false);
    }

    // `private` on a line of its own holds for what follows in the body.
    private bool IsSection(FactsBuilder facts, int node)
    {
        var visibility = facts.Is(facts.Parent(node), bodies) && facts.ScopeAt(facts.CurrentScope).Kind == ScopeKind.Type ? VisibilityNamed(facts.Text(node)) : Visibility.Default;
        if (visibility == Visibility.Default)
            return false;
        facts.SectionVisibility = visibility;
        facts.Consume(node);
        return true;
    }

    private static Visibility VisibilityNamed(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("private"u8) ? Visibility.Private : text.SequenceEqual("protected"u8) ? Visibility.Protected : text.SequenceEqual("public"u8) ? Visibility.Public : Visibility.Default;

    private void Method(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode < 0)
            return;
        var scope = facts.CurrentScope;
        var owner = facts.ScopeAt(scope).Kind == ScopeKind.Type ? facts.ScopeAt(scope).Owner : -1;
        var of = facts.Child(node, objectField);
        var onSelf = facts.Is(of, selfKind) || (owner >= 0 && facts.Is(of, constants) && facts.Text(of).SequenceEqual(facts.NameOf(owner)));
        var isStatic = of >= 0 || facts.Is(facts.Parent(facts.Parent(node)), singletonClasses);
        var inType = facts.ScopeAt(scope).Kind == ScopeKind.Type;
        var kind = !inType && of < 0 ? SymbolKind.Function : !isStatic && facts.Text(nameNode).SequenceEqual("initialize"u8) ? SymbolKind.Constructor : SymbolKind.Method;
        var outOfLine = of >= 0 && !onSelf;
        var definition = facts.Define(kind, nameNode, node, AfterHead(facts, node), bind: !outOfLine);
        facts.ConsumeAll(nameNode);
        facts.SetVisibility(definition, VisibilityOf(facts, node));
        if (isStatic)
            facts.AddFlags(definition, DefinitionFlags.Static);
        if (facts.Is(nameNode, operators))
            facts.AddFlags(definition, DefinitionFlags.Operator);
        if (outOfLine)
        {
            facts.AddFlags(definition, DefinitionFlags.OutOfLine);
            facts.SetOrigin(definition, -1, receiverNode: of);
        }
        facts.OpenScope(node, ScopeKind.Function, definition);
        Parameters(facts, facts.Child(node, parameters), definition);
        Result(facts, facts.Child(node, body), definition);
    }

    // `private def m`, or the section the method stands in.
    private Visibility VisibilityOf(FactsBuilder facts, int node)
    {
        var list = facts.Parent(node);
        if (facts.Is(list, argumentLists) && facts.Is(facts.Parent(list), calls) && facts.Child(facts.Parent(list), method) is >= 0 and var modifier)
            return facts.Text(modifier).SequenceEqual("private_class_method"u8) ? Visibility.Private : VisibilityNamed(facts.Text(modifier));
        return facts.ScopeAt(facts.CurrentScope).Kind == ScopeKind.Type ? facts.SectionVisibility : Visibility.Default;
    }

    // A method returns what its last statement gives.
    private void Result(FactsBuilder facts, int bodyNode, int definition)
    {
        var last = facts.Is(bodyNode, bodies) ? facts.LastNamedChild(bodyNode) : bodyNode;
        if (last >= 0)
            facts.SetOrigin(definition, -1, last);
    }

    private void Return(FactsBuilder facts, int node)
    {
        var definition = facts.ScopeAt(facts.NearestScope(ScopeKind.Function, ScopeKind.File)).Owner;
        var list = facts.FirstNamedChild(node);
        if (definition >= 0 && facts.CountNamedChildren(list) == 1)
            facts.SetOrigin(definition, -1, facts.FirstNamedChild(list));
    }

    private void Parameters(FactsBuilder facts, int list, int definition)
    {
        int min = 0, max = 0;
        foreach (var child in facts.Children(list))
        {
            if (!facts[child].IsNamed || facts.Is(child, comments))
                continue;
            if (facts[child].Field == locals)
            {
                facts.Define(SymbolKind.Variable, child, child);
                continue;
            }
            Parameter(facts, child);
            if (facts.Is(child, splatParameters) || facts.Is(child, forwards))
                max = 254;
            else if (facts.Is(child, optionalParameters) && max < 254)
                max++;
            else if (facts.Is(child, identifiers) || facts.Is(child, destructured))
                (min, max) = (min + 1, max < 254 ? max + 1 : max);
        }
        if (definition >= 0)
            facts.SetArity(definition, min, max);
    }

    private void Parameter(FactsBuilder facts, int node, int depth = 0)
    {
        if (facts.Is(node, destructured) && depth < MaxDepth)
        {
            foreach (var child in facts.Children(node))
                Parameter(facts, child, depth + 1);
            return;
        }
        var nameNode = facts.Is(node, identifiers) ? node : facts.Child(node, name);
        if (nameNode >= 0)
            facts.SetOrigin(facts.Define(SymbolKind.Parameter, nameNode, node), -1, facts.Child(node, value));
    }

    // Blocks see what is around them, so theirs is no function's scope.
    private void Block(FactsBuilder facts, int node)
    {
        if (facts.Is(facts.Parent(node), lambdas))
            return;
        var owner = facts.OwnerOf(node);
        var isType = owner >= 0 && facts.DefinitionAt(owner).Kind == SymbolKind.Class;
        facts.OpenScope(node, isType ? ScopeKind.Type : ScopeKind.Block, owner);
        if (isType)
            StructMembers(facts, facts.Parent(node));
        Parameters(facts, facts.Child(node, parameters), isType ? -1 : owner);
    }

    private void Lambda(FactsBuilder facts, int node)
    {
        var owner = facts.OwnerOf(node);
        facts.OpenScope(node, ScopeKind.Block, owner);
        Parameters(facts, facts.Child(node, parameters), owner);
    }

    private void Alias(FactsBuilder facts, int node)
    {
        var added = facts.Child(node, name);
        var original = facts.Child(node, alias);
        if (added < 0 || original < 0 || facts.Is(added, globalVariables))
            return;
        facts.ConsumeAll(added);
        if (facts.Is(added, symbols))
            DefineLiteral(facts, SymbolKind.Method, added, node);
        else
            facts.SetOrigin(facts.Define(SymbolKind.Method, added, node), -1, original);
        if (facts.Is(original, identifiers))
            facts.SetRole(original, ReferenceRole.Read);
        else if (facts.Is(original, symbols))
            facts.AddReference(original, LiteralName(facts, original), ReferenceRole.Read, Operand.None, start: facts[original].Start + 1);
    }
}
