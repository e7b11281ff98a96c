using CodeGraph.Linking.Rules;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>What is Rust's own in the look-up of names: modules that do not see the names around them, path roots, macros, and what library wrappers hand on.</summary>
internal sealed partial class FileResolver
{
    /// <summary>By scope of an <c>impl</c> block: the reference that names its type.</summary>
    private readonly Dictionary<int, int> implTypes = [];

    /// <summary>A block of the open file holds a glob: <c>use Kind::*</c> in a function.</summary>
    private bool hasInnerStars;

    private RustRules Rust => (RustRules)rules;

    private void FindRustScopes()
    {
        implTypes.Clear();
        hasInnerStars = false;
        if (family != Family.Rust)
            return;
        foreach (var star in stars)
            hasInnerStars |= facts.Imports[star].Scope is >= 0 and var scope && ModuleScope(scope) != scope;
        foreach (ref var definition in facts.Definitions.AsSpan())
        {
            if ((definition.Flags & DefinitionFlags.OutOfLine) != 0 && definition.Receiver >= 0)
                implTypes[definition.Scope] = definition.Receiver;
        }
    }

    /// <summary>A name that no scope of the file binds: the module's other items, globs, macros, crates, the prelude.</summary>
    private Value RustFree(in Reference reference, int name)
    {
        if (RustPathRoot(reference, name) is { } pathRoot)
            return pathRoot;
        if (program.Names[name].StartsWith("'"u8))
            return Value.None;
        var moduleScope = ModuleScope(reference.Scope);
        var item = InSpace(ModuleOf(moduleScope), name, reference);
        if (item.Kind != ValueKind.None)
            return item;
        var externalStar = -1;
        for (var scope = reference.Scope; scope >= 0; scope = scope == moduleScope ? -1 : facts.Scopes[scope].Parent)
        {
            var star = Stars(reference, name, scope, ref externalStar);
            if (star.Kind != ValueKind.None)
                return star;
        }
        if ((reference.Flags & ReferenceFlags.Macro) != 0)
            return RustMacro(reference, name);
        if (Rust.Crate(program.Text(name)) is >= 0 and var crate)
            return Value.OfEntity(crate);
        var fallback = rules.Fallback(file, reference, name);
        if (fallback.Kind != ValueKind.None)
            return fallback;
        return externalStar >= 0 || IsForeignType(reference, name) ? Value.External(externalStar) : Value.None;
    }

    /// <summary>A macro is seen by the text that follows it, across <c>mod</c>: one of the crate's own, else an exported one of another crate, else none of the repository's.</summary>
    private Value RustMacro(in Reference reference, int name)
    {
        var crate = Rust.CrateOf(program.RootOf[file]);
        var defined = false;
        // A macro that bears a library macro's name is hardly meant outside of its own file.
        var library = rules.Fallback(file, reference, name);
        candidates.Clear();
        foreach (var symbol in program.Named(name))
        {
            if (program.FamilyOf(program.FileOf[symbol]) != Family.Rust)
                continue;
            defined |= program.Definition(symbol).Kind.IsCallable();
            if (program.Definition(symbol).Kind == SymbolKind.Macro && Rust.CrateOf(program.RootOf[program.FileOf[symbol]]) == crate
                && (program.FileOf[symbol] == file || library.Kind == ValueKind.None))
                candidates.Add(symbol);
        }
        var isOwn = candidates.Count > 0;
        // What `#[macro_use] extern crate` brings in is not named where it is used.
        if (!isOwn && library.Kind == ValueKind.None)
            candidates.AddRange(program.Named(name).Where(symbol => program.FamilyOf(program.FileOf[symbol]) == Family.Rust && program.Definition(symbol).Kind == SymbolKind.Macro
                && (program.Definition(symbol).Flags & DefinitionFlags.Exported) != 0));
        if (candidates.Count > 1)
            Keep(candidates, symbol => program.FileOf[symbol] == file);
        if (candidates.Count > 0)
            return Select(reference, isOwn ? Tier.Exact : Tier.Unique);
        if (library.Kind != ValueKind.None)
            return library;
        return defined ? Value.None : Value.External(-1);
    }

