using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Values;

/// <summary>Finds the parameters that take what a call passes. Reused from call to call.</summary>
internal sealed class ArgumentGiver(LinkContext context)
{
    /// <summary>In place of a key: the parameter takes the value itself, and not as one of many.</summary>
    public const int Whole = int.MinValue;

    private readonly LinkProgram program = context.Program;
    private readonly List<int> parameters = [];
    private readonly List<(int Parameter, int Key)> takers = [];
    private FileFacts facts = null!;
    private int start;
    private int skipped;
    private int shift;

    /// <summary>Turns to a callable.</summary>
    /// <param name="callable">What is called.</param>
    /// <param name="placesShifted">What is added to the arguments' places: -1 where the first argument is the instance.</param>
    public void Open(int callable, int placesShifted = 0)
    {
        var file = program.FileOf[callable];
        facts = program.Facts(file);
        start = program.FirstSymbol[file];
        FindParameters(callable - start);
        skipped = TakesInstance(context, callable) ? 1 : 0;
        shift = placesShifted;
    }

    /// <summary>Turns to a function without a name.</summary>
    public void Open(int file, Closure closure)
    {
        facts = program.Facts(file);
        start = program.FirstSymbol[file];
        parameters.Clear();
        parameters.AddRange(closure.Parameters.Take(FactsBuilder.MaxArguments));
        (skipped, shift) = (0, 0);
    }

    /// <summary>A method whose first parameter is what it is called on.</summary>
    public static bool TakesInstance(LinkContext context, int callable)
    {
        ref var definition = ref context.Program.Definition(callable);
        return context.Rules(context.Program.FileOf[callable]).MethodsTakeInstance && definition.Kind is SymbolKind.Method or SymbolKind.Constructor or SymbolKind.Property
            && (definition.Flags & DefinitionFlags.Static) == 0;
    }

    /// <summary>The parameters, and the key under which one that takes the rest of the arguments holds it; <see cref="Whole"/> for others.</summary>
    public List<(int Parameter, int Key)> Takers(PassedValue passed)
    {
        takers.Clear();
        var position = passed.Position < 0 ? -1 : passed.Position + shift + skipped;
        var place = -1;
        var last = -1;
        for (var i = 0; i < parameters.Count; i++)
        {
            var (flags, from) = (facts.Definitions[parameters[i] - start].Flags, facts.Definitions[parameters[i] - start].Start);
            // What one pattern takes apart stands at one place.
            if ((flags & DefinitionFlags.Part) == 0 || from != last)
                place++;
            last = from;
            if (place < skipped)
                continue;
            var rest = (flags & DefinitionFlags.Variadic) != 0;
            if (passed.Name >= 0)
            {
                if (program.SymbolName(parameters[i]) == passed.Name)
                    takers.Add((parameters[i], Whole));
                else if (rest && i == parameters.Count - 1)
                    takers.Add((parameters[i], passed.Name));
            }
            else if (position < 0)
            {
                // Behind a spread, any place can be meant.
                takers.Add((parameters[i], rest ? -1 : Whole));
            }
            else if (rest ? position >= place : position == place)
            {
                takers.Add((parameters[i], rest ? -1 : Whole));
            }
        }
        return takers;
    }

    /// <summary>The key of what a parameter takes of its argument; -1 where it takes all of it.</summary>
    public int PartOf(int parameter) => (facts.Definitions[parameter - start].Flags & DefinitionFlags.Part) != 0 ? program.SymbolName(parameter) : -1;

    // They follow their callable, before anything that its body defines; a parameter that is a field too is both.
    private void FindParameters(int callable)
    {
        parameters.Clear();
        var definitions = facts.Definitions;
        for (var i = callable + 1; i < definitions.Length && parameters.Count < FactsBuilder.MaxArguments; i++)
        {
            if (definitions[i].Kind == SymbolKind.Parameter && definitions[i].Parent == callable)
                parameters.Add(start + i);
            else if (definitions[i].Kind != SymbolKind.TypeParameter && !(definitions[i].Kind == SymbolKind.Field && definitions[i].Start < definitions[callable].End))
                break;
        }
    }
}
