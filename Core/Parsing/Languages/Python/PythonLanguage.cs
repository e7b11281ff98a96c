using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Python;

/// <summary>Python 3: assignment declares, functions see through classes, the first parameter of a method is the instance.</summary>
internal sealed class PythonLanguage : LanguageDefinition
{
    private byte name, left, right, type, value, body, parameters, function, arguments, superclasses, alias, moduleName, returnType, objectField, typeParameters, guard;
    private KindSet identifiers = null!, patterns = null!, attribute = null!, classes = null!, functions = null!, decorated = null!, decorator = null!,
        expressionStatement = null!, strings = null!, splats = null!, separators = null!, typedDefault = null!, dottedName = null!, aliased = null!, wildcard = null!, asyncToken = null!, namedExpression = null!, lambdas = null!, keywordPatterns = null!, forClauses = null!, relativeImports = null!,
        subscripts = null!, parentheses = null!, starredPatterns = null!, withItems = null!, integers = null!, conditionals = null!, slices = null!, lists = null!, casePatterns = null!, augmented = null!;

    public override Language Language => Language.Python;

    public override string GrammarName => "python";

    public override IReadOnlyList<string> Extensions => [".py", ".pyi", ".pyw"];

    public override bool TracksValues => true;

    public override LexicalRules Rules => LexicalRules.MembersNeedReceiver | LexicalRules.TypeBodySeesMembers;

    protected override void Describe(NodeTable table)
    {
        name = table.Field("name");
        left = table.Field("left");
        right = table.Field("right");
        type = table.Field("type");
        value = table.Field("value");
        body = table.Field("body");
        parameters = table.Field("parameters");
        function = table.Field("function");
        arguments = table.Field("arguments");
        superclasses = table.Field("superclasses");
        alias = table.Field("alias");
        moduleName = table.Field("module_name");
        returnType = table.Field("return_type");
        objectField = table.Field("object");
        typeParameters = table.Field("type_parameters");
        namedExpression = table.Kinds("named_expression");
        lambdas = table.Kinds("lambda");
        keywordPatterns = table.Kinds("keyword_pattern");
        lists = table.Kinds("list", "tuple");
        forClauses = table.Kinds("for_in_clause");
        casePatterns = table.Kinds("case_pattern");
        guard = table.Field("guard");
        identifiers = table.Kinds("identifier");
        patterns = table.Kinds("pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern", "parenthesized_expression");
        attribute = table.Kinds("attribute");
        classes = table.Kinds("class_definition");
        functions = table.Kinds("function_definition");
        decorated = table.Kinds("decorated_definition");
        decorator = table.Kinds("decorator");
        expressionStatement = table.Kinds("expression_statement");
        strings = table.Kinds("string");
        splats = table.Kinds("list_splat_pattern", "dictionary_splat_pattern");
        separators = table.Kinds("keyword_separator", "positional_separator");
        typedDefault = table.Kinds("default_parameter", "typed_default_parameter");
        dottedName = table.Kinds("dotted_name");
        relativeImports = table.Kinds("relative_import");
        aliased = table.Kinds("aliased_import");
        wildcard = table.Kinds("wildcard_import");
        asyncToken = table.Tokens("async");
        subscripts = table.Kinds("subscript");
        parentheses = table.Kinds("parenthesized_expression");
        starredPatterns = table.Kinds("list_splat_pattern");
        withItems = table.Kinds("with_item");
        integers = table.Kinds("integer");
        slices = table.Kinds("slice");
        augmented = table.Kinds("augmented_assignment");
        conditionals = table.Kinds("conditional_expression");

        table.Identifier(ReferenceRole.Read, "identifier");
        table.Member("attribute", "object", "attribute");
        table.Call("call", "function", "arguments");
        table.Spread("list_splat", "dictionary_splat");
        table.NamedArgument("keyword_argument", "name", "value");
        table.Index("subscript", "value", "subscript");
        table.Wrapper("parenthesized_expression");
        table.Wrapper("await");
        table.Wrapper("assignment", "right");
        table.Wrapper("named_expression", "value");
        table.Wrapper("type");
        table.Wrapper("generic_type");
        table.Literal("string", "integer", "float", "true", "false", "none", "concatenated_string");
        table.Collection("list", "dictionary", "set", "tuple", "expression_list");
        table.Comprehension("list_comprehension", "set_comprehension", "generator_expression");
        table.Entry("pair", "key", "value");
        table.Choice("conditional_expression", "boolean_operator");
        table.FunctionValue("lambda");
        table.Comment("comment");
        table.Wraps("decorated_definition");
        table.Scope(ScopeKind.Block, "list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression");

        DescribeControl(table);

        table.On(Class, "class_definition");
        table.On(Function, "function_definition");
        table.On(Lambda, "lambda");
        table.On(Assignment, "assignment", "augmented_assignment");
        table.On(Loop, "for_statement", "for_in_clause");
        table.On((facts, node) => Bind(facts, facts.Child(node, name), node, source: facts.Child(node, value)), "named_expression");
        table.On((facts, node) => Bind(facts, facts.FirstNamedChild(node), node, source: Managed(facts, node)), "as_pattern_target");
        table.On(Yield, "yield");
        table.On(Raise, "raise_statement");
        table.On(Return, "return_statement");
        table.On(CasePattern, "case_pattern", "union_pattern", "keyword_pattern");
        table.On(SplatPattern, "splat_pattern");
        table.On(AsPattern, "as_pattern");
        table.On(ClassPattern, "class_pattern");
        table.On(Comprehension, "list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression");
        table.On(KeywordArgument, "keyword_argument");
        table.On(Decorator, "decorator");
        table.On((facts, node) => facts.SetTypeRole(node), "type");
        table.On(TypeAlias, "type_alias_statement");
        table.On((facts, node) => Redirect(facts, node, global: true), "global_statement");
        table.On((facts, node) => Redirect(facts, node, global: false), "nonlocal_statement");
        table.On(ImportModules, "import_statement");
        table.On(ImportMembers, "import_from_statement", "future_import_statement");
    }

