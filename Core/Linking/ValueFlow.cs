using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>
/// Which functions, types and instances the variables, parameters and results of dynamically typed code hold: a flow-insensitive, context-insensitive
/// propagation along assignments, returns and arguments, after PyCG (Salis et al., ICSE 2021). A round reads only what the round before
/// left and its results are merged in the order of the files, so the outcome does not depend on threads. Sets only grow; one that passes
/// <see cref="MaxValues"/> is given up, for a use of it could mean anything.
/// </summary>
internal sealed class ValueFlow
{
    public const int MaxValues = 16;

    private const int MaxRounds = 6;

    private static readonly int[] GivenUp = [];

    private readonly LinkContext context;
    private readonly int[]?[] sets;

    private ValueFlow(LinkContext context)
    {
        this.context = context;
        sets = new int[context.Program.SymbolCount][];
    }

    /// <summary>A value that is a symbol itself: a function or a type.</summary>
    public static int OfSymbol(int symbol) => symbol << 1;

    /// <summary>A value that is an instance of a type.</summary>
    public static int OfInstance(int entity) => (entity << 1) | 1;

    /// <summary>The instance's type, or -1 where the value is a symbol.</summary>
    public static int InstanceOf(int value) => (value & 1) != 0 ? value >> 1 : -1;

    /// <summary>The symbol, or -1 where the value is an instance.</summary>
    public static int SymbolOf(int value) => (value & 1) == 0 ? value >> 1 : -1;

    /// <summary>What a variable holds, or a callable returns, ascending; empty where nothing is known.</summary>
    public ReadOnlySpan<int> Of(int symbol) => sets[symbol];

    public static ValueFlow? Run(LinkContext context, int threads, CancellationToken cancellation)
    {
        var program = context.Program;
        var files = Enumerable.Range(0, program.Files.Count).Where(file => context.Rules(file).TracksValues).ToArray();
        if (files.Length == 0)
            return null;
        var flow = new ValueFlow(context);
        context.Values = flow;
        for (var round = 0; round < MaxRounds; round++)
        {
            var found = new List<(int Symbol, int Value)>?[program.Files.Count];
            Linker.ForEachFile(context, files, threads, cancellation, (resolver, file) => found[file] = flow.Evaluate(resolver, file));
            if (!flow.Merge(found))
                break;
        }
        return flow;
    }

    private List<(int Symbol, int Value)> Evaluate(FileResolver resolver, int file)
    {
        var program = context.Program;
        var facts = program.Facts(file);
        var first = program.FirstSymbol[file];
        var found = new List<(int, int)>();
        var values = new List<int>();
        resolver.Open(file);
        for (var i = 0; i < facts.Definitions.Length; i++)
        {
            if (facts.Definitions[i].Value.Kind != OperandKind.None)
                Add(first + i, facts.Definitions[i].Value);
        }
        foreach (var (definition, value) in facts.Flows)
            Add(first + definition, value);
        foreach (ref var argument in facts.Arguments.AsSpan())
        {
            values.Clear();
            resolver.Evaluate(argument.Value, values);
            if (values.Count == 0)
                continue;
            var name = argument.Name < 0 ? -1 : program.FindName(facts.Strings[argument.Name]);
            foreach (var callee in resolver.Callees(argument.Call))
            {
                var parameter = Parameter(callee, argument.Position, name);
                if (parameter < 0)
                    continue;
                foreach (var value in values)
                    found.Add((parameter, value));
            }
        }
        return found;

        void Add(int symbol, Operand operand)
        {
            values.Clear();
            resolver.Evaluate(operand, values);
            foreach (var value in values)
            {
                if (value != OfSymbol(symbol))
                    found.Add((symbol, value));
            }
        }
    }

    private bool Merge(List<(int Symbol, int Value)>?[] found)
    {
        var grown = false;
        foreach (var list in found)
        {
            foreach (var (symbol, value) in list ?? [])
            {
                var known = sets[symbol];
                if (known is null)
                {
                    sets[symbol] = [value];
                    grown = true;
                    continue;
                }
                if (ReferenceEquals(known, GivenUp) || known.AsSpan().BinarySearch(value) is not (< 0 and var gap))
                    continue;
                sets[symbol] = known.Length == MaxValues ? GivenUp : [.. known.AsSpan(0, ~gap), value, .. known.AsSpan(~gap)];
                grown = true;
            }
        }
        return grown;
    }

    /// <summary>The parameter of a callable at a position, or of a name; -1 for none.</summary>
    private int Parameter(int callable, int position, int name)
    {
        var program = context.Program;
        var file = program.FileOf[callable];
        var first = program.FirstSymbol[file];
        var definitions = program.Facts(file).Definitions;
        ref var owner = ref definitions[callable - first];
        var takesInstance = context.Rules(file).MethodsTakeInstance && owner.Kind is SymbolKind.Method or SymbolKind.Constructor or SymbolKind.Property
            && (owner.Flags & DefinitionFlags.Static) == 0;
        var at = takesInstance ? -1 : 0;
        // Parameters follow their callable, before anything that its body defines.
        for (var i = callable - first + 1; i < definitions.Length; i++)
        {
            if (definitions[i].Kind == SymbolKind.TypeParameter)
                continue;
            if (definitions[i].Kind != SymbolKind.Parameter || definitions[i].Parent != callable - first)
                return -1;
            if (name >= 0 ? program.NameOf[file][definitions[i].Name] == name : at == position)
                return first + i;
            at++;
        }
        return -1;
    }
}
