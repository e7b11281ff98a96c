using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.JavaScript;

internal abstract partial class EcmaScriptLanguage
{
    /// <summary>Where the value of a pattern comes from: all of a node, an element of it, or an instance of the type that it names.</summary>
    protected readonly record struct Origin(int Node, int TypeNode = -1, bool Element = false)
    {
        public static readonly Origin None = new(-1);
    }

    /// <summary>How the names of a pattern are declared; without a scope they are written to.</summary>
    /// <param name="Node">The whole declaration.</param>
    protected readonly record struct Binder(SymbolKind Kind, int Node, int Scope, DefinitionFlags Flags = DefinitionFlags.None);

    private void Declarator(FactsBuilder facts, int node)
    {
        var list = facts.Parent(node);
        var isBlockScoped = facts.Is(list, lexical);
        var kind = isBlockScoped && facts.Child(list, constToken) >= 0 ? SymbolKind.Constant : SymbolKind.Variable;
        var scope = isBlockScoped ? facts.CurrentScope : VariableScope(facts);
        var flags = ExportFlags(facts, list);
        var target = facts.Child(node, name);
        var initial = Unwrap(facts, facts.Child(node, value));
        if (target < 0 || ImportDeclarator(facts, target, initial, scope, flags))
            return;
        var typeNode = facts.Child(node, type);
        if (!facts.Is(target, identifiers))
        {
            BindPattern(facts, target, new Binder(kind, node, scope, flags), new Origin(facts.Child(node, value), TypeOf(facts, typeNode)));
            return;
        }
        var named = NamedValue(facts, initial);
        var definition = facts.Define(KindOf(facts, named, kind), target, node, BodyOf(facts, named), scope);
        facts.AddFlags(definition, flags);
        Describe(facts, definition, typeNode, facts.Child(node, value), named);
        if (AwaitedModule(facts, initial) is >= 0 and var module)
            facts.SetOrigin(definition, module);
        facts.SetOwner(facts.Is(initial, arrays) ? initial : named, definition);
        TypeLiterals(facts, typeNode, definition);
    }

    /// <summary>The type and value of a variable or field. Those of a function or class are what its own syntax says.</summary>
    private void Describe(FactsBuilder facts, int definition, int annotation, int initial, int named)
    {
        if (!facts.Is(named, functions) && !facts.Is(named, classExpressions))
        {
            facts.SetOrigin(definition, TypeOf(facts, annotation), initial);
            Annotate(facts, definition, annotation);
        }
    }

    /// <summary>Where <c>var</c> declares.</summary>
    protected static int VariableScope(FactsBuilder facts) => facts.NearestScope(ScopeKind.Function, ScopeKind.Namespace, ScopeKind.File);

    /// <summary>What a definition is whose value is <paramref name="initial"/>.</summary>
    protected SymbolKind KindOf(FactsBuilder facts, int initial, SymbolKind otherwise)
    {
        if (facts.Is(initial, functions))
            return otherwise is SymbolKind.Field or SymbolKind.Property or SymbolKind.Method ? SymbolKind.Method : SymbolKind.Function;
        return facts.Is(initial, classExpressions) ? SymbolKind.Class : otherwise;
    }

    /// <summary>
    /// The function, class or object that a declaration names: its value, or what a call that hands it on was given
    /// (<c>Object.freeze({ })</c>, <c>memo(() => ...)</c>).
    /// </summary>
    protected int NamedValue(FactsBuilder facts, int initial)
    {
        initial = Unwrap(facts, initial);
        for (var depth = 0; facts.Is(initial, calls) && depth < 8; depth++)
        {
            var callee = facts.Child(initial, function);
            var called = facts.Text(facts.Is(callee, members) ? facts.Child(callee, property) : callee);
            var handsOn = called.SequenceEqual("freeze"u8) || called.SequenceEqual("seal"u8) || called.SequenceEqual("memo"u8) || called.SequenceEqual("forwardRef"u8)
                || called.SequenceEqual("useCallback"u8) || called.SequenceEqual("defineComponent"u8);
            if (!handsOn)
                return -1;
            initial = Unwrap(facts, facts.FirstNamedChild(facts.Child(initial, arguments)));
        }
        // `a = module.exports = function () {}`
        for (var depth = 0; facts.Is(initial, assignments) && depth < 8; depth++)
            initial = Unwrap(facts, facts.Child(initial, right));
        return facts.Is(initial, functions) || facts.Is(initial, classExpressions) || facts.Is(initial, objects) ? initial : -1;
    }

    protected int BodyOf(FactsBuilder facts, int valueNode) => facts.Is(valueNode, objects) ? valueNode : valueNode < 0 ? -1 : facts.Child(valueNode, body);

    private void Loop(FactsBuilder facts, int node)
    {
        var target = facts.Child(node, left);
        // `for (const k in object)` gives names, not elements.
        var origin = facts.Child(node, ofToken) >= 0 ? new Origin(facts.Child(node, right), Element: true) : Origin.None;
        var isVar = facts.Child(node, varToken) >= 0;
        var isConst = facts.Child(node, constToken) >= 0;
        if (!isVar && !isConst && facts.Child(node, letToken) < 0)
            Write(facts, target);
        else
            BindPattern(facts, target, new Binder(isConst ? SymbolKind.Constant : SymbolKind.Variable, target, isVar ? VariableScope(facts) : facts.CurrentScope), origin);
    }

    private void Catch(FactsBuilder facts, int node)
    {
        var target = facts.Child(node, parameter);
        BindPattern(facts, target, new Binder(SymbolKind.Variable, target, facts.CurrentScope), new Origin(-1, TypeOf(facts, facts.Child(node, type))));
    }