    private Value? RustPathRoot(in Reference reference, int name)
    {
        var text = program.Names[name];
        if (text.SequenceEqual("crate"u8))
            return Value.OfEntity(Rust.CrateOf(program.RootOf[file]));
        if (text.SequenceEqual("self"u8) && (reference.Flags & ReferenceFlags.Path) != 0)
            return Value.OfEntity(ModuleOf(ModuleScope(reference.Scope)));
        if (text.SequenceEqual("super"u8))
            return Above(ModuleOf(ModuleScope(reference.Scope)));
        if (text.SequenceEqual("Self"u8))
            return EnclosingType(reference) is >= 0 and var type ? OfEntity(type) : Value.None;
        return null;
    }

    /// <summary>Where only a type or a module can stand, a function or a variable of the name is not meant: the module that shares it is.</summary>
    private Value RustModuleOr(in Value value, in Reference reference, int depth)
    {
        if (value.Kind != ValueKind.Symbol || program.Definition(value.Index).Kind is var kind && (kind.IsType() || kind.IsNamespace() || kind == SymbolKind.EnumMember))
            return value;
        if (reference.Binding < 0 && reference.Binding != Reference.Free && facts.Imports[~reference.Binding] is { Kind: ImportKind.Member } import)
        {
            var imported = rules.ResolveModule(file, import, facts.Strings.Text(import.Module) + "::" + facts.Strings.Text(import.Name));
            return imported.Kind == TargetKind.Entity ? OfEntity(imported.Index) : value;
        }
        var space = reference.Qualifier.Kind switch
        {
            OperandKind.None => ModuleOf(ModuleScope(reference.Scope)),
            OperandKind.Name => EntityOf(Denote(reference.Qualifier.Reference, depth + 1)),
            _ => Value.UnknownType,
        };
        return space >= 0 && entities.Nested(space, names[reference.Name]) is >= 0 and var module ? OfEntity(module) : value;
    }

    /// <summary>What a glob of a block brings is nearer than what the blocks around that, or the module, bind.</summary>
    private Value NearerStar(in Reference reference, int name)
    {
        var bound = reference.Binding >= 0 ? facts.Definitions[reference.Binding].Scope : reference.Binding != Reference.Free ? facts.Imports[~reference.Binding].Scope : -1;
        var external = -1;
        for (var scope = reference.Scope; scope > 0 && scope != bound && ModuleScope(scope) != scope; scope = facts.Scopes[scope].Parent)
        {
            if (Stars(reference, name, scope, ref external) is { Kind: not ValueKind.None } found)
                return found;
        }
        return Value.None;
    }

    private bool IsVariant(in Value value) => value.Kind == ValueKind.Symbol && program.Definition(value.Index).Kind == SymbolKind.EnumMember;

    /// <summary>Items that share name and place are of builds with different <c>cfg</c>: any of them may be meant.</summary>
    private bool AreRustVariants()
    {
        if (family != Family.Rust || candidates.Count is < 2 or > MaxVariants)
            return false;
        ref var one = ref program.Definition(candidates[0]);
        foreach (var symbol in candidates)
        {
            ref var other = ref program.Definition(symbol);
            if (program.FileOf[symbol] != program.FileOf[candidates[0]] || other.Kind != one.Kind || other.Kind == SymbolKind.Macro
                || (other.Scope != one.Scope && !AreOfOneModule(symbol, candidates[0])))
                return false;
        }
        return true;
    }

    private bool AreOfOneModule(int symbol, int other) =>
        program.ParentOf[symbol] is >= 0 and var module && program.ParentOf[other] is >= 0 and var same
        && program.Definition(module).Kind == SymbolKind.Module && program.EntityOf[module] == program.EntityOf[same];

    private Value Above(int module) => entities.Parent(module) is >= 0 and var parent ? OfEntity(parent) : Value.None;

    private int ModuleScope(int scope)
    {
        while (scope > 0 && !(facts.Scopes[scope].Kind == ScopeKind.Namespace && facts.Scopes[scope].Owner >= 0))
            scope = facts.Scopes[scope].Parent;
        return scope;
    }

