using CodeGraph.Linking.Rules;
using CodeGraph.Linking.Typed;
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
    private readonly Dictionary<long, int> inherited = [];
    private readonly Dictionary<FreeKey, Value> free = [];
    private readonly List<int> stars = [];
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
        stars.Clear();
        for (var i = 0; i < facts.Imports.Length; i++)
        {
            if (facts.Imports[i].Kind == ImportKind.Star)
                stars.Add(i);
        }
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
            var counts = owner >= 0 && (!facts.Definitions[owner].Kind.IsCallable() || (facts.Definitions[owner].Flags & (DefinitionFlags.OutOfLine | DefinitionFlags.Extension)) != 0);
            foreach (var star in stars)
                counts |= facts.Imports[star].Scope == scope;
            lookupScopes[scope] = counts ? scope : lookupScopes[facts.Scopes[scope].Parent];
        }
    }

    /// <summary>What a reference of the open file denotes.</summary>
    public Value Denote(int reference) => Denote(reference, 0);

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
            return EntityOf(Denote(d.DeclaredType));
        // C's pointers are containers of what they point to, and are seen through by `->`.
        if (d.ElementType >= 0 && family == Family.C)
            return EntityOf(Denote(d.ElementType));
        return d.Kind.IsCallable() ? Value.UnknownType : InstanceOf(d.Value, 0);
    }

    /// <summary>The type of the elements that a definition of the open file holds.</summary>
    public int ElementOf(int definition)
    {
        ref var d = ref facts.Definitions[definition];
        if (d.ElementType >= 0)
            return EntityOf(Denote(d.ElementType));
        // A variable that starts as a container holds what that holds.
        return d.DeclaredType < 0 && d.Value.Kind is OperandKind.Name or OperandKind.Result
            ? InstanceOf(new Operand(d.Value.Kind == OperandKind.Name ? OperandKind.Element : OperandKind.ResultElement, d.Value.Reference), 0)
            : Value.UnknownType;
    }

    private int EntityOfSymbol(int symbol)
    {
        var entity = program.EntityOf[symbol];
        if (entity < 0 && program.Definition(symbol).Kind == SymbolKind.TypeAlias)
            return KnownTypeOf(symbol);
        return entity < 0 ? Value.UnknownType : entity;
    }

    private int KnownElementOf(int symbol) => ownElements is not null && program.FileOf[symbol] == file ? ownElements[symbol - first] : program.ElementOf[symbol];

    private int KnownTypeOf(int symbol) => ownTypes is not null && program.FileOf[symbol] == file ? ownTypes[symbol - first] : program.TypeOf[symbol];

    private Value Denote(int index, int depth)
    {
        if (states[index] == 2)
            return memo[index];
        // A reference whose meaning depends on itself means nothing.
        if (states[index] == 1 || depth > MaxDepth)
            return Value.None;
        states[index] = 1;
        ref var reference = ref facts.References[index];
        var before = present;
        present = index;
        if (!DenoteTyped(index, depth, out var value))
        {
            value = reference.Qualifier.Kind == OperandKind.None
                ? reference.Role == ReferenceRole.Import ? Imported(index) : Bare(reference)
                : Qualified(reference, depth);
        }
        value = TypeOfSameName(index, value);
        present = before;
        if (reference.Role == ReferenceRole.Call && value.Kind == ValueKind.Symbol && context.Values is { } values)
            value = Held(value, reference, values);
        memo[index] = value;
        states[index] = 2;
        return value;
    }

    /// <summary>A call of a variable runs what the variable holds.</summary>
    private Value Held(in Value variable, in Reference reference, ValueFlow values)
    {
        var kind = program.Definition(variable.Index).Kind;
        if (kind.IsCallable() || kind.IsType() || values.Of(variable.Index) is not { IsEmpty: false } held)
            return variable;
        candidates.Clear();
        candidates.Add(variable.Index);
        foreach (var value in held)
        {
            if (ValueFlow.SymbolOf(value) is not (>= 0 and var symbol))
                continue;
            candidates.Add(symbol);
            if (EntityOfSymbol(symbol) is >= 0 and var type && program.Definition(symbol).Kind.IsType())
            {
                for (var node = FindMember(type, program.ConstructorName); node >= 0; node = entities.Next(node))
                    candidates.Add(entities.MemberSymbol(node));
            }
        }
        return candidates.Count == 1 ? variable : AddSet(Tier.Typed);
    }

    /// <summary>The functions and types that a call of the open file may run.</summary>
    public List<int> Callees(int call)
    {
        var found = new List<int>();
        var value = Denote(call, 0);
        if (value.Kind == ValueKind.Symbol)
            found.Add(value.Index);
        else if (value.Kind == ValueKind.Set && value.Tier != Tier.Ambiguous)
            found.AddRange(SetOf(value));
        return found;
    }

    /// <summary>Adds what an expression of the open file can be: functions, types and instances, see <see cref="ValueFlow"/>.</summary>
    public void Evaluate(Operand operand, List<int> into)
    {
        if (operand.Kind is not (OperandKind.Name or OperandKind.Result) || operand.Reference < 0)
            return;
        foreach (var symbol in Callees(operand.Reference))
        {
            var kind = program.Definition(symbol).Kind;
            if (operand.Kind == OperandKind.Result)
            {
                if (kind == SymbolKind.Constructor)
                    AddInstance(program.ParentOf[symbol] is >= 0 and var owner ? program.EntityOf[owner] : -1);
                else if (kind.IsType())
                    AddInstance(EntityOfSymbol(symbol));
                else if (kind.IsCallable())
                    AddHeld(symbol);
            }
            else if (kind.IsCallable() || kind.IsType())
            {
                into.Add(ValueFlow.OfSymbol(symbol));
            }
            else
            {
                AddHeld(symbol);
            }
        }

        void AddHeld(int symbol)
        {
            if (KnownTypeOf(symbol) is >= 0 and var declared)
                AddInstance(declared);
            if (context.Values is { } values)
            {
                foreach (var value in values.Of(symbol))
                    into.Add(value);
            }
        }

        void AddInstance(int entity)
        {
            if (entity >= 0)
                into.Add(ValueFlow.OfInstance(entity));
        }
    }

    /// <summary>A member of whatever an expression of no declared type can be; all that are found hold.</summary>
    private Value OfHeld(Operand operand, int name, in Reference reference)
    {
        if (context.Values is null)
            return Value.None;
        var values = new List<int>();
        Evaluate(operand, values);
        var found = new SortedSet<int>();
        foreach (var value in values)
        {
            var type = ValueFlow.InstanceOf(value);
            if (type < 0)
                type = EntityOfSymbol(ValueFlow.SymbolOf(value));
            if (type < 0)
                continue;
            var member = OfInstance(type, name, reference);
            if (member.Kind == ValueKind.Symbol)
                found.Add(member.Index);
            else if (member.Kind == ValueKind.Set && member.Tier != Tier.Ambiguous)
            {
                foreach (var symbol in SetOf(member))
                    found.Add(symbol);
            }
        }
        if (found.Count is 0 or > MaxCandidates)
            return Value.None;
        candidates.Clear();
        candidates.AddRange(found);
        return candidates.Count == 1 ? Value.Of(candidates[0], Tier.Typed) : AddSet(Tier.Typed);
    }

    /// <summary>The name in an import: the import record at the same place tells where it leads.</summary>
    private Value Imported(int index)
    {
        ref var reference = ref facts.References[index];
        for (var i = 0; i < facts.Imports.Length; i++)
        {
            ref var import = ref facts.Imports[i];
            if (import.Line == reference.Line && import.Column == reference.Column && (import.Name < 0 || import.Name == reference.Name))
                return OfImport(i, reference);
        }
        return (reference.Flags & ReferenceFlags.Path) != 0 ? PathStart(reference) : Value.None;
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
        if ((reference.Flags & ReferenceFlags.Key) != 0)
            return Value.None;
        if (reference.PassedBases && reference.Binding != Reference.Free)
        {
            var found = InheritedBefore(reference, name);
            if (found.Kind != ValueKind.None)
                return found;
        }
        if (reference.Binding >= 0)
            return Local(reference);
        if (reference.Binding != Reference.Free)
            return OfImport(~reference.Binding, reference);
        // Which overload a call means depends on its own arguments.
        if (typed && reference.Role == ReferenceRole.Call)
            return Free(reference, name);
        var key = new FreeKey(lookupScopes[reference.Scope], name, reference.Role, reference.Flags, reference.Role == ReferenceRole.Call ? reference.Arguments : -1, typed ? TypeArgumentCount(present) : 0);
        if (!free.TryGetValue(key, out var known))
            free[key] = known = Free(reference, name);
        return known;
    }

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
        if (bound.NextSame < 0 && (bound.Flags & DefinitionFlags.Local) != 0)
            return Value.Of(first + reference.Binding, Tier.Exact);
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
        if (family == Family.Rust && RustPathRoot(reference, name) is { } pathRoot)
            return pathRoot;
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
                    externalBase |= HasExternalBase(entity, 0);
                }
                else if (entity >= 0 && !entities.IsType(entity))
                {
                    var root = program.RootOf[file];
                    for (var space = entity; space >= 0 && space != root; space = entities.Parent(space))
                    {
                        var found = InSpace(space, name, reference);
                        if (found.Kind != ValueKind.None)
                            return found;
                    }
                }
            }
            var star = Stars(reference, name, scope, ref externalStar);
            if (star.Kind != ValueKind.None)
                return star;
        }
        var top = InSpace(program.RootOf[file], name, reference);
        if (top.Kind != ValueKind.None)
            return top;
        var global = GlobalUsings(reference, name);
        if (global.Kind != ValueKind.None)
            return global;
        var fallback = rules.Fallback(file, reference, name);
        if (fallback.Kind != ValueKind.None)
            return fallback;
        if (externalStar >= 0 || externalBase || IsForeignType(reference, name))
            return Value.External(externalStar);
        return family is Family.C or Family.Bash or Family.Swift or Family.Jvm ? Residue(reference, name, bare: true) : Value.None;
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

    private Value? RustPathRoot(in Reference reference, int name)
    {
        var text = program.Names[name];
        if (text.SequenceEqual("crate"u8))
            return Value.OfEntity(CrateOf(program.RootOf[file]));
        if (text.SequenceEqual("self"u8) && (reference.Flags & ReferenceFlags.Path) != 0)
            return Value.OfEntity(program.RootOf[file]);
        if (text.SequenceEqual("super"u8))
            return entities.Parent(program.RootOf[file]) is >= 0 and var parent ? Value.OfEntity(parent) : Value.None;
        if (text.SequenceEqual("Self"u8) && EnclosingType(reference) is >= 0 and var type)
            return OfEntity(type);
        return null;
    }

    private int CrateOf(int entity)
    {
        while (entities.Parent(entity) >= 0)
            entity = entities.Parent(entity);
        return entity;
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
            if (target.Kind == TargetKind.Entity && InModule(target.Index, name, reference) is { Kind: not ValueKind.None } found)
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

    private bool IsBelow(string folder)
    {
        var path = program.Files[file].Path;
        return folder.Length == 0 || (path.Length > folder.Length && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal));
    }

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

    private Value Qualified(in Reference reference, int depth)
    {
        var name = names[reference.Name];
        var qualifier = reference.Qualifier;
        if (qualifier.Kind == OperandKind.Result && superName >= 0 && names[facts.References[qualifier.Reference].Name] == superName)
            qualifier = Operand.Super;
        switch (qualifier.Kind)
        {
            case OperandKind.This or OperandKind.Super:
                var own = EnclosingType(reference);
                return own < 0 ? Residue(reference, name, bare: false)
                    : qualifier.Kind == OperandKind.This ? OfInstance(own, name, reference) : OfBases(own, name, reference);
            case OperandKind.Literal:
                return Value.External(-1);
            case OperandKind.Name:
                var value = Denote(qualifier.Reference, depth + 1);
                if (value.Kind == ValueKind.External)
                    return value;
                if ((reference.Flags & ReferenceFlags.Key) != 0 && Argument(value, name) is >= 0 and var parameter)
                    return Value.Of(parameter, value.Tier);
                var space = EntityOf(value);
                if (space == Value.ExternalType)
                    return Value.External(-1);
                if (space >= 0)
                    return OfStatic(space, name, reference, value);
                break;
        }
        var instance = InstanceOf(qualifier, depth + 1);
        if (instance >= 0 && OfInstance(instance, name, reference) is { Kind: ValueKind.Symbol or ValueKind.Set } member)
            return member;
        if (OfHeld(qualifier, name, reference) is { Kind: not ValueKind.None } held)
            return held;
        return instance >= 0 ? OfInstance(instance, name, reference)
            : instance == Value.ExternalType ? Value.External(-1)
            : Residue(reference, name, bare: false);
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
            var definitions = program.Facts(home).Definitions;
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
        if (operand.Reference < 0)
            return operand.Kind == OperandKind.Literal ? Value.ExternalType : Value.UnknownType;
        var value = Denote(operand.Reference, depth + 1);
        if (value.Kind == ValueKind.External)
            return Value.ExternalType;
        if (value.Kind is not (ValueKind.Symbol or ValueKind.Set) || value.Tier == Tier.Ambiguous)
            return Value.UnknownType;
        var symbol = value.Kind == ValueKind.Symbol ? value.Index : SetOf(value)[0];
        var kind = program.Definition(symbol).Kind;
        switch (operand.Kind)
        {
            case OperandKind.Element:
                return kind.IsCallable() || kind.IsType() ? Value.UnknownType : KnownElementOf(symbol);
            case OperandKind.ResultElement:
                return kind.IsCallable() ? KnownElementOf(symbol) : Value.UnknownType;
            case OperandKind.Result:
                if (kind == SymbolKind.Constructor)
                    return program.ParentOf[symbol] is >= 0 and var owner ? program.EntityOf[owner] : Value.UnknownType;
                if (kind.IsType())
                    return EntityOfSymbol(symbol);
                return kind.IsCallable() ? KnownTypeOf(symbol) : Value.UnknownType;
            default:
                return kind.IsType() || kind.IsNamespace() ? EntityOfSymbol(symbol)
                    : kind.IsCallable() ? Value.UnknownType
                    : kind == SymbolKind.EnumMember && program.ParentOf[symbol] is >= 0 and var enumeration ? program.EntityOf[enumeration]
                    : KnownTypeOf(symbol);
        }
    }

    private int EnclosingType(in Reference reference)
    {
        for (var scope = reference.Scope; scope >= 0; scope = facts.Scopes[scope].Parent)
        {
            var owner = facts.Scopes[scope].Owner;
            if (owner < 0)
                continue;
            var symbol = first + owner;
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
        return HasExternalBase(space, 0) ? Value.External(-1) : Value.None;
    }

    private bool IsInstanceMember(int symbol)
    {
        ref var definition = ref program.Definition(symbol);
        return definition.Kind is SymbolKind.Method or SymbolKind.Field or SymbolKind.Property && (definition.Flags & DefinitionFlags.Static) == 0
            && program.ParentOf[symbol] is >= 0 and var type && program.Definition(type).Kind == SymbolKind.Class;
    }

    private Value OfInstance(int type, int name, in Reference reference)
    {
        if (FindMember(type, name) is >= 0 and var node)
        {
            candidates.Clear();
            if (rules.HasOverloads && reference.Role == ReferenceRole.Call)
                CollectHierarchy(type, name);
            else
                Collect(node);
            return Select(reference, Tier.Typed);
        }
        return HasExternalBase(type, 0) ? Value.External(-1) : Value.None;
    }

    private Value OfBases(int type, int name, in Reference reference)
    {
        foreach (var target in entities.Bases(type))
        {
            if (target >= 0 && FindMember(target, name) is >= 0 and var node)
                return Members(node, reference, Tier.Typed);
        }
        return HasExternalBase(type, 0) ? Value.External(-1) : Value.None;
    }

    private bool HasExternalBase(int type, int depth)
    {
        foreach (var target in entities.Bases(type))
        {
            if (target == Value.ExternalType || (target >= 0 && depth < MaxDepth && HasExternalBase(target, depth + 1)))
                return true;
        }
        return false;
    }

    /// <summary>First node of a member of that name in a type or, depth first, its bases; -1 for none.</summary>
    private int FindMember(int entity, int name)
    {
        var own = entities.Members(entity, name);
        if (own >= 0 || entities.Bases(entity).IsEmpty)
            return own;
        var key = ((long)entity << 32) | (uint)name;
        if (!inherited.TryGetValue(key, out var known))
            inherited[key] = known = FindInherited(entity, name, 0);
        return known;
    }

    private int FindInherited(int entity, int name, int depth)
    {
        foreach (var target in entities.Bases(entity))
        {
            if (target < 0)
                continue;
            var node = entities.Members(target, name);
            if (node < 0 && depth < MaxDepth)
                node = FindInherited(target, name, depth + 1);
            if (node >= 0)
                return node;
        }
        return -1;
    }

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
        if (typed)
            candidates.RemoveAll(symbol => IsOtherType(symbol, facts.References[present]));
        if (candidates.Count > 1)
            Narrow(reference);
        if (candidates.Count == 0)
            return Value.None;
        if (reference.Role == ReferenceRole.Call && candidates.Count == 1)
            return Construction(candidates[0], reference, tier);
        return Finish(tier);
    }

    private Value Finish(Tier tier)
    {
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
            return candidates.Count > MaxCandidates ? Value.Of(symbol, tier) : Finish(tier);
        }
        candidates.Insert(0, symbol);
        return AddSet(tier);
    }

    private void Narrow(in Reference reference)
    {
        Keep(candidates, symbol => (program.Definition(symbol).Flags & DefinitionFlags.FileLocal) == 0 || program.FileOf[symbol] == file);
        if ((reference.Flags & ReferenceFlags.Macro) != 0)
            Keep(candidates, symbol => program.Definition(symbol).Kind == SymbolKind.Macro);
        else if ((reference.Flags & ReferenceFlags.TypePosition) != 0 || reference.Role is ReferenceRole.Type or ReferenceRole.Inherit)
            Keep(candidates, symbol => program.Definition(symbol).Kind.IsType() || program.Definition(symbol).Kind.IsNamespace());
        else if (reference.Role == ReferenceRole.Call)
            Keep(candidates, symbol => program.Definition(symbol).Kind.IsCallable() || program.Definition(symbol).Kind.IsType());
        DropDeclarations();
        if (candidates.Count > 1 && typed)
            KeepNear();
        if (candidates.Count > 1 && typed)
            NarrowTyped(present);
        else if (candidates.Count > 1 && reference.Role == ReferenceRole.Call)
            NarrowByArity(reference.Arguments);
        if (candidates.Count > 1)
            KeepOneOfParts();
        if (candidates.Count > 1 && !rules.HasOverloads)
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
        var accessor = true;
        foreach (var symbol in candidates)
        {
            if (program.FileOf[symbol] != home)
                return;
            accessor &= (program.Definition(symbol).Flags & DefinitionFlags.Accessor) != 0;
        }
        var kept = accessor ? candidates[0] : candidates[^1];
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
        if (reference.Role is ReferenceRole.Import || (!bare && rules.IsLibraryMember(program.Names[name])))
            return Value.None;
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
            Narrow(reference);
        return candidates.Count == 0 ? Value.None
            : candidates.Count > 1 ? Finish(Tier.Ambiguous)
            : reference.Role == ReferenceRole.Call && bare ? Construction(candidates[0], reference, Tier.Unique)
            : Value.Of(candidates[0], Tier.Unique);
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
        return rules.IsReachable(file, other) || (bare && family == Family.C);
    }
}
