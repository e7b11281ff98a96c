using CodeGraph.Model;
using CodeGraph.Parsing.Languages;

namespace CodeGraph.Parsing.Facts;

public sealed partial class FactsBuilder
{
    /// <summary>
    /// Declarations of one name in one scope that are looked at. Written code has a few dozen; without a bound, a file of 60,000
    /// <c>#define A A A</c> takes minutes. What lies beyond is left unbound, never bound to another.
    /// </summary>
    internal const int MaxSameName = 512;

    /// <summary>Scopes inside of one another; what is nested deeper counts to the innermost of them, since every look-up walks outwards through all.</summary>
    private const int MaxOpenScopes = 512;

    private readonly List<Scope> scopes = [];
    private readonly List<bool> scopeHasBases = [];
    private readonly Dictionary<int, Visibility> sections = [];
    private readonly List<int> scopeNodes = [];
    private readonly Stack<(int Scope, int End)> open = new();

    // (scope, name) to the first binding of that name there.
    private readonly Dictionary<long, int> bound = [];
    private readonly List<Binding> bindings = [];
    private readonly Dictionary<long, int> redirected = [];
    private int currentScope;
    private int scopeEnd;

    /// <param name="Target">A definition, or the complement of an import.</param>
    /// <param name="VisibleFrom">First byte at which it can be seen; 0 where the whole scope sees it.</param>
    /// <param name="Next">The next binding of the same name in the same scope, -1 for none.</param>
    /// <param name="Last">In the first of them, the last.</param>
    private record struct Binding(int Target, int VisibleFrom, int Next, int Last);

    /// <summary>What a heading as C++'s <c>private:</c> gives to the members below it, in the current scope.</summary>
    public Visibility SectionVisibility
    {
        get => sections.GetValueOrDefault(currentScope);
        set => sections[currentScope] = value;
    }

    /// <summary>The scope around the node being visited.</summary>
    public int CurrentScope => currentScope;

    public Scope ScopeAt(int scope) => scopes[scope];

    /// <summary>
    /// Opens a scope over the subtree of a node, or from the node to the end of <paramref name="until"/>'s subtree; it closes by itself. Names
    /// bound before stay in the scope around it.
    /// </summary>
    /// <param name="isBody">False where the owner has its body elsewhere, and this region only adds members.</param>
    public int OpenScope(int node, ScopeKind kind, int owner = -1, int until = -1, bool isBody = true)
    {
        if (open.Count < MaxOpenScopes)
        {
            currentScope = AddScope(new Scope(kind, currentScope, owner), node);
            if (language.TracksValues && kind is ScopeKind.Function or ScopeKind.Type)
                functionScopes[node] = currentScope;
        }
        scopeEnd = tree[until < 0 ? node : until].Next;
        open.Push((currentScope, scopeEnd));
        if (owner >= 0 && isBody)
            DefinitionAt(owner).BodyScope = currentScope;
        return currentScope;
    }

    /// <summary>The node that a scope was opened over, -1 for none.</summary>
    public int NodeOf(int scope) => scopeNodes[scope];

    /// <summary>A leaf is one more name of a definition in the current scope: <c>const a = function b() {}</c> inside of the function.</summary>
    public void BindAlias(int nameNode, int definition)
    {
        Consume(nameNode);
        Bind(currentScope, BoundName(nameNode), definition, 0);
    }

    /// <summary>The scope that was opened over a node, -1 for none.</summary>
    public int ScopeOver(int node)
    {
        for (var scope = scopes.Count - 1; scope > 0 && scope > scopes.Count - MaxSameName; scope--)
        {
            if (scopeNodes[scope] == node)
                return scope;
        }
        return -1;
    }

    /// <summary>What a scope's own definitions are called is bound in the current scope too, as far as they are among the latest.</summary>
    public void BindMembers(int scope)
    {
        for (var i = Math.Max(0, definitions.Count - MaxSameName); scope >= 0 && i < definitions.Count; i++)
        {
            if (definitions[i].Scope == scope)
                Bind(currentScope, definitions[i].Name, i, 0);
        }
    }

