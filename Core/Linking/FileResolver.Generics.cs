using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>Type parameters: what stands for them at a use, by the type arguments of the receiver or of the call.</summary>
internal sealed partial class FileResolver
{
    /// <summary>What a definition of the open file says of type parameters and arguments: whether its type, or its elements', is a parameter, and what its type is applied to.</summary>
    public void Generic(int definition, out int parameter, out int elementParameter, out int[]? applied)
    {
        ref var d = ref facts.Definitions[definition];
        parameter = rules.TypesAreApart && d.DeclaredType >= 0 ? TypeParameter(d.DeclaredType) : -1;
        elementParameter = rules.TypesAreApart && d.ElementType >= 0 ? TypeParameter(d.ElementType) : -1;
        applied = !rules.TypesAreApart ? null
            : d.ElementType >= 0 ? ArgumentsOf(d.ElementType, 0)
            : d.DeclaredType >= 0 ? ArgumentsOf(d.DeclaredType, 0)
            : Applied(d.Value, 0);
    }

    private int TypeParameter(int reference) =>
        Denote(reference) is { Kind: ValueKind.Symbol } value && program.Definition(value.Index).Kind == SymbolKind.TypeParameter ? value.Index : -1;

    /// <summary>A known type, or else what the type parameter stands for where an expression of that type is used.</summary>
    private int Given(int known, int parameter, Operand operand, int depth)
    {
        if (known != Value.UnknownType && parameter < 0 || parameter < 0 || depth > MaxDepth || program.ParentOf[parameter] is not (>= 0 and var owner))
            return known;
        var arguments = ArgumentsOf(operand.Reference, depth);
        if (!program.Definition(owner).Kind.IsCallable())
            arguments ??= Applied(facts.References[operand.Reference].Qualifier, depth + 1);
        if (arguments is not null)
            return PositionOf(parameter, owner) is var position && position < arguments.Length && arguments[position] != Value.UnknownType ? arguments[position] : known;
        return program.Definition(owner).Kind.IsCallable() && Inferred(parameter, owner, operand.Reference, depth) is var inferred && inferred != Value.UnknownType ? inferred : known;
    }

    /// <summary>What a type parameter of a function stands for in a call, by the argument whose parameter is of that type.</summary>
    private int Inferred(int parameter, int callable, int call, int depth)
    {
        foreach (ref var argument in facts.ArgumentsOf(call))
        {
            if (argument.Position >= 0 && ParameterAt(callable, argument.Position) is >= 0 and var taken && program.ParameterTypeOf[taken] == parameter)
                return InstanceOf(argument.Value, depth + 1);
        }
        return Value.UnknownType;
    }

    /// <summary>The type arguments of an expression's type; null where none are known.</summary>
    private int[]? Applied(Operand operand, int depth)
    {
        if (operand.Reference < 0 || operand.Kind == OperandKind.Slot || depth > MaxDepth)
            return null;
        var value = Denote(operand.Reference, depth + 1);
        if (value.Kind is not (ValueKind.Symbol or ValueKind.Set) || value.Tier == Tier.Ambiguous)
            return null;
        var symbol = value.Kind == ValueKind.Symbol ? value.Index : SetOf(value)[0];
        // What a function is applied to is not what its result's type is applied to.
        return program.Definition(symbol).Kind is var kind && (kind.IsType() || kind == SymbolKind.Constructor) ? ArgumentsOf(operand.Reference, depth) : program.AppliedOf[symbol];
    }

    /// <summary>The type arguments written behind a name of the open file; null for none.</summary>
    private int[]? ArgumentsOf(int reference, int depth)
    {
        var all = facts.TypeArguments;
        int low = 0, high = all.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = all[middle].Generic < reference ? (middle + 1, high) : (low, middle);
        }
        if (low == all.Length || all[low].Generic != reference)
            return null;
        var found = new List<int>();
        for (var i = low; i < all.Length && all[i].Generic == reference; i++)
        {
            while (found.Count < all[i].Position)
                found.Add(Value.UnknownType);
            found.Add(EntityOf(Denote(all[i].Type, depth + 1)));
        }
        return [.. found];
    }

    private int PositionOf(int parameter, int owner)
    {
        var position = 0;
        for (var symbol = owner + 1; symbol < parameter; symbol++)
            position += program.Definition(symbol).Kind == SymbolKind.TypeParameter && program.ParentOf[symbol] == owner ? 1 : 0;
        return position;
    }
}
