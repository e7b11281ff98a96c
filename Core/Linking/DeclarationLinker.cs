using CodeGraph.Linking.Rules;
using CodeGraph.Linking.Typed;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>
/// Gives every file a module and every definition with members an entity, and files members under names. Runs before any name is looked up; what
/// needs look-ups itself (receivers, bases) follows in <see cref="HierarchyLinker"/>.
/// </summary>
internal static class DeclarationLinker
{
    /// <returns>By file: what precedes its names in qualified names.</returns>
    public static string[] Run(LinkContext context, CancellationToken cancellation)
    {
        var program = context.Program;
        foreach (var rules in context.AllRules)
            rules.Prepare();
        var modules = new string[program.Files.Count];
        for (var file = 0; file < program.Files.Count; file++)
        {
            (program.RootOf[file], modules[file]) = context.Rules(file).Root(file);
            program.Entities.AddFile(program.RootOf[file], file);
        }
        for (var file = 0; file < program.Files.Count; file++)
        {
            cancellation.ThrowIfCancellationRequested();
            Declare(context, file);
            context.Rules(file).Declared(file);
        }
        return modules;
    }

    private static void Declare(LinkContext context, int file)
    {
        var program = context.Program;
        var entities = program.Entities;
        var rules = context.Rules(file);
        var facts = program.Facts(file);
        var first = program.FirstSymbol[file];
        for (var i = 0; i < facts.Definitions.Length; i++)
        {
            ref var definition = ref facts.Definitions[i];
            var symbol = first + i;
            var name = program.NameOf[file][definition.Name];
            var container = definition.Parent < 0 ? program.RootOf[file] : program.EntityOf[first + definition.Parent];
            var parentKind = definition.Parent < 0 ? SymbolKind.Module : facts.Definitions[definition.Parent].Kind;
            // What a function holds is reached through its scopes only; a variable can hold an object's members.
            // The members of a type that only a function's parameter has are the function's, and so is what is assigned to it.
            var isReached = !parentKind.IsCallable() || (rules.FunctionsHaveMembers && facts.Scopes[definition.Scope] is { Kind: ScopeKind.Type } holder && holder.Owner == definition.Parent);
            var isMember = (definition.Flags & DefinitionFlags.Local) == 0 && isReached && (definition.Flags & DefinitionFlags.OutOfLine) == 0
                && (definition.Flags & DefinitionFlags.Exported) != 0 | !IsHidden(facts, definition, rules);
            if (isMember && container < 0)
                container = program.EntityOf[first + definition.Parent] = entities.Add(-1, -1, isType: true, first + definition.Parent);
            if (definition.Kind.IsNamespace())
            {
                // Ruby's modules are mixed into classes: they have members that are looked up like a type's.
                // Go's package clause names the package that the file's other names are members of.
                if (rules.PackageClauseIsRoot && definition.Parent < 0)
                {
                    program.EntityOf[symbol] = program.RootOf[file];
                    entities.Represent(program.RootOf[file], symbol);
                    continue;
                }
                // `export as namespace A` gives the file itself a name.
                if (rules.ExportsByName && definition.BodyScope < 0)
                {
                    program.EntityOf[symbol] = program.RootOf[file];
                    program.AddNamed(name, symbol);
                    continue;
                }
                // A declared module that has a file is that file.
                if ((definition.Flags & DefinitionFlags.DeclarationOnly) != 0 && entities.Nested(container, name) is >= 0 and var module && entities.Files(module).Count > 0)
                {
                    program.EntityOf[symbol] = module;
                    continue;
                }
                var isType = definition.BodyScope >= 0 && facts.Scopes[definition.BodyScope].Kind == ScopeKind.Type;
                program.EntityOf[symbol] = Namespace(program, rules, isMember ? container : program.RootOf[file], definition.Name, file, symbol, isType);
            }
            else if (definition.Kind.IsType() && definition.Kind is not (SymbolKind.TypeParameter or SymbolKind.TypeAlias))
            {
                var open = isMember && (rules.OpenTypes || (definition.Flags & DefinitionFlags.Open) != 0 || definition.Kind == SymbolKind.Interface);
                // Types that differ in the number of their type parameters are different types.
                var arity = rules.OpenTypes ? TypeTable.Arity(program, symbol) : 0;
                // Parts of one type stand in one project.
                var suffix = rules.OpenTypes ? rules.ProjectName(file) : "";
                var key = arity == 0 && suffix.Length == 0 ? name : program.InternName($"{program.Text(name)}`{arity}{suffix}");
                // What is not marked as a part is another type of the name.
                if (rules.OpenTypes && isMember && (definition.Flags & DefinitionFlags.Open) == 0 && entities.Nested(container, key) is >= 0 and var namesake
                    && entities.Symbol(namesake) is >= 0 and var other && program.FileOf[other] != file)
                    open = false;
                program.EntityOf[symbol] = open && (definition.Flags & DefinitionFlags.FileLocal) == 0
                    ? entities.GetOrAdd(container, name, isType: true, symbol, key)
                    : entities.Add(isMember ? container : -1, name, isType: true, symbol);
                if (rules.OpenTypes && definition.MaxArity != 255)
                    context.PrimaryParts[program.EntityOf[symbol]] = symbol;
                if (isMember && !open && entities.Nested(container, name) < 0)
                    entities.SetNested(container, name, program.EntityOf[symbol]);
            }
            else if (definition.Kind == SymbolKind.TypeParameter && rules.TypeParametersHaveMembers)
            {
                program.EntityOf[symbol] = entities.Add(-1, name, isType: true, symbol);
            }
            if (!isMember)
                continue;
            AddMember(program, container, symbol, name, definition);
            if (definition.Kind == SymbolKind.Method && (definition.Flags & DefinitionFlags.Operator) != 0 && IsConversion(program.Names[name]))
                context.Conversions.Add(container);
        }
    }