    /// <summary>Marks every name in an assignment target as written.</summary>
    protected void Write(FactsBuilder facts, int target) => BindPattern(facts, target, new Binder(SymbolKind.Variable, target, -1), Origin.None);

    /// <summary>Declares, or without a scope writes to, every name in a pattern.</summary>
    protected void BindPattern(FactsBuilder facts, int target, in Binder binder, in Origin origin, int depth = 0)
    {
        if (target < 0 || depth > MaxDepth)
            return;
        if (facts.Is(target, identifiers))
        {
            BindName(facts, target, binder, origin);
        }
        else if (facts.Is(target, shorthandPatterns))
        {
            BindShorthand(facts, target, binder, origin);
        }
        else if (facts.Is(target, defaultPatterns) || facts.Is(target, objectDefaults))
        {
            BindPattern(facts, facts.Child(target, left), binder, origin, depth + 1);
            // What is taken where nothing is given.
            if (facts.DefinitionOf(facts.Child(target, left)) is >= 0 and var optional)
                facts.SetOrigin(optional, -1, facts.Child(target, right));
        }
        else if (facts.Is(target, pairPatterns))
        {
            var keyNode = facts.Child(target, key);
            var inner = PatternKey(facts, keyNode, origin) ? new Origin(keyNode) : new Origin(facts.Part(origin.Node, KeyText(facts, keyNode)));
            BindPattern(facts, facts.Child(target, value), binder, inner, depth + 1);
        }
        else if (facts.Is(target, arrayPatterns))
        {
            BindItems(facts, target, binder, origin, depth);
        }
        else if (facts.Is(target, objectPatterns) || facts.Is(target, restPatterns))
        {
            // The members of an object are those of the origin; what is left over is known as neither.
            foreach (var child in facts.Children(target))
            {
                if (facts[child].IsNamed)
                    BindPattern(facts, child, binder, facts.Is(target, objectPatterns) ? origin : Origin.None, depth + 1);
            }
        }
        else if (facts.Is(target, transparent))
        {
            BindPattern(facts, Unwrap(facts, target), binder, origin, depth + 1);
        }
        else if (binder.Scope < 0)
        {
            facts.SetRole(facts.NameLeaf(target), ReferenceRole.Write);
            facts.Store(target, origin.Element ? facts.Part(origin.Node, default) : origin.Node);
        }
    }

    // `[a, , b, ...c]`: the commas count the places.
    private void BindItems(FactsBuilder facts, int target, in Binder binder, in Origin origin, int depth)
    {
        var place = 0;
        var last = facts[target].Start;
        foreach (var child in facts.Children(target))
        {
            if (!facts[child].IsNamed)
                continue;
            place += facts.Text(last, facts[child].Start).Count((byte)',');
            last = facts[child].End;
            if (facts.Is(child, restPatterns))
                BindPattern(facts, facts.FirstNamedChild(child), binder, new Origin(facts.Rest(origin.Node)), depth + 1);
            else
                BindPattern(facts, child, binder, new Origin(facts.PartAt(origin.Element ? facts.Part(origin.Node, default) : origin.Node, place)), depth + 1);
        }
    }

    private void BindName(FactsBuilder facts, int target, in Binder binder, in Origin origin)
    {
        if (binder.Scope < 0)
        {
            facts.SetRole(target, ReferenceRole.Write);
            facts.Store(target, origin.Element ? facts.Part(origin.Node, default) : origin.Node);
            return;
        }
        var definition = facts.Define(binder.Kind, target, binder.Node, scope: binder.Scope);
        facts.AddFlags(definition, binder.Flags);
        facts.SetOrigin(definition, origin.TypeNode, origin.Node, element: origin.Element);
        TypeLiterals(facts, origin.TypeNode, definition);
    }

    // `{ a }` declares a name and reads the member of that name.
    private static void BindShorthand(FactsBuilder facts, int target, in Binder binder, in Origin origin)
    {
        if (binder.Scope < 0)
        {
            facts.SetRole(target, ReferenceRole.Write);
            return;
        }
        var definition = facts.Define(binder.Kind, target, binder.Node, scope: binder.Scope);
        facts.AddFlags(definition, binder.Flags);
        if (ReadMember(facts, target, origin))
        {
            facts.KeepUse(target);
            facts.SetOrigin(definition, -1, target);
        }
        else if (origin.Element || origin.Node < -1)
        {
            facts.SetOrigin(definition, -1, facts.Part(origin.Element ? facts.Part(origin.Node, default) : origin.Node, facts.Text(target)));
        }
    }

    // Whether the key is known to read a member.
    private bool PatternKey(FactsBuilder facts, int keyNode, in Origin origin)
    {
        if (!facts.Is(keyNode, propertyNames))
            return false;
        if (ReadMember(facts, keyNode, origin))
            return true;
        facts.SetRole(keyNode, ReferenceRole.Read, ReferenceFlags.Key);
        return false;
    }

    private static bool ReadMember(FactsBuilder facts, int leaf, in Origin origin)
    {
        var isTyped = facts.NameLeaf(origin.TypeNode) >= 0;
        if (origin.Element || (origin.Node < 0 && !isTyped))
            return false;
        facts.SetRole(leaf, ReferenceRole.Read);
        facts.SetMember(leaf, isTyped ? origin.TypeNode : origin.Node, instance: isTyped);
        return true;
    }

    private KindSet ofToken = null!, letToken = null!;
}
