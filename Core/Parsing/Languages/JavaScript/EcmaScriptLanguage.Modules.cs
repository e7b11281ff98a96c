using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.JavaScript;

internal abstract partial class EcmaScriptLanguage
{
    private KindSet importClauses = null!, namedImports = null!, namespaceImports = null!, exportClauses = null!, namespaceExports = null!, importKeyword = null!;

    private void Imports(FactsBuilder facts, int node)
    {
        var path = facts.Child(node, source);
        var module = StringText(facts, path);
        var clause = facts.Child(node, importClauses);
        if (clause < 0)
        {
            ImportSource(facts, path, ImportFlags.None);
            return;
        }
        ImportSource(facts, path, ImportFlags.None);
        foreach (var child in facts.Children(clause))
        {
            if (facts.Is(child, identifiers))
            {
                facts.Import(ImportKind.Member, module, "default"u8, facts.Text(child), child, ImportFlags.Default);
                facts.SetRole(child, ReferenceRole.Import);
            }
            else if (facts.Is(child, namespaceImports))
            {
                BindModule(facts, facts.FirstNamedChild(child), module, facts.CurrentScope, ImportFlags.None);
            }
            else if (facts.Is(child, namedImports))
            {
                foreach (var specifier in facts.Children(child))
                    ImportSpecifier(facts, specifier, module);
            }
        }
    }

    /// <summary>The string that names a module is a use of that module.</summary>
    protected void ImportSource(FactsBuilder facts, int path, ImportFlags flags)
    {
        var module = StringText(facts, path);
        if (module.IsEmpty)
            return;
        facts.Import(ImportKind.Include, module, default, default, path, flags);
        facts.AddReference(path, module, ReferenceRole.Import, Operand.None);
        facts.Consume(path);
    }

    private void ImportSpecifier(FactsBuilder facts, int node, ReadOnlySpan<byte> module)
    {
        var nameNode = MemberLeaf(facts, facts.Child(node, name));
        if (nameNode < 0)
            return;
        var aliasNode = facts.Child(node, alias);
        facts.Import(ImportKind.Member, module, facts.Text(nameNode), facts.Text(aliasNode < 0 ? nameNode : aliasNode), nameNode, DefaultFlag(facts.Text(nameNode)));
        facts.SetRole(nameNode, ReferenceRole.Import);
        if (aliasNode >= 0)
            facts.SetRole(aliasNode, ReferenceRole.Import);
    }

    /// <summary>A leaf names a whole module.</summary>
    protected static void BindModule(FactsBuilder facts, int leaf, ReadOnlySpan<byte> module, int scope, ImportFlags flags)
    {
        if (leaf < 0)
            return;
        facts.Import(ImportKind.Module, module, default, facts.Text(leaf), leaf, flags, scope);
        facts.SetRole(leaf, ReferenceRole.Import);
    }

    private static ImportFlags DefaultFlag(ReadOnlySpan<byte> imported) => imported.SequenceEqual("default"u8) ? ImportFlags.Default : ImportFlags.None;

    private void Exports(FactsBuilder facts, int node)
    {
        var path = facts.Child(node, source);
        var clause = facts.Child(node, exportClauses);
        var space = facts.Child(node, namespaceExports);
        var module = StringText(facts, path);
        if (clause >= 0 || space >= 0)
            ImportSource(facts, path, ImportFlags.None);
        // `export {}` makes a module of a script.
        if (clause >= 0 && path < 0 && facts.FirstNamedChild(clause) < 0)
            facts.Import(ImportKind.Include, default, default, default, clause, ImportFlags.Reexport);
        if (clause >= 0)
        {
            foreach (var specifier in facts.Children(clause))
                ExportSpecifier(facts, specifier, module, path >= 0);
        }
        else if (space >= 0)
        {
            var leaf = MemberLeaf(facts, facts.FirstNamedChild(space));
            if (leaf < 0)
                return;
            facts.Import(ImportKind.Module, module, default, facts.Text(leaf), leaf, ImportFlags.Reexport, bind: false);
            facts.SetRole(leaf, ReferenceRole.Import);
        }
        else if (path >= 0)
        {
            facts.Import(ImportKind.Star, module, default, default, path, ImportFlags.Reexport);
            facts.AddReference(path, module, ReferenceRole.Import, Operand.None);
        }
        else if (facts.Child(node, defaultToken) is >= 0 and var keyword)
        {
            ExportDefault(facts, node, keyword, facts.Child(node, value));
        }
        else if (facts.Child(node, declaration) < 0)
        {
            ExportEquals(facts, node);
        }
    }