    /// <summary>Defines a label of a statement in the current scope. Labels have names of their own.</summary>
    public void DefineLabel(int nameNode, int node)
    {
        var label = Define(SymbolKind.Variable, nameNode, node, bind: false);
        AddFlags(label, DefinitionFlags.Local);
        DescriptionAt(label).Signature = -1;
        DescriptionAt(label).Documentation = -1;
        Bind(currentScope, LabelName(nameNode), label, 0);
    }

    /// <summary>The leaf is a use of a label.</summary>
    public void UseLabel(int leaf)
    {
        Consume(leaf);
        AddReference(leaf, Text(leaf), ReferenceRole.Read, Operand.None);
        boundNames[^1] = LabelName(leaf);
    }

    private int LabelName(int leaf)
    {
        var text = Text(leaf);
        var name = new byte[text.Length + 1];
        text.CopyTo(name);
        name[^1] = (byte)':';
        return strings.Intern(name);
    }

    /// <summary>What a name means here as far as definitions made so far tell: the nearest enclosing scope's, -1 for none or an import.</summary>
    public int FindVisible(ReadOnlySpan<byte> name)
    {
        for (var scope = currentScope; scope >= 0; scope = scopes[scope].Parent)
        {
            if (scopes[scope].Kind != ScopeKind.Type && FindInScope(scope, name) is >= 0 and var found)
                return found;
        }
        return -1;
    }

    /// <summary>The nearest scope, from the current one outwards, of a kind in which locals that are not block-scoped live.</summary>
    public int NearestScope(params ReadOnlySpan<ScopeKind> kinds)
    {
        for (var scope = currentScope; scope >= 0; scope = scopes[scope].Parent)
        {
            if (kinds.Contains(scopes[scope].Kind))
                return scope;
        }
        return 0;
    }

    /// <summary>From now on, binding the name in one scope binds it in another (Python's global and nonlocal).</summary>
    public void Redirect(int scope, ReadOnlySpan<byte> name, int target) => redirected[Key(scope, strings.Intern(name))] = target;

    /// <summary>The definition that a scope binds a name to, -1 for none. Imports do not count.</summary>
    public int FindInScope(int scope, ReadOnlySpan<byte> name)
    {
        var id = strings.Find(name);
        if (id < 0 || !bound.TryGetValue(Key(scope, id), out var at))
            return -1;
        for (var seen = 0; at >= 0 && seen < MaxSameName; at = bindings[at].Next, seen++)
        {
            if (bindings[at].Target >= 0)
                return bindings[at].Target;
        }
        return -1;
    }

    /// <summary>The definition that the current scope binds to the text of <paramref name="nameNode"/> and whose span holds a node; -1 for none.</summary>
    public int FindAround(int nameNode, int node)
    {
        if (nameNode < 0)
            return -1;
        var seen = 0;
        for (var at = FindInScope(currentScope, Text(nameNode)); at >= 0 && seen < MaxSameName; at = DefinitionAt(at).NextSame, seen++)
        {
            if (DefinitionAt(at).Start <= tree[node].Start && DefinitionAt(at).End >= tree[node].End)
                return at;
        }
        return -1;
    }

    private int AddScope(Scope scope, int node)
    {
        scopes.Add(scope);
        scopeHasBases.Add(false);
        scopeNodes.Add(node);
        return scopes.Count - 1;
    }

    private static long Key(int scope, int name) => ((long)scope << 32) | (uint)name;

    private void StartScopes()
    {
        scopes.Clear();
        scopeHasBases.Clear();
        scopeNodes.Clear();
        open.Clear();
        bound.Clear();
        bindings.Clear();
        redirected.Clear();
        sections.Clear();
        currentScope = -1;
        currentScope = AddScope(new Scope(ScopeKind.File, -1, -1), 0);
        scopeEnd = int.MaxValue;
        open.Push((0, int.MaxValue));
    }

