using CodeGraph.Linking.Values;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>What follows from the values that variables hold, and what runs in the place of members without a body.</summary>
internal sealed partial class FileResolver
{
    /// <summary>A call of a variable runs what the variable holds, and one of a decorated function what the decorators made of it.</summary>
    private Value Held(Value value, int index, ValueFlow values)
    {
        ref var reference = ref facts.References[index];
        var implied = (reference.Flags & ReferenceFlags.Implicit) != 0;
        if (value.Kind is ValueKind.None or ValueKind.External && reference.Qualifier.Kind != OperandKind.None)
            return Functions(values.OfReference(file, index), -1) is { Kind: not ValueKind.None } functions ? functions : value;
        if (value.Kind == ValueKind.Set && value.Tier == Tier.Typed)
            return HeldByAll(value, values);
        if (value.Kind != ValueKind.Symbol)
            return value;
        var kind = program.Definition(value.Index).Kind;
        if (kind.IsCallable() && (!facts.TryReaching(index, out var reaching) || reaching.Kind == OperandKind.Definition))
            return Functions(values.OfDecorated(value.Index), -1) is { Kind: not ValueKind.None } made ? made : value;
        if (kind.IsType())
            return value;
        var held = facts.TryReaching(index, out _) ? Functions(values.OfReference(file, index), value.Index) : Functions(values.Held(value.Index), value.Index);
        return held.Kind != ValueKind.None ? held : implied ? Value.None : value;
    }

    // Fields of several types that bear one name.
    private Value HeldByAll(in Value set, ValueFlow values)
    {
        var symbols = SetOf(set).ToArray();
        var found = new SortedSet<int>(symbols);
        foreach (var symbol in symbols)
        {
            if (program.Definition(symbol).Kind is var kind && !kind.IsCallable() && !kind.IsType() && Functions(values.Held(symbol), -1).Kind != ValueKind.None)
                found.UnionWith(candidates);
        }
        if (found.Count == symbols.Length || found.Count > MaxCandidates)
            return set;
        candidates.Clear();
        candidates.AddRange(found);
        return AddSet(Tier.Typed);
    }

    /// <summary>The functions, types and callable instances among values, with the variable that holds them.</summary>
    private Value Functions(ReadOnlySpan<int> values, int variable)
    {
        candidates.Clear();
        foreach (var value in values)
        {
            var index = AbstractValue.IndexOf(value);
            switch (AbstractValue.KindOf(value))
            {
                case AbstractKind.Symbol or AbstractKind.Caller:
                    candidates.Add(index);
                    if (program.Definition(index).Kind.IsType() && EntityOfSymbol(index) is >= 0 and var type)
                        AddMembers(type, program.ConstructorName);
                    break;
                case AbstractKind.Instance when rules.CallMember is { } member && program.FindName(member) is >= 0 and var name:
                    AddMembers(index, name);
                    break;
            }
        }
        if (candidates.Count == 0)
            return Value.None;
        if (variable >= 0)
            candidates.Add(variable);
        candidates.Sort();
        return candidates.Count == 1 ? Value.Of(candidates[0], Tier.Typed) : AddSet(Tier.Typed);
    }

    private void AddMembers(int type, int name)
    {
        for (var node = FindMember(type, name); node >= 0; node = entities.Next(node))
            candidates.Add(entities.MemberSymbol(node));
    }