    private static void DescribeControl(NodeTable table)
    {
        table.ControlFields("consequence", "body");
        table.Control(ControlKind.Function, "function_definition", "lambda");
        table.Control(ControlKind.Branch, "if_statement", "match_statement");
        table.Control(ControlKind.Arm, "elif_clause", "case_clause");
        table.Control(ControlKind.LastArm, "else_clause");
        table.Control(ControlKind.Loop, "while_statement");
        table.Control(ControlKind.Iteration, "for_statement");
        table.Control(ControlKind.Try, "try_statement");
        table.Control(ControlKind.Handler, "except_clause");
        table.Control(ControlKind.Finally, "finally_clause");
        table.Control(ControlKind.Maybe, "with_statement", "conditional_expression", "boolean_operator", "augmented_assignment", "list_comprehension", "set_comprehension",
            "dictionary_comprehension", "generator_expression");
        table.Control(ControlKind.Exit, "return_statement", "raise_statement");
        table.Control(ControlKind.Break, "break_statement");
        table.Control(ControlKind.Continue, "continue_statement");
    }

    // `case _:` takes what no other takes, unless it has a condition.
    internal override bool IsLastArm(FactsBuilder facts, int arm)
    {
        var pattern = facts.FirstNamedChild(arm);
        return facts.Is(pattern, casePatterns) && facts.Text(pattern).SequenceEqual("_"u8) && facts.Child(arm, guard) < 0;
    }