    private void ExportSpecifier(FactsBuilder facts, int node, ReadOnlySpan<byte> module, bool reexport)
    {
        var nameNode = MemberLeaf(facts, facts.Child(node, name));
        if (nameNode < 0)
            return;
        var aliasNode = MemberLeaf(facts, facts.Child(node, alias));
        var exported = facts.Text(aliasNode < 0 ? nameNode : aliasNode);
        facts.Import(ImportKind.Member, module, facts.Text(nameNode), exported, nameNode, ImportFlags.Reexport | (reexport ? DefaultFlag(facts.Text(nameNode)) : ImportFlags.None), bind: false);
        facts.Consume(aliasNode);
        if (reexport)
        {
            facts.SetRole(nameNode, ReferenceRole.Import);
            return;
        }
        facts.AddReferenceFlags(nameNode, ReferenceFlags.AnyMeaning);
        facts.AddFlagsByName(facts.CurrentScope, facts.Text(nameNode), ExportedAs(exported, facts.Text(nameNode)));
    }

    private static DefinitionFlags ExportedAs(ReadOnlySpan<byte> exported, ReadOnlySpan<byte> own) =>
        DefinitionFlags.Exported | (exported.SequenceEqual("default"u8) ? DefinitionFlags.DefaultExport : exported.SequenceEqual(own) ? DefinitionFlags.None : DefinitionFlags.Renamed);

    private void ExportDefault(FactsBuilder facts, int node, int keyword, int exported)
    {
        if (exported < 0)
            return;
        if (facts.Is(exported, identifiers))
            ExportName(facts, exported, "default"u8, ImportFlags.None);
        else
            ExportValue(facts, node, keyword, exported, "default"u8);
    }

    /// <summary>What a file exports as a whole and without a name is named after the export.</summary>
    protected void ExportValue(FactsBuilder facts, int node, int nameNode, int exported, ReadOnlySpan<byte> exportedName)
    {
        const DefinitionFlags flags = DefinitionFlags.Exported | DefinitionFlags.DefaultExport;
        var named = NamedValue(facts, exported);
        // `module.exports = function f() {}` has a name of its own.
        var ownName = named < 0 || facts.Is(named, objects) ? -1 : facts.Child(named, name);
        var definition = facts.Define(KindOf(facts, named, SymbolKind.Variable), ownName < 0 ? nameNode : ownName, node, BodyOf(facts, named), 0,
            name: ownName < 0 ? facts.Intern(exportedName) : -1, bind: false);
        facts.AddFlags(definition, flags);
        Describe(facts, definition, -1, exported, named);
        facts.SetOwner(named, definition);
    }

    /// <summary>The file exports one of its own names.</summary>
    protected static void ExportName(FactsBuilder facts, int leaf, ReadOnlySpan<byte> exported, ImportFlags flags)
    {
        facts.Import(ImportKind.Member, default, facts.Text(leaf), exported, leaf, ImportFlags.Reexport | flags, bind: false);
        facts.AddReferenceFlags(leaf, ReferenceFlags.AnyMeaning);
        facts.AddFlagsByName(facts.CurrentScope, facts.Text(leaf), ExportedAs(exported, facts.Text(leaf)));
    }

    /// <summary>TypeScript's <c>export =</c> and <c>export as namespace</c>.</summary>
    protected virtual void ExportEquals(FactsBuilder facts, int node)
    {
    }

    /// <summary>The flags of a declaration under an <c>export</c>.</summary>
    protected virtual DefinitionFlags ExportFlags(FactsBuilder facts, int node)
    {
        var parent = facts.Parent(node);
        if (!facts.Is(parent, exports))
            return DefinitionFlags.None;
        return facts.Child(parent, defaultToken) >= 0 ? DefinitionFlags.Exported | DefinitionFlags.DefaultExport : DefinitionFlags.Exported;
    }
}