    /// <summary>A member of whatever an expression of no declared type can be; all that are found hold.</summary>
    private Value OfHeld(Operand operand, int name, int index)
    {
        ref var reference = ref facts.References[index];
        if (context.Values is not { } flow)
            return Value.None;
        var values = flow.Of(file, operand, operand.Kind == OperandKind.This ? EnclosingMethod(reference.Scope) : -1);
        var external = false;
        var found = new SortedSet<int>();
        foreach (var value in values)
        {
            var kind = AbstractValue.KindOf(value);
            var type = kind == AbstractKind.Instance ? AbstractValue.IndexOf(value) : kind == AbstractKind.Symbol ? EntityOfSymbol(AbstractValue.IndexOf(value)) : -1;
            external |= kind == AbstractKind.Container && (family != Family.EcmaScript || rules.IsLibraryMember(program.Names[name]));
            if (rules.BlocksHideNames && flow.Property(value, name) is >= 0 and var property)
                found.Add(property);
            if (type < 0)
                continue;
            var member = OfInstance(type, name, reference);
            external |= member.Kind == ValueKind.External;
            if (member.Kind == ValueKind.Symbol)
                found.Add(member.Index);
            else if (member.Kind == ValueKind.Set && member.Tier != Tier.Ambiguous)
            {
                foreach (var symbol in SetOf(member))
                    found.Add(symbol);
            }
        }
        if (found.Count > MaxCandidates)
            return Value.None;
        // What the members hold is found where they are called; nothing but things from outside have no member here.
        if (found.Count == 0)
            return (external || flow.IsExternal(file, index)) && flow.OfReference(file, index).IsEmpty ? Value.External(-1) : Value.None;
        candidates.Clear();
        candidates.AddRange(found);
        return candidates.Count == 1 ? Value.Of(candidates[0], Tier.Typed) : AddSet(Tier.Typed);
    }

    /// <summary>A call of a value without a name.</summary>
    private Value Applied(int index)
    {
        if (context.Values is not { } flow)
            return Value.None;
        if (Functions(flow.OfReference(file, index), -1) is { Kind: not ValueKind.None } functions)
            return functions;
        return flow.IsExternal(file, index) ? Value.External(-1) : Value.None;
    }

    /// <summary>
    /// Functions that the open file hands to functions of its language's library which call them: the reference that names one, and what it denotes.
    /// </summary>
    public void HandedToLibrary(Action<int, Value> found)
    {
        foreach (ref var argument in facts.Arguments.AsSpan())
        {
            ref var call = ref facts.References[argument.Call];
            if (argument.Value.Kind != OperandKind.Name
                || !NativeMembers.CallsBack(family, call.Qualifier.Kind != OperandKind.None, facts.Strings[call.Name], argument.Position, argument.Name < 0 ? default : facts.Strings[argument.Name])
                || Denote(argument.Call).Kind is not (ValueKind.None or ValueKind.External))
                continue;
            var given = Denote(argument.Value.Reference);
            var runs = given.Kind == ValueKind.Symbol && program.Definition(given.Index).Kind.IsCallable() && given.Tier is Tier.Exact or Tier.Typed ? given
                : context.Values is { } flow ? Functions(flow.OfReference(file, argument.Value.Reference), -1) : Value.None;
            if (runs.Kind != ValueKind.None)
                found(argument.Value.Reference, runs);
        }
    }

    /// <summary>The method around a scope whose instance <c>this</c> is there; -1 for none.</summary>
    public int EnclosingMethod(int scope)
    {
        var method = -1;
        for (; scope >= 0; scope = facts.Scopes[scope].Parent)
        {
            var owner = facts.Scopes[scope].Owner;
            if (owner < 0)
                continue;
            if (facts.Definitions[owner].Kind.IsType())
                return method;
            if (!facts.Definitions[owner].Kind.IsCallable())
                continue;
            method = first + owner;
            if ((facts.Definitions[owner].Flags & (DefinitionFlags.OutOfLine | DefinitionFlags.Extension)) != 0 && program.ParentOf[method] >= 0)
                return method;
        }
        return method;
    }

    /// <summary>What a type uses of itself and leaves to the types below it.</summary>
    private Value OfSubtypes(int type, int name)
    {
        var found = new SortedSet<int>();
        foreach (var below in entities.Subtypes(type))
        {
            for (var node = FindMember(below, name); node >= 0 && found.Count <= MaxCandidates; node = entities.Next(node))
                found.Add(entities.MemberSymbol(node));
        }
        if (found.Count is 0 or > MaxCandidates)
            return Value.None;
        candidates.Clear();
        candidates.AddRange(found);
        return candidates.Count == 1 ? Value.Of(candidates[0], Tier.Typed) : AddSet(Tier.Typed);
    }