    private void Class(FactsBuilder facts, int node)
    {
        var definition = facts.Define(SymbolKind.Class, facts.Child(node, name), node, facts.Child(node, body));
        facts.SetVisibility(definition, VisibilityOf(facts, node));
        facts.OpenScope(node, ScopeKind.Type, definition);
        TypeParameters(facts, node);
        var bases = facts.Child(node, superclasses);
        foreach (var child in facts.Children(bases))
        {
            if (facts[child].IsNamed && facts.Child(child, name) < 0)
                facts.Inherit(child);
        }
        DocString(facts, definition, node);
    }

    private void Function(FactsBuilder facts, int node)
    {
        var owner = facts.EnclosingType;
        var nameNode = facts.Child(node, name);
        var kind = owner < 0 ? SymbolKind.Function : facts.Text(nameNode).SequenceEqual("__init__"u8) ? SymbolKind.Constructor : SymbolKind.Method;
        var isStatic = false;
        var isClassLevel = owner >= 0 && (facts.Text(nameNode).SequenceEqual("__new__"u8) || facts.Text(nameNode).SequenceEqual("__init_subclass__"u8));
        if (owner >= 0 && facts.Is(facts.Parent(node), decorated))
        {
            foreach (var child in facts.Children(facts.Parent(node)))
            {
                if (!facts.Is(child, decorator))
                    continue;
                var text = facts.Text(child)[1..];
                isStatic |= text.SequenceEqual("staticmethod"u8);
                isClassLevel |= text.SequenceEqual("classmethod"u8);
                if (text.SequenceEqual("property"u8) || text.SequenceEqual("cached_property"u8) || text.EndsWith(".setter"u8) || text.EndsWith(".cached_property"u8))
                    kind = SymbolKind.Property;
            }
        }
        var definition = facts.Define(kind, nameNode, node, facts.Child(node, body));
        facts.SetVisibility(definition, VisibilityOf(facts, node));
        if (isStatic)
            facts.AddFlags(definition, DefinitionFlags.Static);
        if (isClassLevel)
            facts.AddFlags(definition, DefinitionFlags.ClassLevel);
        if (kind == SymbolKind.Property)
            facts.AddFlags(definition, DefinitionFlags.Accessor);
        if (facts.Child(node, asyncToken) >= 0)
            facts.AddFlags(definition, DefinitionFlags.Async);
        facts.OpenScope(node, ScopeKind.Function, definition);
        TypeParameters(facts, node);
        Parameters(facts, node, definition, hasSelf: owner >= 0 && !isStatic);
        facts.SetOrigin(definition, facts.Child(node, returnType));
        Decorators(facts, definition, node);
        DocString(facts, definition, node);
    }

    // What a property is, the language knows; what other decorators make of a function, their code says.
    private void Decorators(FactsBuilder facts, int definition, int node)
    {
        if (!facts.Is(facts.Parent(node), decorated) || (facts.DefinitionAt(definition).Flags & DefinitionFlags.Accessor) != 0)
            return;
        var found = new List<int>();
        foreach (var child in facts.Children(facts.Parent(node)))
        {
            if (facts.Is(child, decorator) && !facts.Text(child).SequenceEqual("@staticmethod"u8) && !facts.Text(child).SequenceEqual("@classmethod"u8))
                found.Add(facts.FirstNamedChild(child));
        }
        facts.Decorate(definition, [.. found]);
    }

    private void Lambda(FactsBuilder facts, int node)
    {
        facts.OpenScope(node, ScopeKind.Function, NamedLambda(facts, node));
        Parameters(facts, node, -1, hasSelf: false);
        facts.SetOrigin(facts.Returning, -1, facts.Child(node, body));
    }

    // A lambda bound to a name counts as a function of that name; the assignment around it has defined it.
    private int NamedLambda(FactsBuilder facts, int node)
    {
        var assignment = facts.Parent(node);
        if (facts.Child(assignment, right) != node)
            return -1;
        var target = facts.Child(assignment, left);
        return facts.Is(target, identifiers) ? facts.FindInScope(facts.CurrentScope, facts.Text(target)) : -1;
    }

