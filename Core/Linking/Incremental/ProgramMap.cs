using CodeGraph.Graph;
using CodeGraph.Linking.Typed;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Incremental;

/// <summary>What the numbers of one program are in the next; -1 for what the next one has not.</summary>
internal sealed class ProgramMap
{
    private readonly LinkProgram before;
    private readonly LinkProgram after;
    private readonly int[] files;
    private readonly int[] filesBefore;
    private readonly int[] symbols;
    private readonly int[] names;
    private readonly int[] entities;
    private readonly int[] entitiesBefore;
    private readonly int[] packages;
    private readonly bool[] changed;
    private readonly bool[] wasThere;

    private ProgramMap(LinkContext old, LinkContext next)
    {
        (before, after) = (old.Program, next.Program);
        packages = [.. old.Packages.Select(next.FindPackage)];
        files = [.. before.Files.Select(file => after.FileByPath.TryGetValue(file.Path, out var same) && after.Files[same].Language == file.Language ? same : -1)];
        filesBefore = new int[after.Files.Count];
        symbols = new int[before.SymbolCount];
        names = new int[before.Names.Count];
        entities = new int[before.Entities.Count];
        entitiesBefore = new int[after.Entities.Count];
        changed = new bool[after.Files.Count];
        wasThere = new bool[after.SymbolCount];
    }

    /// <summary>Null where what has members cannot be told apart: then everything is linked anew.</summary>
    public static ProgramMap? Of(LinkContext old, LinkContext next)
    {
        var map = new ProgramMap(old, next);
        map.MapNames();
        map.MapFiles();
        map.KeepsNumbers = IsIdentity(map.files) && IsIdentity(map.symbols) && IsIdentity(map.names) && IsIdentity(map.packages);
        return map.MapEntities() ? map : null;
    }

    /// <summary>A file of the next program has another content than before, or is new.</summary>
    public bool IsChanged(int file) => changed[file];

    /// <summary>What a file of the next program was before; -1 for a new one.</summary>
    public int FileBefore(int file) => filesBefore[file];

    /// <summary>What a file became; -1 for one that is gone.</summary>
    public int File(int file) => files[file];

    /// <summary>A symbol of the next program was there before.</summary>
    public bool WasThere(int symbol) => wasThere[symbol];

    /// <summary>Whether every symbol, name and package that is still there has the number that it had, so that nothing need be renumbered.</summary>
    public bool KeepsNumbers { get; private set; }

    public int Symbol(int symbol) => symbol < 0 ? symbol : symbols[symbol];

    public int Name(int name) => name < 0 ? name : names[name];

    public int Package(int package) => package < 0 ? package : packages[package];

    /// <summary>The entity; negative numbers stand for themselves, a number past all entities for none.</summary>
    public int Entity(int entity) => entity < 0 ? entity : entities[entity] < 0 ? int.MaxValue : entities[entity];

    /// <summary>What an entity of the next program was before; -1 for a new one.</summary>
    public int EntityBefore(int entity) => entitiesBefore[entity];

    /// <summary>Entities under the new numbers.</summary>
    /// <returns>Whether all of them are still there.</returns>
    public bool Renumber(int[]? before, out int[]? after)
    {
        after = before;
        for (var i = 0; i < before?.Length; i++)
        {
            if (Entity(before[i]) is var now && now == before[i])
                continue;
            if (now == int.MaxValue)
                return false;
            if (ReferenceEquals(after, before))
                after = [.. before];
            after![i] = now;
        }
        return true;
    }