    private void CloseScope()
    {
        open.Pop();
        (currentScope, scopeEnd) = open.Peek();
    }

    private int ScopeFor(int scope, int name) => redirected.Count > 0 && redirected.TryGetValue(Key(scope, name), out var other) ? other : scope;

    /// <summary>What a leaf's name is bound and looked up as: variables with a sigil have a name space of their own.</summary>
    private int BoundName(int nameNode)
    {
        var start = tree[nameNode].Start;
        return table.Sigil != 0 && start > 0 && tree.Source.Span[start - 1] == table.Sigil ? strings.Intern(tree.Source.Span[(start - 1)..tree[nameNode].End]) : strings.Intern(Text(nameNode));
    }

    private void Bind(int scope, int name, int target, int visibleFrom)
    {
        var key = Key(scope, name);
        var added = bindings.Count;
        bindings.Add(new Binding(target, visibleFrom, -1, added));
        if (!bound.TryAdd(key, added))
        {
            var head = bound[key];
            var last = bindings[head].Last;
            bindings[last] = bindings[last] with { Next = added };
            bindings[head] = bindings[head] with { Last = added };
            if (target >= 0 && bindings[last].Target >= 0 && DefinitionAt(target).Scope == scope)
                DefinitionAt(bindings[last].Target).NextSame = target;
        }
    }

    /// <summary>Binds every unqualified reference by walking the scopes outwards.</summary>
    private void BindReferences()
    {
        var rules = language.Rules;
        for (var i = 0; i < references.Count; i++)
        {
            ref var reference = ref ReferenceAt(i);
            if ((reference.Qualifier.Kind == OperandKind.None && (reference.Flags & (ReferenceFlags.Key | ReferenceFlags.Rooted)) == 0)
                || (reference.Flags & (ReferenceFlags.Key | ReferenceFlags.AnyMeaning)) == (ReferenceFlags.Key | ReferenceFlags.AnyMeaning))
                reference.Binding = LookUp(reference, boundNames[i], offsets[i], rules, out reference.PassedBases);
        }
        // A member of the parameter that stands for the instance is a member of this.
        for (var i = 0; i < references.Count; i++)
        {
            ref var reference = ref ReferenceAt(i);
            if (reference.Qualifier.Kind == OperandKind.Name && ReferenceAt(reference.Qualifier.Reference).Binding is >= 0 and var target && selfParameters.Contains(target))
                reference.Qualifier = Operand.This;
            else if (reference.Qualifier.Kind == OperandKind.This && (reference.Container < 0 || (DefinitionAt(reference.Container).Flags & DefinitionFlags.OutOfLine) == 0))
                BindToUnnamed(ref reference);
        }
    }

    /// <summary>Members of a class or object without a name are known in its own body only.</summary>
    private void BindToUnnamed(ref Reference reference)
    {
        for (var scope = reference.Scope; scope >= 0; scope = scopes[scope].Parent)
        {
            if (scopes[scope].Kind != ScopeKind.Type)
                continue;
            if (scopes[scope].Owner >= 0)
                return;
            if (bound.TryGetValue(Key(scope, reference.Name), out var at) && bindings[at].Target >= 0)
            {
                reference.Binding = bindings[at].Target;
                reference.Qualifier = Operand.None;
            }
            else if (!scopeHasBases[scope])
            {
                reference.Qualifier = Operand.Unknown;
            }
            return;
        }
    }

    /// <summary>
    /// The first assignment to a name that nothing around it declares declares a variable. One that a function makes is known in that function only:
    /// whether the function has run before another one reads it cannot be told.
    /// </summary>
    private void DeclareGlobals()
    {
        if ((language.Rules & LexicalRules.AssignmentDeclaresGlobals) == 0)
            return;
        foreach (var (reference, leaf) in writes)
        {
            ref var write = ref ReferenceAt(reference);
            if (write.Qualifier.Kind == OperandKind.None && LookUp(write, boundNames[reference], offsets[reference], language.Rules, out _) == Reference.Free && !language.IsPredeclared(Text(leaf)))
                Define(SymbolKind.Variable, leaf, leaf, scope: OuterFunction(write.Scope));
        }
    }

