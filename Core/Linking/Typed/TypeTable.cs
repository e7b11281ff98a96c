using CodeGraph.Linking.Incremental;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Typed;

/// <summary>The declared types of all symbols of languages that declare them, and the bases of types, with type arguments. Filled once, then read by all threads.</summary>
internal sealed class TypeTable
{
    private readonly LinkProgram program;
    private readonly SparseColumn<TypeShape?> types;

    // Found on demand by any thread; the same whoever finds them.
    private readonly SparseColumn<int[]?> parameters;
    private readonly SparseColumn<int[]?> typeParameters;
    private readonly Dictionary<int, List<TypeShape>> bases = [];
    private readonly Dictionary<int, List<TypeShape>> constraints = [];

    // By file: what bounds its type parameters, and by the reference that names it, each base; null for files of other languages.
    private readonly List<(int Parameter, TypeShape Bound)>?[] bounds;
    private readonly Dictionary<int, TypeShape?>?[] namedBases;

    private TypeTable(LinkProgram program)
    {
        this.program = program;
        bounds = new List<(int, TypeShape)>?[program.Files.Count];
        namedBases = new Dictionary<int, TypeShape?>?[program.Files.Count];
        types = new(program.SymbolCount, null);
        parameters = new(program.SymbolCount, null);
        typeParameters = new(program.SymbolCount, null);
    }

    /// <param name="context">The tables; they get this one.</param>
    /// <param name="links">The bases of types.</param>
    /// <param name="kept">What is known from before; null for nothing.</param>
    /// <param name="threads">Threads to read files on.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static void Build(LinkContext context, List<BaseLink> links, KeptTypes? kept, int threads, CancellationToken cancellation)
    {
        var program = context.Program;
        var files = Enumerable.Range(0, program.Files.Count).Where(f => program.Files[f].HasExpressions).ToArray();
        if (files.Length == 0)
            return;
        var table = new TypeTable(program);
        context.Types = table;
        var linksOf = links.ToLookup(link => link.File);
        var unaffected = kept?.Search.Declaring();
        Linker.ForEachFile(context, files, threads, cancellation, (resolver, file) =>
        {
            if (kept is not null && unaffected![file] && table.Keep(kept, file))
                kept.Search.KeepTypes(file);
            else
                table.Declare(resolver, file, linksOf[file]);
        });
        foreach (var (parameter, bound) in table.bounds.SelectMany(f => f ?? []))
            Add(table.constraints, parameter, bound);
        foreach (var link in links)
        {
            if (table.namedBases[link.File]?[link.Reference] is { } type)
                Add(table.bases, program.EntityOf[link.From], type);
        }
    }

    /// <summary>Number of type parameters.</summary>
    public static int Arity(LinkProgram program, int symbol) => program.TypeArity[symbol];

    /// <summary>The declared type of a variable or member, or what a callable or delegate returns; null where it is not known.</summary>
    public TypeShape? TypeOf(int symbol) => types[symbol];

    public IReadOnlyList<TypeShape> Bases(int entity) => bases.TryGetValue(entity, out var known) ? known : [];

    /// <summary>What a type parameter is bound to.</summary>
    public IReadOnlyList<TypeShape> Constraints(int parameter) => constraints.TryGetValue(parameter, out var known) ? known : [];

    /// <summary>The type parameters of a type or callable, in order.</summary>
    public IReadOnlyList<int> TypeParameters(int symbol) => program.TypeArity[symbol] == 0 ? [] : typeParameters[symbol] ??= [.. Children(symbol, SymbolKind.TypeParameter)];

    public IReadOnlyList<int> Parameters(int symbol) => parameters[symbol] ??= [.. FindParameters(symbol)];

    private List<int> FindParameters(int symbol)
    {
        var found = Children(symbol, SymbolKind.Parameter);
        // A record's parameters are its properties.
        if (found.Count == 0 && program.Definition(symbol).Kind == SymbolKind.Record)
            found = Children(symbol, SymbolKind.Property);
        return found;
    }