    private void Parameters(FactsBuilder facts, int node, int definition, bool hasSelf)
    {
        int min = 0, max = 0, index = 0;
        foreach (var child in facts.Children(facts.Child(node, parameters)))
        {
            if (!facts[child].IsNamed || facts.Is(child, separators))
                continue;
            var nameNode = facts.Is(child, identifiers) ? child : facts.Child(child, name);
            var inner = nameNode < 0 ? facts.FirstNamedChild(child) : nameNode;
            var splat = facts.Is(child, splats) || facts.Is(inner, splats);
            if (facts.Is(inner, splats))
                inner = facts.FirstNamedChild(inner);
            if (!facts.Is(inner, identifiers))
                continue;
            var parameter = facts.Define(SymbolKind.Parameter, inner, child);
            facts.SetOrigin(parameter, facts.Child(child, type), facts.Child(child, value));
            if (index++ == 0 && hasSelf)
            {
                facts.MarkSelf(parameter);
                continue;
            }
            if (splat)
                facts.AddFlags(parameter, DefinitionFlags.Variadic);
            if (splat)
                max = 254;
            else
                max = Math.Min(254, max + 1);
            if (!splat && !facts.Is(child, typedDefault))
                min++;
        }
        if (definition >= 0)
            facts.SetArity(definition, min, max);
    }

    private void TypeParameters(FactsBuilder facts, int node)
    {
        var list = facts.Child(node, typeParameters);
        foreach (var child in facts.Children(list))
        {
            var leaf = facts.NameLeaf(child);
            if (leaf >= 0)
                facts.Define(SymbolKind.TypeParameter, leaf, child);
        }
    }

    private void Assignment(FactsBuilder facts, int node)
    {
        var target = facts.Child(node, left);
        var source = facts.Child(node, right);
        var typeNode = facts.Child(node, type);
        Bind(facts, target, node, typeNode, source);
        if (facts.CurrentScope == 0 && facts.Is(target, identifiers) && facts.Text(target).SequenceEqual("__all__"u8))
            ExportList(facts, source);
    }

    // `__all__ = ["a", "b"]` is what a star import brings. A list that is put together otherwise says nothing for certain.
    private void ExportList(FactsBuilder facts, int list)
    {
        if (!facts.Is(list, lists))
        {
            facts.Import(ImportKind.Member, default, "*"u8, "*"u8, list, ImportFlags.Reexport, bind: false);
            return;
        }
        foreach (var child in facts.Children(list))
        {
            if (facts.Is(child, strings) && facts.Text(child).Trim("\"'"u8) is { IsEmpty: false } exported)
                facts.Import(ImportKind.Member, default, exported, exported, child, ImportFlags.Reexport, bind: false);
        }
    }

    /// <summary>Declares every name in an assignment target.</summary>
    private void Bind(FactsBuilder facts, int target, int node, int typeNode = -1, int source = -1)
    {
        if (target < 0)
            return;
        if (facts.Is(target, identifiers))
        {
            var owner = facts.EnclosingType;
            // Comprehensions have their own scope; elsewhere only functions and classes have.
            var scope = facts.Is(facts.Parent(target), namedExpression)
                ? facts.NearestScope(ScopeKind.Function, ScopeKind.Type, ScopeKind.File)
                : facts.CurrentScope;
            var isFunction = source >= 0 && facts.Is(source, lambdas);
            var kind = isFunction ? SymbolKind.Function : owner >= 0 ? SymbolKind.Field : IsConstantName(facts.Text(target)) ? SymbolKind.Constant : SymbolKind.Variable;
            var definition = facts.DefineOrWrite(kind, target, node, scope);
            // Of what is a function, an origin would say what it returns.
            if (facts.DefinitionAt(definition).Kind.IsCallable())
                facts.Reassign(definition, source);
            else
                facts.SetOrigin(definition, typeNode, source);
        }
        else if (facts.Is(target, patterns))
        {
            BindParts(facts, target, node, source);
        }
        else if (facts.Is(target, attribute))
        {
            var leaf = facts.NameLeaf(target);
            var objectNode = facts.Child(target, objectField);
            var type = leaf < 0 ? -1 : MethodOwner(facts, objectNode) is >= 0 and var own ? own : facts.Is(node, augmented) ? -1 : NamedHolder(facts, objectNode);
            if (type >= 0)
            {
                facts.SetOrigin(facts.DefineMember(type, SymbolKind.Field, leaf, node), typeNode, source);
            }
            else
            {
                facts.SetRole(leaf, ReferenceRole.Write);
                facts.Store(target, source);
            }
        }
        else if (facts.Is(target, subscripts))
        {
            facts.Store(target, source);
        }
    }