    private int OuterFunction(int scope)
    {
        for (; scope > 0 && scopes[scope].Kind != ScopeKind.Function; scope = scopes[scope].Parent)
        {
        }
        return Math.Max(scope, 0);
    }

    private int LookUp(in Reference reference, int name, int offset, LexicalRules rules, out bool passedBases)
    {
        var from = reference.Scope;
        var calls = reference.Role == ReferenceRole.Call && (reference.Flags & ReferenceFlags.New) == 0;
        var apart = (rules & LexicalRules.TypesAreApart) != 0 && Means.OneKind(reference);
        var passesOver = (rules & LexicalRules.TypesPassOverValues) != 0;
        passedBases = false;
        var leftFunction = false;
        var leftType = false;
        for (var scope = from; scope >= 0; scope = scopes[scope].Parent)
        {
            var kind = scopes[scope].Kind;
            if (bound.TryGetValue(Key(scope, name), out var at))
            {
                var best = Reference.Free;
                for (var seen = 0; at >= 0; at = bindings[at].Next, seen++)
                {
                    if (seen == MaxSameName)
                    {
                        // A later one may be meant where they replace one another.
                        return best != Reference.Free && bindings[bound[Key(scope, name)]].VisibleFrom == 0 ? best : Reference.Free;
                    }
                    var binding = bindings[at];
                    // Of several declarations in order the last one above the use holds; of unordered ones the first stands for all.
                    if (binding.VisibleFrom <= offset && (best == Reference.Free || binding.VisibleFrom > 0 || (passesOver && IsTypeParameter(best))) && CanSee(binding.Target, kind, scope == from, leftFunction, leftType, calls, rules)
                        && (!apart || binding.Target < 0 || Means.CanBe(reference, DefinitionAt(binding.Target)))
                        && (!passesOver || binding.Target < 0 || Means.IsAdmitted(reference, DefinitionAt(binding.Target))))
                        best = binding.Target;
                }
                if (best != Reference.Free)
                    return best;
            }
            if (kind == ScopeKind.Type && scopeHasBases[scope] && (rules & LexicalRules.MembersNeedReceiver) == 0)
                passedBases = true;
            leftFunction |= kind == ScopeKind.Function;
            leftType |= kind == ScopeKind.Type;
            if (kind == ScopeKind.Namespace && (rules & LexicalRules.NamespacesAreClosed) != 0)
                return Reference.Free;
        }
        return Reference.Free;
    }

    private bool IsTypeParameter(int target) => target >= 0 && DefinitionAt(target).Kind == SymbolKind.TypeParameter;

    private bool CanSee(int target, ScopeKind scope, bool own, bool leftFunction, bool leftType, bool calls, LexicalRules rules)
    {
        if (rules == LexicalRules.None)
            return true;
        var kind = target >= 0 ? DefinitionAt(target).Kind : SymbolKind.Module;
        if ((rules & LexicalRules.MethodsAreApart) != 0 && target >= 0)
            return calls ? kind is SymbolKind.Method or SymbolKind.Property : kind != SymbolKind.Method;
        if (scope == ScopeKind.Type && (rules & LexicalRules.MembersNeedReceiver) != 0)
            return kind == SymbolKind.TypeParameter || (own && kind == SymbolKind.EnumMember) || (own && (rules & LexicalRules.TypeBodySeesMembers) != 0);
        if (leftType && scope == ScopeKind.Type && (rules & LexicalRules.InnermostMembersOnly) != 0)
            return kind is not (SymbolKind.Method or SymbolKind.Constructor or SymbolKind.Field or SymbolKind.Property);
        if (leftFunction && (rules & LexicalRules.FunctionsAreClosed) != 0)
            return kind is not (SymbolKind.Variable or SymbolKind.Parameter) || (DefinitionAt(target).Flags & DefinitionFlags.Static) != 0;
        return true;
    }
}