    /// <summary>One symbol for the type parameters of all parts of a type.</summary>
    public int Canonical(int typeParameter)
    {
        var owner = program.ParentOf[typeParameter];
        if (owner < 0 || program.EntityOf[owner] is not (>= 0 and var entity) || program.Entities.Symbol(entity) is not (>= 0 and var first) || first == owner)
            return typeParameter;
        var index = IndexOf(TypeParameters(owner), typeParameter);
        var others = TypeParameters(first);
        return index >= 0 && index < others.Count ? others[index] : typeParameter;
    }

    /// <summary>The place of a parameter among others, -1 for none.</summary>
    public static int IndexOf(IReadOnlyList<int> parameters, int parameter)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i] == parameter)
                return i;
        }
        return -1;
    }

    private List<int> Children(int symbol, SymbolKind kind) => Children(program, symbol, kind);

    private static List<int> Children(LinkProgram program, int symbol, SymbolKind kind)
    {
        var file = program.FileOf[symbol];
        var first = program.FirstSymbol[file];
        var definitions = program.Files[file].Definitions;
        var found = new List<int>();
        // They stand before anything that the body defines, in its own scope: the parameters of a lambda stand in the lambda's.
        for (var i = symbol - first + 1; i < definitions.Length; i++)
        {
            if (definitions[i].Kind is not (SymbolKind.TypeParameter or SymbolKind.Parameter) && (kind != SymbolKind.Property || definitions[i].Kind != SymbolKind.Property)
                || definitions[i].Parent != symbol - first || definitions[i].Scope != definitions[symbol - first].BodyScope)
                break;
            if (definitions[i].Kind == kind)
                found.Add(first + i);
        }
        if (kind == SymbolKind.Property && definitions[symbol - first].MaxArity is var arity and < 254 && found.Count > arity)
            found.RemoveRange(arity, found.Count - arity);
        return found;
    }

    private void Declare(FileResolver resolver, int file, IEnumerable<BaseLink> links)
    {
        var facts = program.Facts(file);
        var further = bounds[file] = [];
        resolver.Open(file);
        foreach (var origin in facts.Origins)
        {
            if (origin.Type < 0 || resolver.TypeNamed(origin.Type) is not { } type)
                continue;
            var symbol = program.FirstSymbol[file] + origin.Definition;
            if (facts.Definitions[origin.Definition].Kind == SymbolKind.TypeParameter)
                further.Add((Canonical(symbol), type));
            else
                types[symbol] ??= type;
        }
        var named = namedBases[file] = [];
        foreach (var link in links)
            named[link.Reference] = resolver.BaseType(link.Reference);
    }

    /// <summary>Takes over what a file declared before, under the new numbers; false where that leads to something that is gone.</summary>
    private bool Keep(KeptTypes kept, int file)
    {
        if (kept.Before.Types is not { } before)
            return false;
        var map = kept.Map;
        var fileBefore = map.FileBefore(file);
        var first = before.program.FirstSymbol[fileBefore];
        for (var i = 0; i < program.Files[file].Definitions.Length; i++)
        {
            if (before.types[first + i] is not { } type)
                continue;
            if (map.Shape(type) is not { } renumbered)
                return false;
            types[program.FirstSymbol[file] + i] = renumbered;
        }
        var further = new List<(int, TypeShape)>();
        foreach (var (parameter, bound) in before.bounds[fileBefore] ?? [])
        {
            if (map.Symbol(parameter) is not (>= 0 and var symbol) || map.Shape(bound) is not { } renumbered)
                return false;
            further.Add((symbol, renumbered));
        }
        bounds[file] = further;
        var named = new Dictionary<int, TypeShape?>();
        foreach (var (reference, type) in before.namedBases[fileBefore] ?? [])
        {
            if ((named[reference] = type is null ? null : map.Shape(type)) is null && type is not null)
                return false;
        }
        namedBases[file] = named;
        return true;
    }

    private static void Add(Dictionary<int, List<TypeShape>> lists, int key, TypeShape type)
    {
        if (!lists.TryGetValue(key, out var list))
            lists[key] = list = [];
        list.Add(type);
    }
}