    /// <summary>A member without a body, and what runs in its place as far as the values at its receiver are known.</summary>
    private Value WithImplementations(Value member, Operand qualifier, int name, int index)
    {
        var held = OfHeld(qualifier, name, index);
        if (held.Kind is not (ValueKind.Symbol or ValueKind.Set))
            return member;
        int[] symbols = held.Kind == ValueKind.Symbol ? [held.Index] : SetOf(held).ToArray();
        candidates.Clear();
        candidates.AddRange(symbols.Append(member.Index).Distinct().Order());
        return candidates.Count == 1 ? member : AddSet(Tier.Typed);
    }

    /// <summary>
    /// A member without a body, and what runs in its place where there is no choice: the only one that is written, or, of the object's own, any of those below.
    /// </summary>
    private Value WithOverriders(Value member, in Reference reference)
    {
        if (!overriders.TryGetValue(member.Index, out var known))
            overriders[member.Index] = known = Overriders(member.Index);
        if (known.Length == 0 || known.Length > MaxCandidates || (known.Length > 1 && reference.Qualifier.Kind is not (OperandKind.This or OperandKind.None)))
            return member;
        candidates.Clear();
        candidates.AddRange(known);
        candidates.Add(member.Index);
        candidates.Sort();
        return AddSet(Tier.Typed);
    }

    private int[] Overriders(int member)
    {
        if (program.ParentOf[member] is not (>= 0 and var owner) || program.EntityOf[owner] is not (>= 0 and var type))
            return [];
        ref var definition = ref program.Definition(member);
        var found = new SortedSet<int>();
        var subtypes = entities.Subtypes(type);
        // With so many types below, there is a choice.
        if (subtypes.Count >= EntityTable.MaxSubtypes)
            return [];
        foreach (var below in subtypes)
        {
            for (var node = entities.Members(below, program.SymbolName(member)); node >= 0; node = entities.Next(node))
            {
                var symbol = entities.MemberSymbol(node);
                ref var other = ref program.Definition(symbol);
                if (other.Kind.IsCallable() && !IsAbstract(symbol) && other.MinArity <= definition.MaxArity && definition.MinArity <= other.MaxArity)
                    found.Add(symbol);
            }
        }
        return [.. found];
    }

    /// <summary>A member that is declared to be there and is written elsewhere: of an interface, or an abstract one.</summary>
    public bool IsAbstract(int symbol)
    {
        ref var definition = ref program.Definition(symbol);
        return (definition.Flags & DefinitionFlags.Abstract) != 0
            || (definition.Kind.IsCallable() && program.ParentOf[symbol] is >= 0 and var owner && program.Definition(owner).Kind is SymbolKind.Interface or SymbolKind.Trait);
    }

    /// <summary>What was found out about the open file's references and holds whatever variables hold: a definition that is meant without a guess.</summary>
    public Value[] Settled(Func<int, bool> isDecorated)
    {
        var settled = new Value[facts.References.Length];
        for (var i = 0; i < settled.Length; i++)
        {
            var value = memo[i];
            if (states[i] != 2 || value.Kind != ValueKind.Symbol || value.Tier is not (Tier.Exact or Tier.Typed))
                continue;
            var kind = program.Definition(value.Index).Kind;
            if (facts.References[i].Role != ReferenceRole.Call || kind.IsType() || (kind.IsCallable() && !IsAbstract(value.Index) && !isDecorated(value.Index)))
                settled[i] = value;
        }
        return settled;
    }

    /// <summary>Takes over what <see cref="Settled"/> gave for the open file.</summary>
    public void Adopt(Value[]? settled)
    {
        for (var i = 0; settled is not null && i < settled.Length; i++)
        {
            if (settled[i].Kind == ValueKind.None)
                continue;
            memo[i] = settled[i];
            states[i] = 2;
        }
    }
}
