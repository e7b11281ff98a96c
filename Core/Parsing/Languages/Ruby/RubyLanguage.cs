using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Ruby;

/// <summary>
/// Ruby: assignment declares, a bare name that is no local is a call, methods see no locals of what encloses them while blocks do, and much of
/// what other languages declare is a call in a class's body.
/// </summary>
internal sealed partial class RubyLanguage : LanguageDefinition
{
    private const int MaxDepth = 200;

    private byte name, body, parameters, left, right, value, key, arguments, receiver, method, objectField, scopeField, alias, block, pattern, locals;
    private KindSet identifiers = null!, constants = null!, scopeResolutions = null!, calls = null!, instanceVariables = null!, classVariables = null!, globalVariables = null!,
        pairs = null!, splats = null!, blockArguments = null!, symbols = null!, strings = null!, stringContents = null!, selfKind = null!, lambdas = null!, keySymbols = null!, comments = null!;

    public override Language Language => Language.Ruby;

    public override string GrammarName => "ruby";

    public override IReadOnlyList<string> Extensions => [".rb", ".rake", ".gemspec", ".ru", ".podspec"];

    public override IReadOnlyList<string> FileNames =>
        ["Rakefile", "rakefile", "Gemfile", "Guardfile", "Capfile", "Vagrantfile", "Podfile", "Fastfile", "Brewfile", "Dangerfile", "Thorfile", "Berksfile", "Appraisals"];

    public override bool TracksValues => true;

    public override LexicalRules Rules => LexicalRules.FunctionsAreClosed | LexicalRules.InnermostMembersOnly;

    protected override void Describe(NodeTable table)
    {
        name = table.Field("name");
        body = table.Field("body");
        parameters = table.Field("parameters");
        left = table.Field("left");
        right = table.Field("right");
        value = table.Field("value");
        key = table.Field("key");
        arguments = table.Field("arguments");
        receiver = table.Field("receiver");
        method = table.Field("method");
        objectField = table.Field("object");
        scopeField = table.Field("scope");
        alias = table.Field("alias");
        block = table.Field("block");
        pattern = table.Field("pattern");
        locals = table.Field("locals");
        identifiers = table.Kinds("identifier");
        constants = table.Kinds("constant");
        scopeResolutions = table.Kinds("scope_resolution");
        calls = table.Kinds("call");
        instanceVariables = table.Kinds("instance_variable");
        classVariables = table.Kinds("class_variable");
        globalVariables = table.Kinds("global_variable");
        pairs = table.Kinds("pair");
        splats = table.Kinds("splat_argument", "hash_splat_argument", "forward_argument");
        blockArguments = table.Kinds("block_argument");
        symbols = table.Kinds("simple_symbol");
        strings = table.Kinds("string");
        stringContents = table.Kinds("string_content");
        selfKind = table.Kinds("self");
        lambdas = table.Kinds("lambda");
        keySymbols = table.Kinds("hash_key_symbol");
        comments = table.Kinds("comment");

        table.Identifier(ReferenceRole.Read, "identifier", "constant", "instance_variable", "class_variable", "global_variable");
        table.Member("scope_resolution", "scope", "name", ReferenceFlags.Path);
        table.Call("call", "method", "arguments");
        table.Index("element_reference", "object");
        table.Wrapper("parenthesized_statements");
        table.Wrapper("assignment", "right");
        table.This("self");
        table.Literal("string", "integer", "float", "true", "false", "nil", "array", "hash", "simple_symbol", "delimited_symbol", "regex", "string_array", "symbol_array", "range", "chained_string");
        table.Comment("comment");
        table.Wraps("argument_list", "call", "assignment");

        table.On(Name, "identifier");
        table.On(ScopeResolution, "scope_resolution");
        table.On(Call, "call");
        table.On(SuperCall, "super");
        table.On(Pair, "pair");
        DescribeDeclarations(table);
        DescribeVariables(table);
    }

    // A bare name is a local that was assigned above, or else a call.
    private void Name(FactsBuilder facts, int node)
    {
        if (!facts.IsMarked(node) && FindLocal(facts, facts.Text(node)) < 0 && !IsSection(facts, node))
            facts.SetCall(node, 0);
    }

