using CodeGraph.Linking.Incremental;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>
/// What definitions are declared with or start as, in rounds. A round reads other files' types as the round before left them, so that the order of threads does not matter; each
/// round's types are kept for the program after an edit.
/// </summary>
internal sealed class InferredTypes
{
    // Types flow from a callee's declaration to a variable in one round, and from there through one more call in the next.
    private const int Rounds = 2;

    private readonly LinkContext context;
    private readonly LinkProgram program;
    private readonly int[] types;
    private readonly int[] elements;
    private readonly SparseColumn<int[]?> applied;

    private InferredTypes(LinkContext context)
    {
        this.context = context;
        program = context.Program;
        types = (int[])program.TypeOf.Clone();
        elements = (int[])program.ElementOf.Clone();
        applied = program.AppliedOf.Clone();
    }

    /// <summary>Fills the program's tables of types.</summary>
    /// <param name="context">The program, with its declared types.</param>
    /// <param name="kept">What is known from before; null for nothing.</param>
    /// <param name="threads">Threads to read files on.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static void Run(LinkContext context, KeptTypes? kept, int threads, CancellationToken cancellation)
    {
        for (var number = 0; number < Rounds; number++)
        {
            var round = new InferredTypes(context);
            round.Infer(number, kept, threads, cancellation);
            (context.Program.TypeOf, context.Program.ElementOf, context.Program.AppliedOf) = (round.types, round.elements, round.applied);
            context.Program.Rounds.Add(round);
            if (number + 1 < Rounds)
                kept?.Search.CompareInferred(kept.Before.Program.Rounds[number], round);
        }
    }

    /// <summary>Whether a symbol has the types that another had in the same round of a program before.</summary>
    public bool IsSame(int symbol, InferredTypes before, int symbolBefore, ProgramMap map) =>
        map.Entity(before.types[symbolBefore]) == types[symbol] && map.Entity(before.elements[symbolBefore]) == elements[symbol]
        && map.Renumber(before.applied[symbolBefore], out var same) && (same is null ? applied[symbol] is null : applied[symbol] is { } now && same.AsSpan().SequenceEqual(now));

    private void Infer(int number, KeptTypes? kept, int threads, CancellationToken cancellation)
    {
        // Where nothing is declared, values are followed later, and farther.
        var files = Enumerable.Range(0, program.Files.Count)
            .Where(file => !program.Files[file].HasExpressions && (number == 0 || !context.Rules(file).TracksValues || context.Rules(file).TypesAreApart)).ToArray();
        var unaffected = kept?.Search.Declaring();
        Linker.ForEachFile(context, files, threads, cancellation, (resolver, file) =>
        {
            if (unaffected is not null && unaffected[file])
            {
                if (Keep(kept!.Before.Program, kept.Map, number, file))
                    return;
                Forget(file);
                kept.Search.Affect(file);
            }
            Infer(resolver, file);
        });
    }

    private void Infer(FileResolver resolver, int file)
    {
        var definitions = program.Files[file].Definitions;
        var first = program.FirstSymbol[file];
        var ownTypes = program.TypeOf[first..(first + definitions.Length)];
        var ownElements = program.ElementOf[first..(first + definitions.Length)];
        resolver.Open(file, ownTypes, ownElements);
        for (var i = 0; i < definitions.Length; i++)
        {
            if (definitions[i].DeclaredType < 0 && definitions[i].ElementType < 0 && definitions[i].Value.Kind == OperandKind.None && program.EntityOf[first + i] < 0
                && (definitions[i].Flags & DefinitionFlags.LanguageType) == 0
                && !(definitions[i].Kind is SymbolKind.Variable or SymbolKind.Field && program.FamilyOf(file) == Family.C))
                continue;
            ownTypes[i] = resolver.TypeOf(i);
            ownElements[i] = resolver.ElementOf(i);
            program.PatternOf[first + i] = resolver.PatternOf(i);
            resolver.Generic(i, out var parameter, out var elementParameter, out var arguments);
            (program.ParameterTypeOf[first + i], program.ParameterElementOf[first + i], applied[first + i]) = (parameter, elementParameter, arguments);
        }
        ownTypes.CopyTo(types, first);
        ownElements.CopyTo(elements, first);
    }

    /// <summary>Takes back what was taken over of a file: not every definition is inferred again.</summary>
    private void Forget(int file)
    {
        var (first, count) = (program.FirstSymbol[file], program.Files[file].Definitions.Length);
        Array.Copy(program.TypeOf, first, types, first, count);
        Array.Copy(program.ElementOf, first, elements, first, count);
        for (var symbol = first; symbol < first + count; symbol++)
        {
            applied[symbol] = program.AppliedOf[symbol];
            program.PatternOf[symbol] = Value.UnknownType;
            program.ParameterTypeOf[symbol] = program.ParameterElementOf[symbol] = -1;
        }
    }

    /// <summary>Takes over what was known about a file, under the new numbers; false where that leads to something that is gone.</summary>
    private bool Keep(LinkProgram old, ProgramMap map, int number, int file)
    {
        var before = old.Rounds[number];
        var fileBefore = map.FileBefore(file);
        var (from, to) = (old.FirstSymbol[fileBefore], program.FirstSymbol[file]);
        for (var end = old.FirstSymbol[fileBefore + 1]; from < end; from++, to++)
        {
            (types[to], elements[to]) = (map.Entity(before.types[from]), map.Entity(before.elements[from]));
            program.PatternOf[to] = map.Entity(old.PatternOf[from]);
            program.ParameterTypeOf[to] = map.Symbol(old.ParameterTypeOf[from]);
            program.ParameterElementOf[to] = map.Symbol(old.ParameterElementOf[from]);
            var stayed = map.Renumber(before.applied[from], out var arguments);
            applied[to] = arguments;
            if (!stayed || types[to] == int.MaxValue || elements[to] == int.MaxValue || program.PatternOf[to] == int.MaxValue
                || program.ParameterTypeOf[to] < 0 != old.ParameterTypeOf[from] < 0 || program.ParameterElementOf[to] < 0 != old.ParameterElementOf[from] < 0)
                return false;
        }
        return true;
    }
}