    /// <summary>The type; null where something in it is gone.</summary>
    public TypeShape? Shape(TypeShape type)
    {
        var id = type.Kind switch
        {
            TypeKind.Entity => entities[type.Id],
            TypeKind.Delegate or TypeKind.Parameter => symbols[type.Id],
            _ => type.Id,
        };
        if (id < 0 && id != type.Id)
            return null;
        var arguments = type.Arguments;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is not { } argument)
                continue;
            if (Shape(argument) is not { } renumbered)
                return null;
            if (ReferenceEquals(renumbered, argument))
                continue;
            if (ReferenceEquals(arguments, type.Arguments))
                arguments = [.. arguments];
            arguments[i] = renumbered;
        }
        return id == type.Id && ReferenceEquals(arguments, type.Arguments) ? type : new(type.Kind, id, type.Name, arguments);
    }

    /// <summary>What was found out about a file, under the new numbers; null where it leads to something that is gone.</summary>
    public LinkedFile? Renumber(LinkedFile file)
    {
        if (KeepsNumbers)
            return file;
        ReferenceRecord[] none = [];
        var references = file.Read(ref none).AsSpan(0, file.UseCount).ToArray();
        var targets = new List<int>(file.Targets);
        for (var i = 0; i < references.Length; i++)
        {
            ref var reference = ref references[i];
            reference.Name = Name(reference.Name);
            reference.From = Symbol(reference.From);
            if (reference.State == ReferenceState.External && reference.Payload >= 0)
                reference.Payload = packages[reference.Payload];
            else if (reference.State is not (ReferenceState.Resolved or ReferenceState.Ambiguous) || (reference.Form == TargetForm.File && reference.Payload < 0))
                continue;
            else if (reference.Form == TargetForm.File)
                reference.Payload = files[reference.Payload];
            else if (reference.Form == TargetForm.Symbol)
                reference.Payload = Symbol(reference.Payload);
            else if (!Renumber(targets, reference.Payload))
                return null;
            if (reference.Payload < 0)
                return null;
        }
        return new(references, targets);
    }

    private static bool IsIdentity(int[] numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] != i)
                return false;
        }
        return true;
    }

    private bool Renumber(List<int> targets, int start)
    {
        for (var i = start + 1; i <= start + targets[start]; i++)
        {
            targets[i] = Symbol(targets[i]);
            if (targets[i] < 0 || (i > start + 1 && targets[i] <= targets[i - 1]))
                return false;
        }
        return true;
    }

    private void MapNames()
    {
        var areShared = ReferenceEquals(before.Names, after.Names);
        for (var name = 0; name < names.Length; name++)
            names[name] = areShared ? name : after.FindName(before.Names[name]);
    }

    private void MapFiles()
    {
        Array.Fill(filesBefore, -1);
        Array.Fill(changed, true);
        Array.Fill(symbols, -1);
        for (var file = 0; file < files.Length; file++)
        {
            if (files[file] < 0)
                continue;
            filesBefore[files[file]] = file;
            MapSymbols(file, files[file]);
        }
        foreach (var symbol in symbols)
        {
            if (symbol >= 0)
                wasThere[symbol] = true;
        }
    }

    private void MapSymbols(int oldFile, int file)
    {
        var (old, next) = (before.Files[oldFile], after.Files[file]);
        var (oldFirst, first) = (before.FirstSymbol[oldFile], after.FirstSymbol[file]);
        changed[file] = !ReferenceEquals(old, next) && old.Blob != next.Blob;
        if (!changed[file])
        {
            for (var i = 0; i < old.Definitions.Length; i++)
                symbols[oldFirst + i] = first + i;
            return;
        }
        var places = new Dictionary<(int Parent, int Name, SymbolKind Kind, int Ordinal), int>();
        var counts = new Dictionary<(int, int, SymbolKind), int>();
        for (var i = 0; i < next.Definitions.Length; i++)
        {
            ref var definition = ref next.Definitions[i];
            places[Place(definition.Parent, after.NameOf[file][definition.Name], definition.Kind)] = i;
        }
        counts.Clear();
        for (var i = 0; i < old.Definitions.Length; i++)
        {
            ref var definition = ref old.Definitions[i];
            var parent = definition.Parent < 0 ? -1 : symbols[oldFirst + definition.Parent];
            var place = Place(definition.Parent < 0 ? -1 : parent < 0 ? int.MinValue : parent - first, Name(before.NameOf[oldFile][definition.Name]), definition.Kind);
            symbols[oldFirst + i] = places.TryGetValue(place, out var found) ? first + found : -1;
        }

        (int, int, SymbolKind, int) Place(int parent, int name, SymbolKind kind)
        {
            var ordinal = counts.GetValueOrDefault((parent, name, kind));
            counts[(parent, name, kind)] = ordinal + 1;
            return (parent, name, kind, ordinal);
        }
    }

    private bool MapEntities()
    {
        Array.Fill(entities, -1);
        for (var symbol = 0; symbol < symbols.Length; symbol++)
        {
            if (symbols[symbol] >= 0 && before.EntityOf[symbol] >= 0 && after.EntityOf[symbols[symbol]] is >= 0 and var entity && !Join(before.EntityOf[symbol], entity))
                return false;
        }
        for (var file = 0; file < files.Length; file++)
        {
            if (files[file] >= 0 && !Join(before.RootOf[file], after.RootOf[files[file]]))
                return false;
        }
        for (var entity = entities.Length - 1; entity >= 0; entity--)
        {
            // What is around a folder or package that is still there.
            if (entities[entity] >= 0 && before.Entities.Parent(entity) is >= 0 and var parent && entities[parent] < 0)
                entities[parent] = after.Entities.Parent(entities[entity]);
        }
        for (var entity = 0; entity < entities.Length; entity++)
        {
            // A folder or namespace that no definition of its own stands for. What is around it has a lower number.
            var (parent, name) = (before.Entities.Parent(entity), before.Entities.Name(entity));
            if (entities[entity] < 0 && name >= 0 && before.Entities.Nested(parent, name) == entity && (parent < 0 || entities[parent] >= 0) && names[name] >= 0)
                entities[entity] = after.Entities.Nested(parent < 0 ? parent : entities[parent], names[name]);
        }
        Array.Fill(entitiesBefore, -1);
        for (var entity = 0; entity < entities.Length; entity++)
        {
            if (entities[entity] >= 0)
                entitiesBefore[entities[entity]] = entity;
        }
        return true;
    }

    private bool Join(int old, int next)
    {
        if (old < 0 || next < 0)
            return old < 0 && next < 0;
        if (entities[old] >= 0)
            return entities[old] == next;
        entities[old] = next;
        return true;
    }
}
