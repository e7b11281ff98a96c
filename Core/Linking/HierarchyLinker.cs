using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>A base type of a type, and where it is named.</summary>
/// <param name="File">File of the reference.</param>
/// <param name="Reference">The reference that names the base.</param>
/// <param name="From">The symbol of the part that names it; -1 where the type is none of the repository.</param>
/// <param name="Base">The base's entity, or <see cref="Value.ExternalType"/>.</param>
internal readonly record struct BaseLink(int File, int Reference, int From, int Base);

/// <summary>Attaches members written outside of their types, and resolves base types. One thread; look-ups of inherited names start to work as bases become known.</summary>
internal static class HierarchyLinker
{
    public static List<BaseLink> Run(LinkContext context, CancellationToken cancellation)
    {
        var program = context.Program;
        var resolver = new FileResolver(context);
        ResolveAliases(program, resolver, cancellation);
        for (var file = 0; file < program.Files.Count; file++)
        {
            cancellation.ThrowIfCancellationRequested();
            AttachReceivers(program, resolver, file);
        }
        var links = new List<BaseLink>();
        var bases = new Dictionary<int, List<int>>();
        for (var file = 0; file < program.Files.Count; file++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!program.Files[file].HasBases)
                continue;
            var facts = program.Facts(file);
            var opened = false;
            for (var i = 0; i < facts.References.Length; i++)
            {
                ref var reference = ref facts.References[i];
                var joins = reference.Role == ReferenceRole.Type && (reference.Flags & ReferenceFlags.Implements) != 0;
                if ((reference.Role != ReferenceRole.Inherit && !joins) || reference.Container < 0)
                    continue;
                var from = program.FirstSymbol[file] + reference.Container;
                if (joins && program.Definition(from).Kind != SymbolKind.TypeAlias)
                    continue;
                var entity = program.EntityOf[from];
                if (entity < 0 && joins)
                    entity = program.EntityOf[from] = program.Entities.Add(-1, -1, isType: true, from);
                if (entity < 0)
                    continue;
                if (!opened)
                    resolver.Open(file);
                opened = true;
                var target = joins ? resolver.EntityOf(resolver.Denote(i)) : resolver.BaseOf(i);
                if (target == Value.UnknownType && resolver.IsForeignType(i))
                    target = Value.ExternalType;
                if (target == Value.UnknownType || target == entity)
                    continue;
                AddBase(entity, new BaseLink(file, i, from, target), joins);
            }
            foreach (var implementation in facts.Implementations)
            {
                if (!opened)
                    resolver.Open(file);
                opened = true;
                var entity = implementation.Type < 0 ? program.EntityOf[program.FirstSymbol[file] + implementation.Definition] : resolver.EntityOf(resolver.Denote(implementation.Type));
                var target = resolver.EntityOf(resolver.Denote(implementation.Base));
                if (target == Value.UnknownType && resolver.IsForeignType(implementation.Base))
                    target = Value.ExternalType;
                // A bound says what a type parameter can do; of other types it only asks.
                if (entity >= 0 && facts.References[implementation.Base].Role != ReferenceRole.Inherit)
                {
                    if (target != Value.UnknownType && target != entity && program.Entities.Symbol(entity) is >= 0 and var parameter && program.Definition(parameter).Kind == SymbolKind.TypeParameter)
                        AddBound(entity, target);
                    continue;
                }
                if (entity >= 0 && target != Value.UnknownType && target != entity && program.Entities.Symbol(entity) is >= 0 and var from)
                    AddBase(entity, new BaseLink(file, implementation.Base, from, target));
                else if (entity < 0 && target >= 0)
                    links.Add(new BaseLink(file, implementation.Base, -1, target));
            }
        }
        program.Entities.SetBases([.. Enumerable.Range(0, program.Entities.Count).Select(entity => bases.TryGetValue(entity, out var known) ? known.ToArray() : [])]);
        return links;

        void AddBase(int entity, BaseLink link, bool isPart = false)
        {
            if (!isPart)
                links.Add(link);
            AddBound(entity, link.Base);
        }

        void AddBound(int entity, int target)
        {
            if (!bases.TryGetValue(entity, out var known))
                bases[entity] = known = [];
            if (!known.Contains(target))
                known.Add(target);
        }
    }

    /// <summary>What an <c>impl</c> of an alias holds are members of the type behind it; an alias of an alias takes the second round.</summary>
    private static void ResolveAliases(LinkProgram program, FileResolver resolver, CancellationToken cancellation)
    {
        for (var round = 0; round < 2; round++)
        {
            for (var file = 0; file < program.Files.Count; file++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (program.FamilyOf(file) == Family.Rust)
                    ResolveAliases(program, resolver, file);
            }
        }
    }

    private static void ResolveAliases(LinkProgram program, FileResolver resolver, int file)
    {
        var definitions = program.Facts(file).Definitions;
        var opened = false;
        for (var i = 0; i < definitions.Length; i++)
        {
            ref var definition = ref definitions[i];
            if (definition.Kind != SymbolKind.TypeAlias || definition.DeclaredType < 0 || (definition.Flags & (DefinitionFlags.OutOfLine | DefinitionFlags.Abstract)) != 0)
                continue;
            if (!opened)
                resolver.Open(file);
            opened = true;
            if (resolver.EntityOf(resolver.Denote(definition.DeclaredType)) is >= 0 and var type)
                program.TypeOf[program.FirstSymbol[file] + i] = type;
        }
    }

    private static void AttachReceivers(LinkProgram program, FileResolver resolver, int file)
    {
        var definitions = program.Files[file].Definitions;
        var opened = false;
        for (var i = 0; i < definitions.Length; i++)
        {
            ref var definition = ref definitions[i];
            if ((definition.Flags & DefinitionFlags.OutOfLine) == 0)
                continue;
            var symbol = program.FirstSymbol[file] + i;
            var name = program.NameOf[file][definition.Name];
            var entity = Value.UnknownType;
            if (definition.Receiver >= 0)
            {
                if (!opened)
                    resolver.Open(file);
                opened = true;
                entity = resolver.EntityOf(resolver.Denote(definition.Receiver), create: true);
            }
            if (entity < 0)
            {
                program.AddNamed(name, symbol);
                continue;
            }
            var owner = program.Entities.Symbol(entity);
            // What is written for all types is a member of none of them.
            if (owner >= 0 && program.Definition(owner).Kind == SymbolKind.TypeParameter)
            {
                program.AddNamed(name, symbol);
                continue;
            }
            // A receiver can be bound to a name of its own function; nothing is its own parent.
            if (owner >= 0 && IsInside(program, owner, symbol))
            {
                program.AddNamed(name, symbol);
                continue;
            }
            if (owner >= 0)
                program.ParentOf[symbol] = owner;
            DeclarationLinker.AddMember(program, entity, symbol, name, definition);
        }
    }

    private static bool IsInside(LinkProgram program, int symbol, int around)
    {
        for (; symbol >= 0; symbol = program.ParentOf[symbol])
        {
            if (symbol == around)
                return true;
        }
        return false;
    }
}