    /// <summary>The local of a name that is seen here, -1 for none.</summary>
    private static int FindLocal(FactsBuilder facts, ReadOnlySpan<byte> text)
    {
        for (var scope = facts.CurrentScope; scope >= 0; scope = facts.ScopeAt(scope).Parent)
        {
            if (facts.FindInScope(scope, text) is >= 0 and var found && IsLocal(facts, found))
                return found;
            if (facts.ScopeAt(scope).Kind != ScopeKind.Block)
                return -1;
        }
        return -1;
    }

    private static bool IsLocal(FactsBuilder facts, int definition)
    {
        var target = facts.DefinitionAt(definition);
        return target.Kind is SymbolKind.Variable or SymbolKind.Parameter || (target.Kind == SymbolKind.Function && (target.Flags & DefinitionFlags.Local) != 0);
    }

    private void ScopeResolution(FactsBuilder facts, int node)
    {
        var scope = facts.Child(node, scopeField);
        if (scope < 0)
            facts.AddReferenceFlags(facts.Child(node, name), ReferenceFlags.Rooted);
    }

    private void Call(FactsBuilder facts, int node)
    {
        var called = facts.Child(node, method);
        var of = facts.Child(node, receiver);
        if (called < 0)
            return;
        var count = CountArguments(facts, facts.Child(node, arguments));
        if (facts.Is(called, identifiers) || facts.Is(called, constants))
            facts.SetCall(called, count);
        facts.SetMember(called, of);
        // `a.b = 1` and `a.b, c = 1, 2` write.
        if (of >= 0 && (facts[node].Field == left || facts.Is(facts.Parent(node), targetLists)))
            facts.SetRole(called, ReferenceRole.Write);
        else if (of < 0)
        {
            Directive(facts, node, called);
        }
        else if ((facts.Is(of, constants) || facts.Is(of, scopeResolutions)) && facts.Text(called).SequenceEqual("new"u8))
        {
            // `Type.new(...)` constructs: the type's name is what is called.
            facts.SetCall(facts.NameLeaf(of), count, ReferenceFlags.New);
            facts.Consume(called);
        }
    }

    // `super` calls the method of the same name.
    private void SuperCall(FactsBuilder facts, int node)
    {
        var owner = facts.ScopeAt(facts.NearestScope(ScopeKind.Function, ScopeKind.File)).Owner;
        if (owner < 0)
            return;
        var call = facts.Parent(node);
        var count = facts.Is(call, calls) && facts.Child(call, method) == node ? CountArguments(facts, facts.Child(call, arguments)) : -1;
        facts.AddReference(node, facts.NameOf(owner), ReferenceRole.Call, Operand.Super, count);
    }

    // `{ x: }` and `f(x:)` read x.
    private void Pair(FactsBuilder facts, int node)
    {
        var keyNode = facts.Child(node, key);
        if (!facts.Is(keyNode, keySymbols) || facts.Child(node, value) >= 0)
            return;
        var isLocal = FindLocal(facts, facts.Text(keyNode)) >= 0;
        facts.AddReference(keyNode, facts.Text(keyNode), isLocal ? ReferenceRole.Read : ReferenceRole.Call, Operand.None, isLocal ? -1 : 0);
    }

    /// <summary>Positional arguments; -1 where a splat hides their number, or keywords that may be one more.</summary>
    private int CountArguments(FactsBuilder facts, int list)
    {
        var count = 0;
        foreach (var child in facts.Children(list))
        {
            if (facts.Is(child, splats) || facts.Is(child, pairs))
                return -1;
            if (facts[child].IsNamed && !facts.Is(child, blockArguments) && !facts.Is(child, comments))
                count++;
        }
        return count;
    }

    /// <summary>The name in <c>:name</c> or <c>"name"</c>; empty for what is neither.</summary>
    private ReadOnlySpan<byte> LiteralName(FactsBuilder facts, int node)
    {
        if (facts.Is(node, symbols))
            return facts.Text(node)[1..];
        if (facts.Is(node, strings) && facts.CountNamedChildren(node) == 1 && facts.Is(facts.FirstNamedChild(node), stringContents))
            return facts.Text(facts.FirstNamedChild(node));
        return default;
    }
}
