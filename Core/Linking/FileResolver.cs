using CodeGraph.Linking.Rules;
using CodeGraph.Linking.Typed;
using CodeGraph.Linking.Values;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>
/// Decides what the references of one file denote: lexical scopes first, then imports and modules, then members through a known receiver type,
/// then names unique in the repository. Reused from file to file; one per thread. Reads the shared tables only.
/// </summary>
internal sealed partial class FileResolver(LinkContext context)
{
    /// <summary>More candidates than this say nothing about the target.</summary>
    public const int MaxCandidates = 16;

    private const int MaxDepth = 48;

    /// <summary>Declarations of one name in one place that are told apart. Beyond, uses of the name stay unresolved: 40,000 functions of one name, each calling it, take a minute.</summary>
    private const int MaxSameName = 512;

    private readonly LinkProgram program = context.Program;
    private readonly EntityTable entities = context.Program.Entities;
    private readonly List<int> sets = [];
    private readonly List<int> candidates = [];
    private readonly MemberLookup members = new(context.Program.Entities);
    private readonly Dictionary<long, bool> below = [];
    private readonly Dictionary<FreeKey, Value> free = [];
    private readonly Dictionary<FreeKey, Value> residues = [];
    private readonly List<int> stars = [];
    private readonly Dictionary<int, int[]> overriders = [];
    private int[] lookupScopes = [];
    private Value[] memo = [];
    private byte[] states = [];
    private int file;
    private FileFacts facts = null!;
    private int[] names = [];
    private int first;
    private NameRules rules = null!;
    private Family family;
    private int superName;

    /// <summary>Types found in this file by the present pass, which others must not see before the pass ends; null outside of such a pass.</summary>
    private int[]? ownTypes;
    private int[]? ownElements;

    /// <summary>All that decides what a free name denotes within one file.</summary>
    private readonly record struct FreeKey(int Scope, int Name, ReferenceRole Role, ReferenceFlags Flags, int Arguments, int TypeArguments);

    /// <summary>Whether the meaning of a reference was found to depend on itself since the file was opened: then it can depend on which was asked for first.</summary>
    public bool IsCircular { get; private set; }

