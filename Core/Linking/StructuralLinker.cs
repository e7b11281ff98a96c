using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Linking;

/// <summary>
/// Go's interfaces are satisfied by method sets, without a word about it in the source: a type implements an interface when it, or what it embeds, has
/// a method of each name and number of parameters.
/// </summary>
internal static class StructuralLinker
{
    private const int MaxDepth = 16;

    public static void Run(LinkProgram program, List<RelationRecord> relations)
    {
        var embedding = Embedding(program);
        var methods = new Dictionary<int, int>();
        var found = new Dictionary<int, int>();
        for (var symbol = 0; symbol < program.SymbolCount; symbol++)
        {
            if (program.Definition(symbol).Kind != SymbolKind.Interface || program.FamilyOf(program.FileOf[symbol]) != Family.Go)
                continue;
            methods.Clear();
            Collect(program, program.EntityOf[symbol], methods, 0);
            if (methods.Count == 0)
                continue;
            // The types that have the rarest of the methods are few.
            var rarest = methods.Keys.MinBy(name => (program.Named(name).Count, name));
            var tried = new HashSet<int>();
            foreach (var type in Candidates(program, rarest, embedding, tried))
            {
                found.Clear();
                if (!methods.All(method => Find(program, program.EntityOf[type], method.Key, method.Value, found, 0)))
                    continue;
                Add(program, relations, type, symbol);
                foreach (var (name, method) in methods)
                {
                    if (program.ParentOf[found[name]] == type)
                        Add(program, relations, found[name], method);
                }
            }
        }
    }

    /// <summary>By entity: the types that embed it.</summary>
    private static Dictionary<int, List<int>> Embedding(LinkProgram program)
    {
        var embedding = new Dictionary<int, List<int>>();
        for (var symbol = 0; symbol < program.SymbolCount; symbol++)
        {
            if (program.Definition(symbol).Kind != SymbolKind.Struct || program.FamilyOf(program.FileOf[symbol]) != Family.Go || program.EntityOf[symbol] is not (>= 0 and var entity))
                continue;
            foreach (var target in program.Entities.Bases(entity))
            {
                if (!embedding.TryGetValue(target, out var known))
                    embedding[target] = known = [];
                known.Add(symbol);
            }
        }
        return embedding;
    }

    /// <summary>The types that have a method of a name, or embed one that has.</summary>
    private static List<int> Candidates(LinkProgram program, int method, Dictionary<int, List<int>> embedding, HashSet<int> tried)
    {
        var types = new List<int>();
        var waiting = new Queue<int>();
        foreach (var candidate in program.Named(method))
        {
            if (program.ParentOf[candidate] is >= 0 and var type && program.Definition(candidate).Kind == SymbolKind.Method && program.FamilyOf(program.FileOf[type]) == Family.Go && tried.Add(type))
                waiting.Enqueue(type);
        }
        while (waiting.TryDequeue(out var type))
        {
            if (program.Definition(type).Kind != SymbolKind.Interface)
                types.Add(type);
            foreach (var around in embedding.GetValueOrDefault(program.EntityOf[type]) ?? [])
            {
                if (tried.Add(around))
                    waiting.Enqueue(around);
            }
        }
        return types;
    }

    /// <summary>The methods of an interface with those of the interfaces it embeds, by name.</summary>
    private static void Collect(LinkProgram program, int entity, Dictionary<int, int> methods, int depth)
    {
        if (entity < 0 || depth > MaxDepth || program.Entities.Symbol(entity) is not (>= 0 and var type))
            return;
        var file = program.FileOf[type];
        var definitions = program.Files[file].Definitions;
        for (var i = type - program.FirstSymbol[file] + 1; i < definitions.Length && definitions[i].Start < program.Definition(type).End; i++)
        {
            if (definitions[i].Kind == SymbolKind.Method && program.ParentOf[program.FirstSymbol[file] + i] == type)
                methods.TryAdd(program.NameOf[file][definitions[i].Name], program.FirstSymbol[file] + i);
        }
        foreach (var embedded in program.Entities.Bases(entity))
            Collect(program, embedded, methods, depth + 1);
    }

    private static bool Find(LinkProgram program, int entity, int name, int method, Dictionary<int, int> found, int depth)
    {
        if (entity < 0 || depth > MaxDepth)
            return false;
        ref var wanted = ref program.Definition(method);
        for (var node = program.Entities.Members(entity, name); node >= 0; node = program.Entities.Next(node))
        {
            var symbol = program.Entities.MemberSymbol(node);
            ref var definition = ref program.Definition(symbol);
            if (definition.Kind != SymbolKind.Method || definition.MaxArity != wanted.MaxArity)
                continue;
            found[name] = symbol;
            return true;
        }
        foreach (var embedded in program.Entities.Bases(entity))
        {
            if (Find(program, embedded, name, method, found, depth + 1))
                return true;
        }
        return false;
    }

    private static void Add(LinkProgram program, List<RelationRecord> relations, int from, int to)
    {
        ref var definition = ref program.Definition(from);
        relations.Add(new RelationRecord
        {
            From = from,
            To = to,
            File = program.FileOf[from],
            Line = definition.Line,
            Column = definition.Column,
            Kind = RelationKind.Implements,
            Tier = Tier.Typed,
        });
    }
}