    // Every part of a pattern takes the item at its place; behind a starred one the places are open.
    private void BindParts(FactsBuilder facts, int target, int node, int source)
    {
        var grouped = facts.Is(target, parentheses);
        var place = 0;
        foreach (var child in facts.Children(target))
        {
            if (!facts[child].IsNamed)
                continue;
            var starred = facts.Is(child, starredPatterns);
            var part = grouped || facts.Is(target, starredPatterns) ? source : starred || place < 0 ? facts.Part(source, default) : facts.PartAt(source, place);
            Bind(facts, child, node, source: starred ? facts.Rest(source) : part);
            place = starred ? -1 : place < 0 ? -1 : place + 1;
        }
    }

    private void Loop(FactsBuilder facts, int node)
    {
        var iterated = facts.Child(node, right);
        Bind(facts, facts.Child(node, left), node, source: facts.Part(iterated, default));
        facts.ImplyCall(node, iterated, "__iter__");
        facts.ImplyCall(node, iterated, "__next__");
    }

    // `with open() as f` gives what is opened; `except E as e` an instance of E, which the handler of as_pattern knows.
    private int Managed(FactsBuilder facts, int target)
    {
        var pattern = facts.Parent(target);
        return facts.Is(facts.Parent(pattern), withItems) ? facts.FirstNamedChild(pattern) : -1;
    }

    private static void Yield(FactsBuilder facts, int node) => facts.Yield(facts.Returning, facts.FirstNamedChild(node));

    // A class that is raised is constructed.
    private void Raise(FactsBuilder facts, int node)
    {
        var raised = facts.FirstNamedChild(node);
        if (facts.Is(raised, identifiers) || facts.Is(raised, attribute))
            facts.ImplyCall(raised, raised);
    }

    internal override ReadOnlySpan<byte> KeyText(FactsBuilder facts, int node, bool ofEntry = false)
    {
        if (ofEntry || node < 0)
            return default;
        if (facts.Is(node, integers))
            return facts.Text(node);
        if (!facts.Is(node, strings))
            return default;
        var text = facts.Text(node);
        var quote = text.IndexOfAny((byte)'"', (byte)'\'');
        if (quote < 0 || text.Length < quote + 2 || text[..quote].ContainsAny((byte)'f', (byte)'F'))
            return default;
        var key = text[(quote + 1)..^1];
        // "1" and 1 are two keys.
        return key.Length > 0 && key.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 ? text[quote..] : key;
    }

    internal override bool IsSlice(FactsBuilder facts, int index) => facts.Is(index, slices);

    internal override bool IsAlternative(FactsBuilder facts, int node, int child)
    {
        // `a if condition else b`: the condition is the second of three.
        if (!facts.Is(node, conditionals))
            return true;
        var first = facts.FirstNamedChild(node);
        return child == first || child == facts.LastNamedChild(node);
    }