    private int ModuleOf(int scope) => scope > 0 && program.EntityOf[first + facts.Scopes[scope].Owner] is >= 0 and var inner ? inner : program.RootOf[file];

    /// <summary>The type that a scope without an owner belongs to: that of an <c>impl</c> block.</summary>
    private int ImplType(int scope) => implTypes.TryGetValue(scope, out var type) ? EntityOf(Denote(type, 0)) : Value.UnknownType;

    /// <summary>The function of the expected type that a conversion runs: <c>into</c> is <c>from</c>, <c>try_into</c> is <c>try_from</c>, <c>parse</c> is <c>from_str</c>.</summary>
    private Value Conversion(int index, int depth)
    {
        var runs = facts.Strings.Text(facts.References[index].Name) switch { "into" => "from", "try_into" => "try_from", "parse" => "from_str", _ => null };
        if (runs is null || program.FindName(runs) is not (>= 0 and var name) || ArgumentsOf(index, depth) is not [>= 0 and var expected])
            return Value.None;
        var given = InstanceOf(facts.References[index].Qualifier, depth + 1);
        var found = -1;
        for (var node = entities.Members(expected, name); node >= 0; node = entities.Next(node))
        {
            var symbol = entities.MemberSymbol(node);
            var takes = ParameterAt(symbol, 0) is >= 0 and var parameter ? KnownTypeOf(parameter) : Value.UnknownType;
            if (!program.Definition(symbol).Kind.IsCallable() || (given != Value.UnknownType && takes != Value.UnknownType && given != takes && !IsTypeParameter(takes)))
                continue;
            if (found >= 0)
                return Value.None;
            found = symbol;
        }
        return found >= 0 ? Value.Of(found, Tier.Typed) : Value.None;
    }

    private bool IsTypeParameter(int type) => type >= 0 && entities.Symbol(type) is >= 0 and var symbol && program.Definition(symbol).Kind == SymbolKind.TypeParameter;

    /// <summary>What is taken out of the operand's value is an option or a result again.</summary>
    private bool HoldsOutcome(Operand operand) =>
        operand.Reference >= 0 && Denote(operand.Reference, 0) is { Kind: ValueKind.Symbol, Index: var symbol } && (program.Definition(symbol).Flags & DefinitionFlags.HoldsOutcome) != 0;

    /// <summary>A type parameter of a type as the <c>impl</c> block around a use calls it, whose bounds hold there: fields are declared with the former.</summary>
    private int AsInImpl(int type, int scope, int depth)
    {
        if (entities.Symbol(type) is not (>= 0 and var parameter) || program.Definition(parameter).Kind != SymbolKind.TypeParameter
            || program.ParentOf[parameter] is not (>= 0 and var owner) || !program.Definition(owner).Kind.IsType())
            return type;
        for (; scope >= 0; scope = facts.Scopes[scope].Parent)
        {
            if (!implTypes.TryGetValue(scope, out var implemented))
                continue;
            var given = EntityOf(Denote(implemented, depth + 1)) == program.EntityOf[owner] ? ArgumentsOf(implemented, depth) : null;
            return given is not null && PlaceOf(parameter, owner) is var position && position < given.Length && given[position] >= 0 ? given[position] : type;
        }
        return type;
    }

    /// <summary>Which of its owner's type parameters one is, lifetimes not counted.</summary>
    private int PlaceOf(int parameter, int owner)
    {
        var place = 0;
        for (var symbol = owner + 1; symbol < parameter; symbol++)
            place += program.Definition(symbol).Kind == SymbolKind.TypeParameter && program.ParentOf[symbol] == owner && !program.Names[program.SymbolName(symbol)].StartsWith("'"u8) ? 1 : 0;
        return place;
    }

    /// <summary>The type of what a tuple variant or tuple struct holds first: <c>Shape::Circle(c)</c> as a pattern.</summary>
    private int Payload(int constructor, bool element)
    {
        var entity = EntityOf(Denote(constructor, 0));
        var name = program.FindName("0");
        if (entity < 0 || name < 0 || entities.Members(entity, name) is not (>= 0 and var node))
            return Value.UnknownType;
        var field = entities.MemberSymbol(node);
        return element ? KnownElementOf(field) : KnownTypeOf(field);
    }
}