    /// <summary>What a block or a function without a name holds is reached through its scopes only; so are the members of a type without one, where names mean nothing but scopes.</summary>
    private static bool IsHidden(FileFacts facts, in Definition definition, NameRules rules)
    {
        for (var scope = definition.Scope; scope > 0 && facts.Scopes[scope].Owner < 0; scope = facts.Scopes[scope].Parent)
        {
            if (rules.BlocksHideNames && facts.Scopes[scope].Kind is ScopeKind.Function or ScopeKind.Block or ScopeKind.Type)
                return true;
        }
        return false;
    }

    // `operator T`, but not `operator +`.
    private static bool IsConversion(ReadOnlySpan<byte> name) => name.StartsWith("operator "u8) && name.Length > 9 && (char.IsAsciiLetter((char)name[9]) || name[9] == '_')
        && !name.EndsWith(" true"u8) && !name.EndsWith(" false"u8);

    /// <summary>Files a symbol under its name in an entity, constructors under their common name too.</summary>
    public static void AddMember(LinkProgram program, int entity, int symbol, int name, in Definition definition)
    {
        var entities = program.Entities;
        if (definition.Kind == SymbolKind.Constructor)
        {
            entities.AddMember(entity, program.ConstructorName, symbol);
            // Where a constructor bears its type's name, the bare name means the type.
            if (entities.Name(entity) == name)
                return;
        }
        if (!definition.Kind.IsNamespace())
        {
            entities.AddMember(entity, name, symbol);
            program.AddNamed(name, symbol);
        }
        if ((definition.Flags & DefinitionFlags.DefaultExport) != 0 && name != program.DefaultExportName)
            entities.AddMember(entity, program.DefaultExportName, symbol);
    }

    private static int Namespace(LinkProgram program, NameRules rules, int container, int localName, int file, int symbol, bool isType)
    {
        var path = program.Facts(file).Strings.Text(localName);
        var parts = path.Split(rules.PathSeparator);
        var entity = container;
        for (var i = 0; i < parts.Length; i++)
            entity = program.Entities.GetOrAdd(entity, program.InternName(parts[i].Trim()), isType && i == parts.Length - 1, i == parts.Length - 1 ? symbol : -1);
        return entity;
    }
}