    /// <summary>The class whose instance a method's first parameter names, if <paramref name="objectNode"/> is that parameter; else -1.</summary>
    private int MethodOwner(FactsBuilder facts, int objectNode)
    {
        if (!facts.Is(objectNode, identifiers))
            return -1;
        var scope = facts.NearestScope(ScopeKind.Function);
        if (scope == 0)
            return -1;
        var parameter = facts.FindInScope(scope, facts.Text(objectNode));
        if (parameter < 0 || !facts.IsSelf(parameter))
            return -1;
        var method = facts.ScopeAt(scope).Owner;
        return method < 0 ? -1 : facts.DefinitionAt(method).Parent;
    }

    /// <summary>The class or function of the file that a name means, which gets members by assignment; -1 for none.</summary>
    private int NamedHolder(FactsBuilder facts, int objectNode) =>
        facts.Is(objectNode, identifiers) && facts.FindVisible(facts.Text(objectNode)) is >= 0 and var holder && facts.DefinitionAt(holder).Kind is SymbolKind.Class or SymbolKind.Function ? holder : -1;

    private static void Return(FactsBuilder facts, int node)
    {
        if (facts.Returning is not -1 and var definition)
            facts.SetOrigin(definition, -1, facts.FirstNamedChild(node));
    }

    // A bare name in a pattern captures; dotted names and class patterns refer.
    private void CasePattern(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, dottedName) && facts.CountNamedChildren(child) == 1)
                Capture(facts, facts.FirstNamedChild(child), node);
        }
    }

    private void SplatPattern(FactsBuilder facts, int node) => Capture(facts, facts.FirstNamedChild(node), node);

    // `case [a, b] as whole`; outside of patterns, the name is an `as_pattern_target`.
    private void AsPattern(FactsBuilder facts, int node)
    {
        if (facts.LastNamedChild(node) is var last && last != facts.FirstNamedChild(node))
            Capture(facts, last, node);
    }

    private void Capture(FactsBuilder facts, int leaf, int node)
    {
        if (facts.Is(leaf, identifiers) && !facts.Text(leaf).SequenceEqual("_"u8))
            facts.DefineOrWrite(facts.EnclosingType >= 0 ? SymbolKind.Field : SymbolKind.Variable, leaf, node);
    }

    // `case Point(x=0)`: the names are members of what the pattern's class makes.
    private void ClassPattern(FactsBuilder facts, int node)
    {
        var type = facts.FirstNamedChild(node);
        facts.SetRole(facts.LastNamedChild(type), ReferenceRole.Type, ReferenceFlags.TypePosition);
        foreach (var child in facts.Children(node))
        {
            var keyword = facts.FirstNamedChild(child);
            if (!facts.Is(keyword, keywordPatterns))
                continue;
            var leaf = facts.FirstNamedChild(keyword);
            facts.SetRole(leaf, ReferenceRole.Read);
            facts.SetMember(leaf, facts.LastNamedChild(type), instance: true);
        }
    }

    // The first list is evaluated before the comprehension's own scope exists.
    private void Comprehension(FactsBuilder facts, int node) => facts.LookOutside(facts.Child(facts.Child(node, forClauses), right));

    // A named argument means a parameter of what is called.
    private void KeywordArgument(FactsBuilder facts, int node)
    {
        var leaf = facts.Child(node, name);
        facts.SetRole(leaf, ReferenceRole.Write, ReferenceFlags.Key);
        facts.SetMember(leaf, facts.Child(facts.Parent(facts.Parent(node)), function));
    }

    // A decorator without arguments calls what it names.
    private void Decorator(FactsBuilder facts, int node)
    {
        var leaf = facts.NameLeaf(facts.FirstNamedChild(node));
        facts.SetCall(leaf, 1);
    }

    private void TypeAlias(FactsBuilder facts, int node)
    {
        var leaf = facts.NameLeaf(facts.Child(node, left));
        if (leaf >= 0)
            facts.Define(SymbolKind.TypeAlias, leaf, node);
    }

    private void Redirect(FactsBuilder facts, int node, bool global)
    {
        var from = facts.NearestScope(ScopeKind.Function, ScopeKind.Type, ScopeKind.File);
        foreach (var child in facts.Children(node))
        {
            if (!facts.Is(child, identifiers))
                continue;
            var to = 0;
            if (!global)
            {
                for (to = facts.ScopeAt(from).Parent; to > 0 && facts.FindInScope(to, facts.Text(child)) < 0; to = facts.ScopeAt(to).Parent)
                {
                }
            }
            facts.Redirect(from, facts.Text(child), Math.Max(to, 0));
        }
    }

    private void ImportModules(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(node))
        {
            if (!facts[child].IsNamed)
                continue;
            var path = facts.Is(child, aliased) ? facts.Child(child, name) : child;
            var aliasNode = facts.Is(child, aliased) ? facts.Child(child, alias) : -1;
            ImportPath(facts, path);
            if (aliasNode >= 0)
            {
                facts.Import(ImportKind.Module, facts.Text(path), default, facts.Text(aliasNode), path);
                facts.Consume(aliasNode);
            }
            else if (facts.FirstNamedChild(path) is >= 0 and var first)
            {
                // `import a.b` binds `a`; members of it lead on to `a.b`.
                facts.Import(ImportKind.Module, facts.Text(first), default, facts.Text(first), path);
                if (facts.CountNamedChildren(path) > 1)
                    facts.Import(ImportKind.Include, facts.Text(path), default, default, path);
            }
        }
    }

    private void ImportMembers(FactsBuilder facts, int node)
    {
        var module = facts.Child(node, moduleName);
        var path = module < 0 ? "__future__"u8 : facts.Text(module);
        ImportPath(facts, module);
        if (facts.Is(module, relativeImports))
        {
            facts.Import(ImportKind.Include, path, default, default, module);
            facts.AddReference(module, path, ReferenceRole.Import, Operand.None);
        }
        foreach (var child in facts.Children(node))
        {
            if (child == module || !facts[child].IsNamed)
                continue;
            if (facts.Is(child, wildcard))
            {
                facts.Import(ImportKind.Star, path, default, default, child, ImportFlags.Reexport);
                continue;
            }
            var nameNode = facts.Is(child, aliased) ? facts.Child(child, name) : child;
            var aliasNode = facts.Is(child, aliased) ? facts.Child(child, alias) : nameNode;
            facts.Import(ImportKind.Member, path, facts.Text(nameNode), facts.Text(aliasNode), nameNode, ImportFlags.Reexport);
            facts.SetRole(facts.FirstNamedChild(nameNode), ReferenceRole.Import);
            if (aliasNode != nameNode)
                facts.Consume(aliasNode);
        }
    }

    // Each name of a path is a module in the one before.
    private void ImportPath(FactsBuilder facts, int path)
    {
        var before = -1;
        for (var at = path; at >= 0 && at < facts[path].Next; at++)
        {
            facts.SetRole(at, ReferenceRole.Import, ReferenceFlags.Path);
            if (!facts.Is(at, identifiers))
                continue;
            facts.SetMember(at, before);
            before = at;
        }
    }

    private void DocString(FactsBuilder facts, int definition, int node)
    {
        var first = facts.FirstNamedChild(facts.Child(node, body));
        if (!facts.Is(first, expressionStatement))
            return;
        var text = facts.FirstNamedChild(first);
        if (facts.Is(text, strings))
            facts.SetDocumentation(definition, facts.Text(text));
    }

    private Visibility VisibilityOf(FactsBuilder facts, int node)
    {
        var text = facts.Text(facts.Child(node, name));
        return text.StartsWith("_"u8) && !text.EndsWith("__"u8) ? Visibility.Private : Visibility.Public;
    }

    private static bool IsConstantName(ReadOnlySpan<byte> text) => text.Length > 1 && text.IndexOfAnyInRange((byte)'a', (byte)'z') < 0 && text.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0;
}