    /// <summary>The symbols of a set value, ascending.</summary>
    public ReadOnlySpan<int> SetOf(in Value value) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sets).Slice(value.Index, value.Count);

    public void Open(int opened, int[]? typesOfThisPass = null, int[]? elementsOfThisPass = null)
    {
        file = opened;
        facts = program.Facts(opened);
        names = program.NameOf[opened];
        first = program.FirstSymbol[opened];
        rules = context.Rules(opened);
        family = rules.Family;
        included = null;
        IsCircular = false;
        superName = rules.SuperFunction is { } super ? program.FindName(super) : -1;
        ownTypes = typesOfThisPass;
        ownElements = elementsOfThisPass;
        var count = facts.References.Length;
        if (states.Length < count)
        {
            memo = new Value[count + count / 2];
            states = new byte[count + count / 2];
        }
        Array.Clear(states, 0, count);
        sets.Clear();
        free.Clear();
        residues.Clear();
        stars.Clear();
        for (var i = 0; i < facts.Imports.Length; i++)
        {
            if (facts.Imports[i].Kind == ImportKind.Star)
                stars.Add(i);
        }
        FindRustScopes();
        FindLookupScopes();
        OpenTyped();
    }

    /// <summary>By scope: the nearest one, from it outwards, that a free name can be found through. Blocks and functions add nothing to the look-up.</summary>
    private void FindLookupScopes()
    {
        if (lookupScopes.Length < facts.Scopes.Length)
            lookupScopes = new int[facts.Scopes.Length * 2];
        lookupScopes[0] = 0;
        for (var scope = 1; scope < facts.Scopes.Length; scope++)
        {
            var owner = facts.Scopes[scope].Owner;
            var counts = owner < 0 ? facts.Scopes[scope].Kind == ScopeKind.Type : (!facts.Definitions[owner].Kind.IsCallable() || (facts.Definitions[owner].Flags & (DefinitionFlags.OutOfLine | DefinitionFlags.Extension)) != 0);
            foreach (var star in stars)
                counts |= facts.Imports[star].Scope == scope;
            lookupScopes[scope] = counts ? scope : lookupScopes[facts.Scopes[scope].Parent];
        }
    }

    /// <summary>What a reference of the open file denotes.</summary>
    public Value Denote(int reference) => Denote(reference, 0);

    /// <summary>What a reference of the open file was found to denote, on the way to another one too; null where nobody asked.</summary>
    public Value? Known(int reference) => states[reference] == 2 ? memo[reference] : null;

    /// <summary>The type, module or namespace in which a qualified reference is looked up, as far as it is known without following values.</summary>
    public int ReceiverType(int reference)
    {
        var use = facts.References[reference];
        if (use.Qualifier.Kind is OperandKind.This or OperandKind.Super)
            return EnclosingType(use);
        if (use.Qualifier.Kind == OperandKind.Name && EntityOf(Denote(use.Qualifier.Reference, 0)) is not Value.UnknownType and var space)
            return space;
        return use.Qualifier.Reference < 0 ? Value.UnknownType : InstanceOf(use.Qualifier, 0);
    }

    /// <summary>The entity a value is: a module, a namespace or a type; <see cref="Value.ExternalType"/>, or <see cref="Value.UnknownType"/>.</summary>
    public int EntityOf(in Value value, bool create = false)
    {
        switch (value.Kind)
        {
            case ValueKind.Entity:
                return value.Index;
            case ValueKind.External:
                return Value.ExternalType;
            case ValueKind.Set:
                return EntityOfSymbol(SetOf(value)[0]);
            case ValueKind.Symbol:
                var entity = EntityOfSymbol(value.Index);
                // In JavaScript, functions and variables get members by assignment; in Go, any named type has methods.
                if (entity == Value.UnknownType && create && program.Definition(value.Index).Kind != SymbolKind.TypeParameter)
                    entity = program.EntityOf[value.Index] = entities.Add(-1, -1, isType: true, value.Index);
                return entity;
            default:
                return Value.UnknownType;
        }
    }

    /// <summary>The type that a definition of the open file is declared with or starts as.</summary>
    public int TypeOf(int definition)
    {
        ref var d = ref facts.Definitions[definition];
        if (d.DeclaredType >= 0)
        {
            if (family == Family.Rust && facts.References[d.DeclaredType].Role == ReferenceRole.Read)
                return Payload(d.DeclaredType, element: false);
            var declared = Denote(d.DeclaredType);
            // `typeof variable` is the type that the variable has.
            return rules.TypesAreApart && declared.Kind == ValueKind.Symbol && facts.References[d.DeclaredType].Role != ReferenceRole.Import && !program.Definition(declared.Index).Kind.IsType()
                ? InstanceOf(new Operand(OperandKind.Name, d.DeclaredType), 0) : EntityOf(declared);
        }
        // An array is the library's, and so are strings and numbers.
        if (rules.TypesAreApart && (d.ElementType >= 0 || (d.Flags & DefinitionFlags.LanguageType) != 0))
            return Value.ExternalType;
        if (family == Family.Go && !d.Kind.IsType() && !d.Kind.IsCallable() && program.EntityOf[first + definition] is >= 0 and var anonymous)
            return anonymous;
        // C's pointers are containers of what they point to, and are seen through by `->`.
        if (d.ElementType >= 0 && family == Family.C)
            return EntityOf(Denote(d.ElementType));
        if (family == Family.C && d.Kind is SymbolKind.Variable or SymbolKind.Field && d.Value.Kind == OperandKind.None && TypeWithin(definition) is >= 0 and var own)
            return program.EntityOf[first + own];
        if (family == Family.Rust && d.Value.Kind == OperandKind.This)
            return EnclosingType(new Reference { Scope = d.Scope });
        return d.Kind.IsCallable() ? Value.UnknownType : InstanceOf(d.Value, 0);
    }

    /// <summary>The type that a parameter's pattern takes apart: <c>{ a, b }: T</c>.</summary>
    public int PatternOf(int definition)
    {
        ref var d = ref facts.Definitions[definition];
        return d.Kind == SymbolKind.Parameter && d.DeclaredType < 0 && d.Value.Kind == OperandKind.Name && facts.References[d.Value.Reference].Qualifier is { Kind: OperandKind.Result } whole
            ? InstanceOf(whole, 0) : Value.UnknownType;
    }

    /// <summary>The type of the elements that a definition of the open file holds.</summary>
    public int ElementOf(int definition)
    {
        ref var d = ref facts.Definitions[definition];
        if (d.ElementType >= 0)
            return EntityOf(Denote(d.ElementType));
        if (d.DeclaredType >= 0 && family == Family.Rust && facts.References[d.DeclaredType].Role == ReferenceRole.Read)
            return Payload(d.DeclaredType, element: true);
        if (d.DeclaredType >= 0 && family is Family.Go or Family.Rust && ElementOfNamed(d.DeclaredType) is not Value.UnknownType and var named)
            return named;
        // The members of a struct without a name are filed under what has its type.
        if (family == Family.Go && d.DeclaredType < 0 && !d.Kind.IsType() && program.EntityOf[first + definition] is >= 0 and var anonymous)
            return anonymous;
        if (family == Family.Rust && d.DeclaredType < 0 && d.Value.Kind is OperandKind.Element or OperandKind.ResultElement && HoldsOutcome(d.Value))
            return InstanceOf(d.Value, 0);
        // A variable that starts as a container holds what that holds.
        return d.DeclaredType < 0 && d.Value.Kind is OperandKind.Name or OperandKind.Result
            ? InstanceOf(new Operand(d.Value.Kind == OperandKind.Name ? OperandKind.Element : OperandKind.ResultElement, d.Value.Reference), 0)
            : Value.UnknownType;
    }

    /// <summary>The type that a base's name means, also where a variable of the file holds the type.</summary>
    public int BaseOf(int reference)
    {
        var value = Denote(reference);
        for (var depth = 0; value.Kind == ValueKind.Symbol && program.FileOf[value.Index] == file && program.EntityOf[value.Index] < 0 && depth < MaxCandidates; depth++)
        {
            ref var definition = ref facts.Definitions[value.Index - first];
            if (definition.Kind is not (SymbolKind.Variable or SymbolKind.Constant) || definition.Value.Kind != OperandKind.Name)
                break;
            value = Denote(definition.Value.Reference);
        }
        return EntityOf(value);
    }

    private int EntityOfSymbol(int symbol)
    {
        var entity = program.EntityOf[symbol];
        // A type parameter has the members of its constraint.
        if (entity < 0 && (program.Definition(symbol).Kind == SymbolKind.TypeAlias || (rules.TypesAreApart && program.Definition(symbol).Kind == SymbolKind.TypeParameter)))
            return KnownTypeOf(symbol);
        return entity < 0 ? Value.UnknownType : entity;
    }

    private int KnownElementOf(int symbol) => ownElements is not null && program.FileOf[symbol] == file ? ownElements[symbol - first] : program.ElementOf[symbol];

    private int KnownTypeOf(int symbol) => (program.Definition(symbol).Flags & DefinitionFlags.HoldsFunction) != 0 ? Value.UnknownType : DeclaredTypeOf(symbol);

    /// <summary>The type that values of a symbol have; of a function, and of what holds one, the type of its results.</summary>
    private int DeclaredTypeOf(int symbol) => ownTypes is not null && program.FileOf[symbol] == file ? ownTypes[symbol - first] : program.TypeOf[symbol];

    private Value Denote(int index, int depth)
    {
        if (states[index] == 2)
            return memo[index];
        // A reference whose meaning depends on itself means nothing.
        if (states[index] == 1 || depth > MaxDepth)
        {
            IsCircular = true;
            return Value.None;
        }
        states[index] = 1;
        ref var reference = ref facts.References[index];
        var before = present;
        present = index;
        if (!DenoteTyped(index, depth, out var value))
        {
            value = reference.Role == ReferenceRole.Import ? Imported(index) : Value.None;
            if (value.Kind == ValueKind.None && reference.Qualifier.Kind != OperandKind.None)
                value = Qualified(index, depth);
            else if (reference.Role != ReferenceRole.Import)
                value = Bare(reference);
        }
        value = TypeOfSameName(index, value);
        if (family == Family.Rust && reference.Role == ReferenceRole.Call && value.Kind is ValueKind.None or ValueKind.External && reference.Qualifier.Kind != OperandKind.None)
            value = Conversion(index, depth) is { Kind: ValueKind.Symbol } conversion ? conversion : value;
        present = before;
        if (reference.Role == ReferenceRole.Call && context.Values is { } values)
            value = Held(value, index, values);
        if (family == Family.Rust && (reference.Flags & ReferenceFlags.TypePosition) != 0)
            value = RustModuleOr(value, reference, depth);
        if (reference.Role == ReferenceRole.Call && value.Kind == ValueKind.Symbol && program.Definition(value.Index).Kind.IsCallable()
            && (IsAbstract(value.Index) || (rules.TypesAreApart && reference.Qualifier.Kind == OperandKind.This && program.Definition(value.Index).Kind == SymbolKind.Method)))
            value = WithOverriders(value, reference);
        memo[index] = value;
        states[index] = 2;
        return value;
    }

    /// <summary>The name in an import: the import record at the same place tells where it leads.</summary>
    private Value Imported(int index)
    {
        ref var reference = ref facts.References[index];
        for (var i = 0; i < facts.Imports.Length; i++)
        {
            ref var import = ref facts.Imports[i];
            if (import.Line == reference.Line && import.Column == reference.Column && (family == Family.Rust ? import.Kind != ImportKind.Star : import.Name < 0 || import.Name == reference.Name))
                return OfImport(i, reference);
        }
        if (reference.Qualifier.Kind != OperandKind.None)
            return Value.None;
        if (family == Family.Rust && (reference.Flags & ReferenceFlags.Path) == 0)
            return reference.Binding < 0 && reference.Binding != Reference.Free ? OfImport(~reference.Binding, reference) : Value.None;
        if (family == Family.Rust)
        {
            var start = rules.ResolveModule(file, new Import { Scope = reference.Scope }, facts.Strings.Text(reference.Name));
            return start.Kind == TargetKind.Entity ? OfEntity(start.Index) : start.Kind == TargetKind.External ? Value.External(start.Index) : Value.None;
        }
        if (reference.Binding is < 0 and not Reference.Free)
            return OfImport(~reference.Binding, reference);
        return (reference.Flags & ReferenceFlags.Path) != 0 || family == Family.Jvm ? PathStart(reference) : Value.None;
    }

    /// <summary>The first segment of a module path in an import: a module above the one that is imported.</summary>
    private Value PathStart(in Reference reference)
    {
        var name = facts.Strings[reference.Name];
        foreach (ref var import in facts.Imports.AsSpan())
        {
            if (import.Line != reference.Line)
                continue;
            var module = facts.Strings[import.Module];
            var start = 0;
            while (start < module.Length && module[start] == (byte)'.')
                start++;
            if (!module[start..].StartsWith(name))
                continue;
            // Only known modules: a package from outside gets its name where the import itself is resolved.
            var target = rules.ResolveModule(file, import, facts.Strings.Text(import.Module)[..(start + name.Length)]);
            return target.Kind switch
            {
                TargetKind.Entity => OfEntity(target.Index),
                TargetKind.External => Value.External(target.Index),
                _ => Value.None,
            };
        }
        return Value.None;
    }

    private Value OfImport(int import, in Reference reference)
    {
        var target = context.Imports.Target(file, import);
        switch (target.Kind)
        {
            case TargetKind.Entity:
                return OfEntity(target.Index);
            case TargetKind.External:
                return Value.External(target.Index);
            case TargetKind.Members:
                candidates.Clear();
                Collect(target.Index);
                return Select(reference, Tier.Exact);
            default:
                return Value.None;
        }
    }

    private Value OfEntity(int entity) => entities.Symbol(entity) is >= 0 and var symbol ? Value.Of(symbol, Tier.Exact) : Value.OfEntity(entity);

    private Value Bare(in Reference reference)
    {
        var name = names[reference.Name];
        if ((reference.Flags & ReferenceFlags.Key) != 0 && !IsCaseLabel(reference))
            return Value.None;
        if (reference.PassedBases && reference.Binding != Reference.Free)
        {
            var found = InheritedBefore(reference, name);
            if (found.Kind != ValueKind.None)
                return found;
        }
        if (hasInnerStars && NearerStar(reference, name) is { Kind: not ValueKind.None } nearer)
            return nearer;
        if (reference.Binding >= 0 && !(family == Family.C && IsOnlyDeclared(reference.Binding)))
            return Redefined(reference) is { Kind: not ValueKind.None } redefined ? redefined : Local(reference);
        if (reference.Binding < 0 && reference.Binding != Reference.Free)
        {
            var imported = OfImport(~reference.Binding, reference);
            // A module and a function may bear one name; only the function can be called.
            if (family != Family.Rust || reference.Role != ReferenceRole.Call || !IsModule(imported))
                return imported;
            return InSpace(program.RootOf[file], name, reference) is { Kind: not ValueKind.None } function && !IsModule(function) ? function : Value.None;
        }
        // Which overload a call means depends on its own arguments.
        if (typed && reference.Role == ReferenceRole.Call)
            return Free(reference, name);
        var key = new FreeKey(lookupScopes[reference.Scope], name, reference.Role, reference.Flags, reference.Role == ReferenceRole.Call ? reference.Arguments : -1, typed ? TypeArgumentCount(present) : 0);
        if (!free.TryGetValue(key, out var known))
            free[key] = known = Free(reference, name);
        return known;
    }

    private bool IsModule(in Value value) => value.Kind == ValueKind.Entity || (value.Kind == ValueKind.Symbol && program.Definition(value.Index).Kind.IsNamespace());

    /// <summary>A definition of the open file, with the others of its name in its scope.</summary>
    private Value Local(in Reference reference)
    {
        ref var bound = ref facts.Definitions[reference.Binding];
        // A constructor bears its type's name; the bare name means the type.
        if (bound.Kind == SymbolKind.Constructor && bound.Parent >= 0 && facts.Definitions[bound.Parent].Name == bound.Name)
            return Value.Of(first + bound.Parent, Tier.Exact);
        candidates.Clear();
        if (typed && IsOtherType(first + reference.Binding, reference))
            return Free(reference, names[reference.Name]);
        // Other files declare names of the namespaces between the use and what this file binds it to.
        if (typed && IsOfNamespace(bound) && Free(reference, names[reference.Name]) is { Kind: not (ValueKind.None or ValueKind.External) } nearer)
            return nearer;
        if ((bound.Flags & DefinitionFlags.Local) != 0 && (bound.NextSame < 0 || (family == Family.Rust && bound.Kind is SymbolKind.Variable or SymbolKind.Parameter)))
            return Value.Of(first + reference.Binding, Tier.Exact);
        if (rules.FirstVariableStays && bound.NextSame >= 0 && DeclaredAbove(reference) is >= 0 and var above)
            return Value.Of(first + above, Tier.Exact);
        // Locals shadow one another; members may have further overloads in other parts and bases.
        for (var d = reference.Binding; d >= 0 && candidates.Count <= MaxSameName; d = facts.Definitions[d].NextSame)
            candidates.Add(first + d);
        if (rules.HasOverloads && reference.Role == ReferenceRole.Call && bound.Kind == SymbolKind.Method && bound.Parent >= 0
            && program.EntityOf[first + bound.Parent] is >= 0 and var entity)
        {
            candidates.Clear();
            if (typed)
                candidates.AddRange(MembersOf(TypeShape.Entity(entity), names[reference.Name], all: true));
            else
                CollectHierarchy(entity, names[reference.Name]);
        }
        return Select(reference, Tier.Exact);
    }

    /// <summary>Of several declarations of one variable, the last above a use in its own function; -1 elsewhere, and where they are not all variables.</summary>
    private int DeclaredAbove(in Reference reference)
    {
        if (FunctionOver(reference.Scope) != FunctionOver(facts.Definitions[reference.Binding].Scope))
            return -1;
        var latest = -1;
        var seen = 0;
        for (var d = reference.Binding; d >= 0 && seen < MaxSameName; d = facts.Definitions[d].NextSame, seen++)
        {
            ref var definition = ref facts.Definitions[d];
            if (definition.Kind is not (SymbolKind.Variable or SymbolKind.Constant))
                return -1;
            if (definition.Line < reference.Line || (definition.Line == reference.Line && definition.Column <= reference.Column))
                latest = d;
        }
        return latest;
    }

    private int FunctionOver(int scope)
    {
        while (scope > 0 && facts.Scopes[scope].Kind != ScopeKind.Function)
            scope = facts.Scopes[scope].Parent;
        return scope;
    }

    /// <summary>An inherited member of a type between the use and what the file's scopes bind it to.</summary>
    private Value InheritedBefore(in Reference reference, int name)
    {
        var stop = reference.Binding >= 0 ? facts.Definitions[reference.Binding].Scope : -1;
        for (var scope = reference.Scope; scope >= 0 && scope != stop; scope = facts.Scopes[scope].Parent)
        {
            if (facts.Scopes[scope].Kind != ScopeKind.Type || facts.Scopes[scope].Owner < 0)
                continue;
            var entity = program.EntityOf[first + facts.Scopes[scope].Owner];
            if (entity >= 0 && FindMember(entity, name) is >= 0 and var node)
                return Members(node, reference, Tier.Exact);
        }
        return Value.None;
    }

    /// <summary>A name that the file itself does not bind: enclosing types, namespaces and star imports from the inside out, then the language's last resort.</summary>
    private Value Free(in Reference reference, int name)
    {
        if (family == Family.Rust)
            return RustFree(reference, name);
        if (typed && (reference.Flags & ReferenceFlags.Rooted) != 0)
            return InSpace(program.RootOf[file], name, reference) is { Kind: not ValueKind.None } rooted ? rooted : Value.External(-1);
        var externalBase = false;
        var externalStar = -1;
        for (var scope = reference.Scope; scope >= 0; scope = facts.Scopes[scope].Parent)
        {
            var owner = facts.Scopes[scope].Owner;
            if (owner >= 0)
            {
                var symbol = first + owner;
                var kind = facts.Definitions[owner].Kind;
                var entity = program.EntityOf[symbol];
                if (kind.IsCallable() && rules.MembersVisible && (facts.Definitions[owner].Flags & (DefinitionFlags.OutOfLine | DefinitionFlags.Extension)) != 0)
                    entity = program.ParentOf[symbol] is >= 0 and var type ? program.EntityOf[type] : -1;
                if (entity >= 0 && entities.IsType(entity) && rules.MembersVisible)
                {
                    if (FindMember(entity, name) is >= 0 and var node)
                    {
                        var member = typed ? Selected(MembersOf(TypeShape.Entity(entity), name, all: reference.Role == ReferenceRole.Call), reference, Tier.Exact) : Members(node, reference, Tier.Exact);
                        if (!typed || member.Kind != ValueKind.None)
                            return member;
                    }
                    if (typed && PrimaryParameter(entity, name) is >= 0 and var parameter)
                        return Value.Of(parameter, Tier.Exact);
                    externalBase |= HasExternalBase(entity);
                }
                else if (entity >= 0 && !entities.IsType(entity))
                {
                    var root = program.RootOf[file];
                    for (var space = entity; space >= 0 && space != root; space = entities.Parent(space))
                    {
                        var found = rules.ExportsByName ? ExportedBySpace(space, name, reference) : InSpace(space, name, reference);
                        if (found.Kind != ValueKind.None)
                            return found;
                    }
                }
            }
            var star = Stars(reference, name, scope, ref externalStar);
            if (star.Kind != ValueKind.None)
                return star;
        }
        // Where scopes decide alone, what a file holds was found by now.
        var top = rules.BlocksHideNames ? Value.None : InSpace(program.RootOf[file], name, reference);
        if (top.Kind != ValueKind.None)
            return top;
        var global = GlobalUsings(reference, name);
        if (global.Kind != ValueKind.None)
            return global;
        var fallback = rules.Fallback(file, reference, name);
        if (fallback.Kind != ValueKind.None)
            return fallback;
        if (externalStar >= 0 || externalBase || IsForeignType(reference, name) || IsForeignFunction(reference, name))
            return Value.External(externalStar);
        return family is Family.C or Family.Bash or Family.Swift or Family.Jvm ? Residue(reference, name, bare: true)
            : program.IsMemberName(name) || (reference.Flags & ReferenceFlags.Macro) != 0 ? Value.None : Value.External(-1);
    }

    /// <summary>A function that is called and that no file of the repository defines, where functions of the language or of included headers need no import.</summary>
    private bool IsForeignFunction(in Reference reference, int name)
    {
        if (reference.Role != ReferenceRole.Call || !(family == Family.Php || (family == Family.C && IncludesForeign())))
            return false;
        foreach (var symbol in program.Named(name))
        {
            if (program.FamilyOf(program.FileOf[symbol]) == family && (program.ParentOf[symbol] < 0 || program.Definition(program.ParentOf[symbol]).Kind.IsNamespace()))
                return false;
        }
        return true;
    }

    private bool IncludesForeign()
    {
        for (var i = 0; i < facts.Imports.Length; i++)
        {
            if (facts.Imports[i].Kind == ImportKind.Include && context.Imports.Target(file, i).Kind is TargetKind.External or TargetKind.Unresolved)
                return true;
        }
        return false;
    }

    /// <summary>A base type that no type of the repository can be.</summary>
    public bool IsForeignType(int reference) => IsForeignType(facts.References[reference], names[facts.References[reference].Name]);

    /// <summary>A type's name, or what can only be one, that no type of the repository bears.</summary>
    private bool IsForeignType(in Reference reference, int name)
    {
        if (reference.Role is not (ReferenceRole.Type or ReferenceRole.Inherit) && (reference.Flags & (ReferenceFlags.TypePosition | ReferenceFlags.New)) == 0
            && !(rules.DeclaresAllTypes && reference.Role == ReferenceRole.Read))
            return false;
        foreach (var symbol in program.Named(name))
        {
            if (program.FamilyOf(program.FileOf[symbol]) == family && program.Definition(symbol).Kind is var kind && (kind.IsType() || kind.IsNamespace()))
                return false;
        }
        return true;
    }

    private Value InSpace(int space, int name, in Reference reference)
    {
        if (entities.Members(space, name) is >= 0 and var node)
        {
            var value = Members(node, reference, Tier.Exact);
            if (value.Kind != ValueKind.None)
                return value;
        }
        return entities.Nested(space, name) is >= 0 and var nested && !IsOtherEntity(nested) ? OfEntity(nested) : Value.None;
    }

    /// <summary>What another part of a namespace lets this one see.</summary>
    private Value ExportedBySpace(int space, int name, in Reference reference)
    {
        candidates.Clear();
        Collect(entities.Members(space, name));
        candidates.RemoveAll(symbol => (program.Definition(symbol).Flags & DefinitionFlags.Exported) == 0);
        if (candidates.Count > 0)
            return Select(reference, Tier.Exact);
        return entities.Nested(space, name) is >= 0 and var nested && entities.Symbol(nested) is >= 0 and var symbol && program.Definition(symbol).Kind.IsNamespace()
            ? OfEntity(nested) : Value.None;
    }

    private Value Stars(in Reference reference, int name, int scope, ref int external)
    {
        // Where a later import can hide an earlier one, it does; where it cannot, the order does not matter.
        for (var s = stars.Count - 1; s >= 0; s--)
        {
            var i = stars[s];
            if (facts.Imports[i].Scope != scope)
                continue;
            var target = context.Imports.Target(file, i);
            if (target.Kind == TargetKind.External)
                external = target.Index;
            if (target.Kind == TargetKind.Entity && context.Imports.StarBrings(target.Index, name) && InModule(target.Index, name, reference) is { Kind: not ValueKind.None } found
                && !(family == Family.Rust && entities.IsType(target.Index) && !IsVariant(found)))
                return found;
        }
        return Value.None;
    }

    private Value GlobalUsings(in Reference reference, int name)
    {
        foreach (var entity in context.GlobalImports(family))
        {
            if (InModule(entity, name, reference) is { Kind: not ValueKind.None } found)
                return found;
        }
        foreach (var (folder, entity) in rules.ProjectImports)
        {
            if (IsBelow(folder) && InModule(entity, name, reference) is { Kind: not ValueKind.None } found)
                return found;
        }
        return Value.None;
    }

    private bool IsBelow(string folder) => NameRules.IsBelow(program.Files[file].Path, folder);

    private Value InModule(int entity, int name, in Reference reference)
    {
        var target = entities.IsType(entity) && FindMember(entity, name) is >= 0 and var member ? ImportTarget.Members(member) : context.Imports.FindInModule(entity, name);
        return target.Kind switch
        {
            TargetKind.Members => Members(target.Index, reference, Tier.Exact),
            TargetKind.Entity when IsOtherEntity(target.Index) => Value.None,
            TargetKind.Entity => OfEntity(target.Index),
            TargetKind.External => Value.External(target.Index),
            _ => Value.None,
        };
    }

    private Value Qualified(int index, int depth)
    {
        ref var reference = ref facts.References[index];
        if ((reference.Flags & ReferenceFlags.Applies) != 0)
            return Applied(index);
        var name = names[reference.Name];
        var qualifier = reference.Qualifier;
        if (qualifier.Kind == OperandKind.Result && superName >= 0 && names[facts.References[qualifier.Reference].Name] == superName)
            qualifier = Operand.Super;
        if ((reference.Flags & ReferenceFlags.Key) != 0 && rules.TypesAreApart)
            return ExpectedMember(reference, name, depth);
        if (IsCaseLabel(reference))
            return CaseLabel(reference, name, depth);
        switch (qualifier.Kind)
        {
            case OperandKind.This when family == Family.Rust && (reference.Flags & ReferenceFlags.Path) != 0:
                return OfStatic(ModuleOf(ModuleScope(reference.Scope)), name, reference, Value.OfEntity(-1));
            case OperandKind.This or OperandKind.Super:
                var own = EnclosingType(reference);
                if (own >= 0 && family == Family.Jvm && reference.Role == ReferenceRole.Call && (reference.Flags & ReferenceFlags.New) != 0)
                    return ConstructorCall(own, qualifier.Kind == OperandKind.Super, reference);
                return own < 0 ? Residue(reference, name, bare: false)
                    : qualifier.Kind == OperandKind.Super ? OfBases(own, name, reference)
                    : OfInstance(own, name, reference) is { Kind: not ValueKind.None } inherited ? inherited
                    : OfHeld(qualifier, name, index) is { Kind: not ValueKind.None } assigned ? assigned
                    : rules.TracksValues ? OfSubtypes(own, name) : Value.None;
            case OperandKind.Literal:
                return Value.External(-1);
            case OperandKind.Name:
                var value = Denote(qualifier.Reference, depth + 1);
                if (value.Kind == ValueKind.External)
                    return value;
                if ((reference.Flags & ReferenceFlags.Key) != 0 && Argument(value, name) is >= 0 and var parameter)
                    return Value.Of(parameter, value.Tier);
                if (reference.Role == ReferenceRole.Import && value.Kind == ValueKind.Entity && entities.Nested(value.Index, name) is >= 0 and var submodule)
                    return OfEntity(submodule);
                var space = IsDeclared(value) ? Value.UnknownType : EntityOf(value);
                if (space == Value.ExternalType)
                    return Value.External(-1);
                if (family == Family.Rust && space >= 0 && !entities.IsType(space) && program.Names[name].SequenceEqual("super"u8))
                    return Above(space);
                if (space >= 0)
                {
                    var declared = OfStatic(space, name, reference, value);
                    // What is assigned to a variable's members adds to what its value has.
                    return declared.Kind == ValueKind.None && value.Kind == ValueKind.Symbol && program.Definition(value.Index).Kind is SymbolKind.Variable or SymbolKind.Constant
                        ? OfHeld(qualifier, name, index) : declared;
                }
                break;
        }
        var instance = InstanceOf(qualifier, depth + 1);
        if (family == Family.Rust && instance >= 0)
            instance = AsInImpl(instance, reference.Scope, depth);
        if (rules.ConstantsNeedType && instance >= 0 && qualifier.Kind == OperandKind.Name && entities.Symbol(instance) is >= 0 and var holder
            && program.Definition(holder).Kind == SymbolKind.Enum && IsDeclared(Denote(qualifier.Reference, depth + 1)))
            return Value.None;
        if (instance >= 0 && OfInstance(instance, name, reference) is { Kind: ValueKind.Symbol or ValueKind.Set } member)
        {
            return member.Kind == ValueKind.Symbol && IsAbstract(member.Index) ? WithImplementations(member, qualifier, name, index)
                : member.Tier == Tier.Ambiguous && OfHeld(qualifier, name, index) is { Kind: ValueKind.Symbol or ValueKind.Set } chosen ? chosen : member;
        }
        if (OfHeld(qualifier, name, index) is { Kind: not ValueKind.None } held)
            return held;
        // What is called is known by its values.
        if (context.Values is { } flow && !flow.OfReference(file, index).IsEmpty)
            return Value.None;
        return instance >= 0 ? OfInstance(instance, name, reference)
            : instance == Value.ExternalType ? Value.External(-1)
            : Residue(reference, name, bare: false);
    }

    private static bool IsCaseLabel(in Reference reference) =>
        (reference.Flags & (ReferenceFlags.Key | ReferenceFlags.AnyMeaning)) == (ReferenceFlags.Key | ReferenceFlags.AnyMeaning);

    /// <summary>A name in a case label: a constant of the enumeration that is switched on, else a constant in scope, else the only enumeration's constant of that name.</summary>
    private Value CaseLabel(in Reference reference, int name, int depth)
    {
        var type = InstanceOf(reference.Qualifier, depth + 1);
        if (type >= 0 && entities.Symbol(type) is >= 0 and var symbol && program.Definition(symbol).Kind == SymbolKind.Enum)
            return OfInstance(type, name, reference);
        if (Bare(reference) is { Kind: ValueKind.Symbol or ValueKind.Set } bare)
            return bare;
        candidates.Clear();
        foreach (var constant in program.Named(name))
        {
            if (program.Definition(constant).Kind == SymbolKind.EnumMember && program.FamilyOf(program.FileOf[constant]) == family && rules.IsReachable(file, program.FileOf[constant]))
                candidates.Add(constant);
        }
        return candidates.Count == 1 ? Value.Of(candidates[0], Tier.Unique) : Value.External(-1);
    }

    /// <summary>A key of an object literal: the member of the type that the place of the literal expects.</summary>
    private Value ExpectedMember(in Reference reference, int name, int depth)
    {
        var expected = reference.Qualifier.Kind == OperandKind.Result ? InstanceOf(reference.Qualifier, depth + 1)
            : reference.Qualifier.Kind != OperandKind.Name || reference.Arguments < 0 ? Value.UnknownType
            : KeyPlace.Argument(reference.Arguments) is >= 0 and var argument ? ExpectedArgument(reference, argument, depth)
            : KeyPlace.IsResult(reference.Arguments) ? Value.UnknownType
            : InstanceOf(KeyPlace.IsElement(reference.Arguments) ? reference.Qualifier with { Kind = OperandKind.Element } : reference.Qualifier, depth + 1);
        return expected == Value.ExternalType ? Value.External(-1) : expected >= 0 ? OfInstance(expected, name, reference) : Value.None;
    }

    private int ExpectedArgument(in Reference reference, int argument, int depth)
    {
        var called = Denote(reference.Qualifier.Reference, depth + 1);
        // A library's function that is given one type, and a function: that returns it, as with `list.map<T>(...)`.
        if (called.Kind == ValueKind.External)
            return KeyPlace.IsResult(reference.Arguments) && ArgumentsOf(reference.Qualifier.Reference, depth) is [var given] ? given : Value.ExternalType;
        if (called.Kind is not (ValueKind.Symbol or ValueKind.Set) || called.Tier == Tier.Ambiguous)
            return Value.UnknownType;
        foreach (var symbol in called.Kind == ValueKind.Symbol ? [called.Index] : SetOf(called).ToArray())
        {
            if (program.Definition(symbol).Kind.IsCallable() && ParameterAt(symbol, argument) is >= 0 and var parameter)
            {
                return program.PatternOf[parameter] is >= 0 and var pattern ? pattern
                    : KeyPlace.IsElement(reference.Arguments) ? Given(KnownElementOf(parameter), program.ParameterElementOf[parameter], reference.Qualifier, depth)
                    : KeyPlace.IsResult(reference.Arguments) ? ((program.Definition(parameter).Flags & DefinitionFlags.HoldsFunction) == 0 ? Value.UnknownType
                        : Given(DeclaredTypeOf(parameter), program.ParameterTypeOf[parameter], reference.Qualifier, depth))
                    : Given(KnownTypeOf(parameter), program.ParameterTypeOf[parameter], reference.Qualifier, depth) is var known && known != Value.UnknownType ? known
                    : program.EntityOf[parameter] is >= 0 and var own ? own
                    : argument == 0 && program.Definition(parameter).DeclaredType < 0 ? EntityOfSymbol(symbol) : known;
            }
        }
        return Value.UnknownType;
    }

    /// <summary>The parameter of a callable at a place, of a pattern the first name that it binds; -1 for none.</summary>
    private int ParameterAt(int callable, int place)
    {
        var home = program.FileOf[callable];
        var start = program.FirstSymbol[home];
        var definitions = program.Files[home].Definitions;
        var at = -1;
        var last = -1;
        for (var i = callable - start + 1; i < definitions.Length && definitions[i].Start < definitions[callable - start].End; i++)
        {
            if (definitions[i].Kind != SymbolKind.Parameter || definitions[i].Parent != callable - start)
                continue;
            at += definitions[i].Start == last ? 0 : 1;
            last = definitions[i].Start;
            if (at == place)
                return start + i;
        }
        return -1;
    }

    /// <summary>A variable whose declared type says more of its members than the object it starts as.</summary>
    private bool IsDeclared(in Value value)
    {
        if (value.Kind != ValueKind.Symbol || !rules.TypesAreApart || program.Definition(value.Index).DeclaredType < 0)
            return false;
        var kind = program.Definition(value.Index).Kind;
        return !kind.IsType() && !kind.IsCallable() && !kind.IsNamespace() && KnownTypeOf(value.Index) >= 0;
    }

    /// <summary>The parameter that a named argument means; -1 where what is called has none of that name.</summary>
    private int Argument(in Value called, int name)
    {
        if (called.Kind is not (ValueKind.Symbol or ValueKind.Set) || called.Tier == Tier.Ambiguous)
            return -1;
        foreach (var symbol in called.Kind == ValueKind.Symbol ? [called.Index] : SetOf(called).ToArray())
        {
            if (!program.Definition(symbol).Kind.IsCallable())
                continue;
            var home = program.FileOf[symbol];
            var start = program.FirstSymbol[home];
            var definitions = program.Files[home].Definitions;
            for (var i = symbol - start + 1; i < definitions.Length && definitions[i].Start < definitions[symbol - start].End; i++)
            {
                if (definitions[i].Kind == SymbolKind.Parameter && definitions[i].Parent == symbol - start && program.NameOf[home][definitions[i].Name] == name)
                    return start + i;
            }
        }
        return -1;
    }

    /// <summary>The type whose instance an expression is.</summary>
    private int InstanceOf(Operand operand, int depth)
    {
        if (operand.Kind == OperandKind.Slot)
        {
            if (facts.Slots[operand.Reference] is not { Kind: SlotKind.Element } item)
                return Value.UnknownType;
            if (rules.TypesAreApart && item.First >= 0 && MemberUnder(item, depth) is >= 0 and var keyed)
                return KnownTypeOf(keyed);
            operand = ElementOf(item.Operand);
        }
        if (operand.Reference < 0)
            return operand.Kind == OperandKind.Literal ? Value.ExternalType : Value.UnknownType;
        if (operand.Kind is OperandKind.Name or OperandKind.Element && facts.Reaching.Length > 0 && facts.TryReaching(operand.Reference, out var reaching))
            return InstanceOfReaching(operand, reaching, depth);
        var value = Denote(operand.Reference, depth + 1);
        if (family is Family.Rust or Family.C && value.Kind is ValueKind.External or ValueKind.None && operand.Kind is OperandKind.Result or OperandKind.ResultElement
            && Passed(operand, depth) is not Value.UnknownType and var passed)
            return passed;
        if (value.Kind == ValueKind.External)
            return rules.TypesAreApart ? OfLibrary(operand, depth) : Value.ExternalType;
        if (value.Kind is not (ValueKind.Symbol or ValueKind.Set) || value.Tier == Tier.Ambiguous)
            return Value.UnknownType;
        var symbol = value.Kind == ValueKind.Symbol ? value.Index : SetOf(value)[0];
        var kind = program.Definition(symbol).Kind;
        switch (operand.Kind)
        {
            case OperandKind.Element:
                return kind.IsCallable() || kind.IsType() ? Value.UnknownType : Given(HeldBy(symbol), program.ParameterElementOf[symbol], operand, depth);
            case OperandKind.ResultElement:
                return kind.IsCallable() ? Given(HeldBy(symbol), program.ParameterElementOf[symbol], operand, depth) : Value.UnknownType;
            case OperandKind.Result:
                if (kind == SymbolKind.Constructor)
                    return program.ParentOf[symbol] is >= 0 and var owner ? program.EntityOf[owner] : Value.UnknownType;
                if (kind.IsType())
                    return EntityOfSymbol(symbol);
                // In JavaScript, functions construct.
                if (kind.IsCallable() && (facts.References[operand.Reference].Flags & ReferenceFlags.New) != 0 && program.EntityOf[symbol] is >= 0 and var made)
                    return made;
                if (kind == SymbolKind.EnumMember && family == Family.Rust)
                    return program.ParentOf[symbol] is >= 0 and var variants ? program.EntityOf[variants] : Value.UnknownType;
                return kind.IsCallable() || (program.Definition(symbol).Flags & DefinitionFlags.HoldsFunction) != 0
                    ? Given(DeclaredTypeOf(symbol), program.ParameterTypeOf[symbol], operand, depth) : Value.UnknownType;
            default:
                return kind.IsType() || kind.IsNamespace() ? EntityOfSymbol(symbol)
                    : kind.IsCallable() ? Value.UnknownType
                    : kind == SymbolKind.EnumMember && program.ParentOf[symbol] is >= 0 and var enumeration ? program.EntityOf[enumeration]
                    : Given(KnownTypeOf(symbol), (program.Definition(symbol).Flags & DefinitionFlags.HoldsFunction) != 0 ? -1 : program.ParameterTypeOf[symbol], operand, depth) is var known && known == Value.UnknownType && rules.TypesAreApart && program.EntityOf[symbol] is >= 0 and var own ? own : known;
        }
    }

    /// <summary>The member that an index names, <c>o["name"]</c>; -1 for none.</summary>
    private int MemberUnder(Slot item, int depth) =>
        InstanceOf(item.Operand, depth + 1) is >= 0 and var holder && program.FindName(facts.Strings[item.First]) is >= 0 and var key && FindMember(holder, key) is >= 0 and var node
            ? entities.MemberSymbol(node) : -1;

    private static Operand ElementOf(Operand container) => container.Kind switch
    {
        OperandKind.Name => new Operand(OperandKind.Element, container.Reference),
        OperandKind.Result => new Operand(OperandKind.ResultElement, container.Reference),
        _ => Operand.Unknown,
    };

    /// <summary>What a member of the library's containers gives: an element of the container, or the elements themselves.</summary>
    private int OfLibrary(Operand operand, int depth)
    {
        if (operand.Kind is not (OperandKind.Result or OperandKind.ResultElement))
            return Value.ExternalType;
        ref var called = ref facts.References[operand.Reference];
        var name = program.Names[names[called.Name]];
        var gives = operand.Kind == OperandKind.Result ? LibraryMembers.GivesElement(name) : LibraryMembers.GivesElements(name);
        if (!gives || called.Qualifier.Kind is not (OperandKind.Name or OperandKind.Result))
            return Value.ExternalType;
        var element = InstanceOf(called.Qualifier with { Kind = called.Qualifier.Kind == OperandKind.Name ? OperandKind.Element : OperandKind.ResultElement }, depth + 1);
        return element >= 0 ? element : Value.ExternalType;
    }

    private int EnclosingType(in Reference reference)
    {
        for (var scope = reference.Scope; scope >= 0; scope = facts.Scopes[scope].Parent)
        {
            var owner = facts.Scopes[scope].Owner;
            if (owner < 0)
            {
                if (ImplType(scope) is >= 0 and var implemented)
                    return implemented;
                continue;
            }
            var symbol = first + owner;
            if (facts.Definitions[owner].Kind is SymbolKind.TypeAlias && family == Family.Rust)
                continue;
            if (facts.Definitions[owner].Kind.IsType())
                return program.EntityOf[symbol];
            if ((facts.Definitions[owner].Flags & (DefinitionFlags.OutOfLine | DefinitionFlags.Extension)) != 0 && program.ParentOf[symbol] is >= 0 and var type)
                return program.EntityOf[type];
            // `this` in a function that an object or prototype holds is that object.
            if (facts.Scopes[scope].Kind == ScopeKind.Block && program.EntityOf[symbol] is >= 0 and var holder)
                return holder;
        }
        return -1;
    }

    private Value OfStatic(int space, int name, in Reference reference, in Value qualifier)
    {
        if (!entities.IsType(space))
        {
            var found = InModule(space, name, reference);
            return found.Kind != ValueKind.None ? found : Value.None;
        }
        if (FindMember(space, name) is >= 0 and var node)
        {
            candidates.Clear();
            Collect(node);
            if (rules.TypesShowStaticMembers)
                candidates.RemoveAll(IsInstanceMember);
            if (candidates.Count > 0)
                return Select(reference, qualifier.Tier == Tier.Unique ? Tier.Unique : Tier.Exact);
        }
        if (entities.Nested(space, name) is >= 0 and var nested)
            return OfEntity(nested);
        return HasExternalBase(space) ? Value.External(-1) : Value.None;
    }

    private bool IsInstanceMember(int symbol)
    {
        ref var definition = ref program.Definition(symbol);
        return definition.Kind is SymbolKind.Method or SymbolKind.Field or SymbolKind.Property && (definition.Flags & DefinitionFlags.Static) == 0
            && program.ParentOf[symbol] is >= 0 and var type && program.Definition(type).Kind == SymbolKind.Class;
    }

    private Value OfInstance(int type, int name, in Reference reference)
    {
        // A variable that holds a module.
        if (!entities.IsType(type) && entities.Files(type).Count > 0 && rules.ExportsByName)
            return InModule(type, name, reference);
        if (FindMember(type, name) is >= 0 and var node)
        {
            candidates.Clear();
            if (rules.HasOverloads && reference.Role == ReferenceRole.Call)
                CollectHierarchy(type, name);
            else
                Collect(node);
            return Select(reference, Tier.Typed);
        }
        return HasExternalBase(type) ? Value.External(-1) : Value.None;
    }

    private Value OfBases(int type, int name, in Reference reference)
    {
        foreach (var target in entities.Bases(type))
        {
            if (target >= 0 && FindMember(target, name) is >= 0 and var node)
                return Members(node, reference, Tier.Typed);
        }
        return HasExternalBase(type) ? Value.External(-1) : Value.None;
    }

    /// <summary><c>super(...)</c> and <c>this(...)</c>: a constructor of the base class or of the class itself, or the class where none is written.</summary>
    private Value ConstructorCall(int type, bool ofBase, in Reference reference)
    {
        var target = type;
        if (ofBase)
        {
            target = Value.UnknownType;
            foreach (var candidate in entities.Bases(type))
            {
                if (candidate == Value.ExternalType || (candidate >= 0 && entities.Symbol(candidate) is >= 0 and var named && program.Definition(named).Kind is not (SymbolKind.Interface or SymbolKind.Trait)))
                {
                    target = candidate;
                    break;
                }
            }
        }
        if (target < 0)
            return target == Value.ExternalType ? Value.External(-1) : Value.None;
        candidates.Clear();
        Collect(entities.Members(target, program.ConstructorName));
        NarrowByArity(reference.Arguments);
        return candidates.Count > 0 ? Finish(Tier.Exact) : OfEntity(target);
    }

    private bool HasExternalBase(int type) => members.HasExternalBase(type);

    private int FindMember(int entity, int name) => members.Find(entity, name);

    private Value Members(int node, in Reference reference, Tier tier)
    {
        candidates.Clear();
        Collect(node);
        return Select(reference, tier);
    }

    private void Collect(int node)
    {
        for (; node >= 0 && candidates.Count <= MaxSameName; node = entities.Next(node))
            candidates.Add(entities.MemberSymbol(node));
    }

    /// <summary>All members of a name along the hierarchy: overloads of one name may be spread over bases.</summary>
    private void CollectHierarchy(int entity, int name, int depth = 0)
    {
        Collect(entities.Members(entity, name));
        foreach (var target in entities.Bases(entity))
        {
            // A member that overrides one of its base hides it; Select keeps the nearest of one arity.
            if (target >= 0 && depth < MaxDepth && candidates.Count <= MaxCandidates)
                CollectHierarchy(target, name, depth + 1);
        }
    }

    /// <summary>Narrows <see cref="candidates"/> to those that the use can mean.</summary>
    private Value Select(in Reference reference, Tier tier)
    {
        if (candidates.Count > MaxSameName)
            return Value.None;
        if (rules.TypesAreApart)
            KeepMeaning(reference);
        if (candidates.Count > 1 && rules.TypesAreApart && reference.Role != ReferenceRole.Inherit && HasBothMeanings())
        {
            DropDeclarations();
            return AddSet(tier);
        }
        if (typed)
            candidates.RemoveAll(symbol => IsOtherType(symbol, facts.References[present]));
        // Nothing of the name is included: a lone definition may be meant all the same, where an include leads nowhere.
        if (family == Family.C && tier == Tier.Exact && reference.Qualifier.Kind == OperandKind.None && !KeepIncluded())
        {
            candidates.RemoveAll(symbol => IsFileLocal(symbol) || program.Definition(symbol).Kind == SymbolKind.Macro);
            tier = Tier.Unique;
        }
        if (family == Family.C && candidates.Count > 1)
            NarrowInC(reference);
        if (candidates.Count > 1)
            Narrow(reference);
        if (candidates.Count == 0)
            return Value.None;
        if (reference.Role == ReferenceRole.Call && candidates.Count == 1)
            return Construction(candidates[0], reference, tier);
        return rules.AccessorsArePairs && candidates.Count == 2 && candidates.TrueForAll(IsAccessor) ? AddSet(tier) : Finish(tier);
    }

    /// <summary>A type and a value share the name, and the use is not of one kind.</summary>
    private bool HasBothMeanings()
    {
        var types = candidates.FindAll(symbol => program.Definition(symbol).Kind.IsType()).Count;
        return types > 0 && types < candidates.Count && candidates.Count <= 4 && candidates.TrueForAll(symbol => !program.Definition(symbol).Kind.IsNamespace());
    }

    private bool IsAccessor(int symbol) => (program.Definition(symbol).Flags & DefinitionFlags.Accessor) != 0;

    private void KeepMeaning(in Reference reference)
    {
        if (!Means.OneKind(reference))
            return;
        for (var i = candidates.Count - 1; i >= 0; i--)
        {
            if (!Means.CanBe(reference, program.Definition(candidates[i])))
                candidates.RemoveAt(i);
        }
    }

    private Value Finish(Tier tier)
    {
        if (family == Family.C && candidates.Count > 1 && tier != Tier.Ambiguous && AreVariants() && candidates.Count > 1)
            return AddSet(tier);
        if (tier != Tier.Ambiguous && AreRustVariants())
            return AddSet(tier);
        if (candidates.Count == 1)
            return Value.Of(candidates[0], tier);
        if (candidates.Count > MaxCandidates)
            return Value.None;
        candidates.Sort();
        return AddSet(Tier.Ambiguous);
    }

    private Value AddSet(Tier tier)
    {
        var start = sets.Count;
        sets.AddRange(candidates);
        return new Value(ValueKind.Set, tier, start, candidates.Count);
    }

    /// <summary>A call of a type names the type and runs its constructor.</summary>
    private Value Construction(int symbol, in Reference reference, Tier tier)
    {
        if (!program.Definition(symbol).Kind.IsType() || EntityOfSymbol(symbol) is not (>= 0 and var type))
            return Value.Of(symbol, tier);
        var node = rules.InheritsConstructors ? FindMember(type, program.ConstructorName) : entities.Members(type, program.ConstructorName);
        if (node < 0)
            return Value.Of(typed && context.PrimaryParts.TryGetValue(type, out var part) ? part : symbol, tier);
        candidates.Clear();
        Collect(node);
        if (typed)
            return TypedConstruction(symbol, tier);
        NarrowByArity(reference.Arguments);
        DropDeclarations();
        if (candidates.Count != 1)
        {
            // Which constructor runs is open; that the type is meant is not.
            return Value.Of(symbol, tier);
        }
        candidates.Insert(0, symbol);
        return AddSet(tier);
    }

    private bool AreOfOneType()
    {
        foreach (var symbol in candidates)
        {
            if (program.ParentOf[symbol] != program.ParentOf[candidates[0]])
                return false;
        }
        return true;
    }

    private void NarrowByRole(in Reference reference)
    {
        Keep(candidates, symbol => (program.Definition(symbol).Flags & DefinitionFlags.FileLocal) == 0 || program.FileOf[symbol] == file);
        if ((reference.Flags & ReferenceFlags.Macro) != 0)
            Keep(candidates, symbol => program.Definition(symbol).Kind == SymbolKind.Macro);
        else if ((reference.Flags & ReferenceFlags.TypePosition) != 0 || reference.Role is ReferenceRole.Type or ReferenceRole.Inherit)
            Keep(candidates, symbol => program.Definition(symbol).Kind.IsType() || program.Definition(symbol).Kind.IsNamespace());
        else if (reference.Role == ReferenceRole.Call)
            Keep(candidates, symbol => program.Definition(symbol).Kind.IsCallable() || program.Definition(symbol).Kind.IsType());
        else if ((family == Family.Rust && (reference.Flags & ReferenceFlags.Path) == 0) || (family == Family.Jvm && facts.Language != Language.Scala && !IsFunctionAsValue(reference)))
            Keep(candidates, symbol => !program.Definition(symbol).Kind.IsCallable());
        else if (facts.Language == Language.Java)
            Keep(candidates, symbol => program.Definition(symbol).Kind.IsCallable());
        DropDeclarations();
    }

    /// <summary><c>Type::name</c> of Java and Kotlin. Without it, a name that is not called is no function's there.</summary>
    private static bool IsFunctionAsValue(in Reference reference) => (reference.Flags & (ReferenceFlags.AnyMeaning | ReferenceFlags.Key)) == ReferenceFlags.AnyMeaning;

    private void Narrow(in Reference reference)
    {
        NarrowByRole(reference);
        if (candidates.Count > 1 && family == Family.Rust && AreOfOneType())
            Keep(candidates, symbol => (program.Definition(symbol).Flags & DefinitionFlags.OfTrait) == 0);
        if (candidates.Count > 1 && typed)
            KeepNear();
        if (candidates.Count > 1 && typed)
            NarrowTyped(present);
        else if (candidates.Count > 1 && reference.Role == ReferenceRole.Call)
            NarrowByArity(reference.Arguments);
        if (candidates.Count > 1)
            KeepOneOfParts();
        if (candidates.Count > 1 && !rules.HasOverloads && !AreRustVariants())
            KeepLast();
    }

    private void DropDeclarations()
    {
        if (candidates.Count > 1)
            Keep(candidates, symbol => (program.Definition(symbol).Flags & DefinitionFlags.DeclarationOnly) == 0);
    }

    private void NarrowByArity(int arguments)
    {
        if (arguments < 0 || candidates.Count < 2)
            return;
        Keep(candidates, symbol => Fits(program.Definition(symbol), arguments));
        // Of overriding members with one arity the nearest hides the others.
        if (candidates.Count > 1)
        {
            var nearest = candidates[0];
            var type = program.ParentOf[nearest];
            Keep(candidates, symbol => program.ParentOf[symbol] == type);
        }
    }

    private static bool Fits(in Definition definition, int arguments) =>
        definition.MaxArity == 255 || (arguments >= definition.MinArity && (definition.MaxArity >= 254 || arguments <= definition.MaxArity));

    // Parts of one entity are one answer: the first part stands for it.
    private void KeepOneOfParts()
    {
        var entity = program.EntityOf[candidates[0]];
        if (entity < 0)
            return;
        foreach (var symbol in candidates)
        {
            if (program.EntityOf[symbol] != entity)
                return;
        }
        candidates.RemoveRange(1, candidates.Count - 1);
    }

    // Without overloads a later definition in the same file replaces the earlier ones; a property's parts are one property.
    private void KeepLast()
    {
        var home = program.FileOf[candidates[0]];
        var scope = program.Definition(candidates[0]).Scope;
        var parent = program.ParentOf[candidates[0]];
        var accessor = true;
        foreach (var symbol in candidates)
        {
            if (program.FileOf[symbol] != home || program.ParentOf[symbol] != parent || program.Definition(symbol).Scope != scope)
                return;
            accessor &= (program.Definition(symbol).Flags & DefinitionFlags.Accessor) != 0;
        }
        if (accessor && rules.AccessorsArePairs && candidates.Count == 2)
            return;
        var kept = accessor || (rules.FirstVariableStays && !candidates.Exists(symbol => program.Definition(symbol).Kind.IsCallable())) ? candidates[0] : candidates[^1];
        candidates.Clear();
        candidates.Add(kept);
    }

    /// <summary>Keeps those that fit, or all where none does.</summary>
    private static void Keep(List<int> list, Predicate<int> fits)
    {
        foreach (var symbol in list)
        {
            if (fits(symbol))
            {
                list.RemoveAll(other => !fits(other));
                return;
            }
        }
    }

    /// <summary>A name whose receiver or scope is unknown: bound only where one symbol of the repository fits and nothing speaks against it.</summary>
    private Value Residue(in Reference reference, int name, bool bare)
    {
        // What nothing in the repository is called can only lie outside.
        if (!bare && reference.Role != ReferenceRole.Import && !program.IsMemberName(name))
            return Value.External(-1);
        // A key names a parameter or member of what is called or built; where that is unknown, no namesake is meant.
        if (reference.Role is ReferenceRole.Import || (reference.Flags & (ReferenceFlags.Key | ReferenceFlags.Index)) != 0 || (!bare && rules.IsLibraryMember(program.Names[name])))
            return Value.None;
        // What the receiver contradicts differs from use to use.
        if (typed)
            return FindLone(reference, name, bare);
        var key = new FreeKey(bare ? 1 : 0, name, reference.Role, reference.Flags, reference.Role == ReferenceRole.Call ? reference.Arguments : -1, 0);
        if (!residues.TryGetValue(key, out var known))
            residues[key] = known = FindLone(reference, name, bare);
        return known;
    }

    private Value FindLone(in Reference reference, int name, bool bare)
    {
        candidates.Clear();
        var named = program.Named(name);
        if (named.Count > 64)
            return Value.None;
        foreach (var symbol in named)
        {
            if (IsCandidate(symbol, reference, bare))
                candidates.Add(symbol);
        }
        if (typed)
            DropContradicted();
        if (candidates.Count > 1)
            KeepRoot();
        // Members of several types are several candidates: none hides another.
        if (candidates.Count > 1 && (bare || AreOfOneType()))
            Narrow(reference);
        else if (candidates.Count > 1)
            NarrowByRole(reference);
        return candidates.Count == 0 ? Value.None
            : candidates.Count > 1 ? Finish(Tier.Ambiguous)
            : reference.Role == ReferenceRole.Call && bare ? Construction(candidates[0], reference, Tier.Unique)
            : Value.Of(candidates[0], Tier.Unique);
    }

    /// <summary>Members that redefine one of the others are the same member to a use that does not know its receiver.</summary>
    private void KeepRoot()
    {
        foreach (var symbol in candidates)
        {
            if (program.ParentOf[symbol] is not (>= 0 and var parent) || program.EntityOf[parent] is not (>= 0 and var entity))
                continue;
            if (!candidates.TrueForAll(other => IsBelow(other, entity)))
                continue;
            candidates.RemoveAll(other => program.ParentOf[other] != parent);
            return;
        }
    }

    private bool IsBelow(int member, int type)
    {
        if (program.ParentOf[member] is not (>= 0 and var parent) || program.EntityOf[parent] is not (>= 0 and var entity))
            return false;
        if (entity == type)
            return true;
        if (entities.Bases(entity).IsEmpty)
            return false;
        var key = ((long)entity << 32) | (uint)type;
        if (!below.TryGetValue(key, out var known))
            below[key] = known = Inherits(entity, type, 0);
        return known;
    }

    private bool Inherits(int entity, int type, int depth)
    {
        foreach (var target in entities.Bases(entity))
        {
            if (target == type || (target >= 0 && depth < MaxDepth && Inherits(target, type, depth + 1)))
                return true;
        }
        return false;
    }

    private bool IsCandidate(int symbol, in Reference reference, bool bare)
    {
        var other = program.FileOf[symbol];
        if (program.FamilyOf(other) != family)
            return false;
        ref var definition = ref program.Definition(symbol);
        var isMember = program.ParentOf[symbol] is >= 0 and var parent && !program.Definition(parent).Kind.IsNamespace();
        if (isMember == bare)
            return false;
        if (other != file && ((definition.Flags & DefinitionFlags.FileLocal) != 0 || definition.Visibility == Visibility.Private))
            return false;
        if (!bare && definition.Kind.IsType())
            return false;
        // Of an object that only a variable holds, a use says by the variable's name which one it means.
        if (isMember && facts.Language is Language.TypeScript or Language.Tsx && !definition.Kind.IsCallable() && !program.Definition(program.ParentOf[symbol]).Kind.IsType())
            return false;
        if (reference.Role == ReferenceRole.Call)
        {
            if (reference.Arguments >= 0 && !Fits(definition, reference.Arguments))
                return false;
            if (definition.Kind is SymbolKind.Constructor or SymbolKind.Constant or SymbolKind.EnumMember)
                return false;
        }
        else if (definition.Kind.IsCallable() && family is not (Family.Python or Family.EcmaScript or Family.Ruby or Family.Go or Family.DotNet or Family.Rust or Family.C or Family.Bash))
        {
            return false;
        }
        // C cannot call into C++ but through a header both include.
        return family == Family.C ? (bare && definition.Kind != SymbolKind.Macro && facts.Language >= program.Files[other].Language) || Included.ContainsKey(other) : rules.IsReachable(file, other);
    }
}
