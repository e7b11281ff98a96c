using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.JavaScript;

internal abstract partial class EcmaScriptLanguage
{
    /// <summary>
    /// <c>const a = require("m")</c>, <c>const { a } = require("m")</c>, <c>const a = require("m").b</c> and the same with <c>await import("m")</c>
    /// bind what a module exports.
    /// </summary>
    private bool ImportDeclarator(FactsBuilder facts, int target, int initial, int scope, DefinitionFlags flags)
    {
        var member = facts.Is(initial, members) ? facts.Child(initial, property) : -1;
        var call = Unwrap(facts, member < 0 ? initial : facts.Child(initial, objectField));
        var path = LoadedModule(facts, call, out var importFlags);
        // A module object that is exported, loaded when needed, or taken apart further, stays a variable.
        if (path < 0 || flags != DefinitionFlags.None || (member < 0 && importFlags == ImportFlags.None && facts.Is(target, identifiers)))
            return false;
        var module = StringText(facts, path);
        if (facts.Is(target, identifiers) && member < 0)
        {
            BindModule(facts, target, module, scope, importFlags);
        }
        else if (facts.Is(target, identifiers))
        {
            facts.Import(ImportKind.Member, module, facts.Text(member), facts.Text(target), member, importFlags | DefaultFlag(facts.Text(member)), scope);
            facts.SetRole(member, ReferenceRole.Import);
            facts.Consume(target);
        }
        else if (member < 0 && facts.Is(target, objectPatterns) && IsFlat(facts, target))
        {
            foreach (var child in facts.Children(target))
                ImportPattern(facts, child, module, scope, importFlags);
        }
        else
        {
            return false;
        }
        ImportSource(facts, path, importFlags);
        return true;
    }

    /// <summary>The string that names the module which a variable holds after <c>await import("m")</c>; -1 where the value is another.</summary>
    private int AwaitedModule(FactsBuilder facts, int initial)
    {
        if (!facts.Is(initial, awaits) || LoadedModule(facts, initial, out _) is not (>= 0 and var path))
            return -1;
        facts.MarkName(path);
        return path;
    }

    // `{ a, b: c }`, without defaults, nesting and rest.
    private bool IsFlat(FactsBuilder facts, int pattern)
    {
        foreach (var child in facts.Children(pattern))
        {
            if (facts[child].IsNamed && !facts.Is(child, shorthandPatterns) && !(facts.Is(child, pairPatterns) && facts.Is(facts.Child(child, value), identifiers)))
                return false;
        }
        return true;
    }

    private void ImportPattern(FactsBuilder facts, int node, ReadOnlySpan<byte> module, int scope, ImportFlags flags)
    {
        if (!facts[node].IsNamed)
            return;
        var nameNode = facts.Is(node, shorthandPatterns) ? node : MemberLeaf(facts, facts.Child(node, key));
        var aliasNode = facts.Is(node, shorthandPatterns) ? node : facts.Child(node, value);
        if (nameNode < 0)
            return;
        facts.Import(ImportKind.Member, module, facts.Text(nameNode), facts.Text(aliasNode), nameNode, flags | DefaultFlag(facts.Text(nameNode)), scope);
        facts.SetRole(nameNode, ReferenceRole.Import);
        if (aliasNode != nameNode)
            facts.Consume(aliasNode);
    }

    /// <summary>The string that names the module which a call of <c>require</c> or an awaited <c>import</c> loads; -1 where it is neither.</summary>
    private int LoadedModule(FactsBuilder facts, int node, out ImportFlags flags)
    {
        flags = ImportFlags.None;
        var awaited = facts.Is(node, awaits);
        if (awaited)
            node = Unwrap(facts, facts.FirstNamedChild(node));
        if (!facts.Is(node, calls))
            return -1;
        var callee = facts.Child(node, function);
        if (facts.Is(callee, identifiers) && facts.Text(callee).SequenceEqual("require"u8) && !awaited)
            flags = ImportFlags.CommonJs;
        else if (!facts.Is(callee, importKeyword))
            return -1;
        var path = facts.FirstNamedChild(facts.Child(node, arguments));
        return (awaited || flags != ImportFlags.None || facts.Is(callee, importKeyword)) && !StringText(facts, path).IsEmpty ? path : -1;
    }

    private void CallExpression(FactsBuilder facts, int node)
    {
        var callee = facts.Child(node, function);
        var list = facts.Child(node, arguments);
        if (facts.Is(callee, superKinds))
            facts.AddReference(callee, "constructor"u8, ReferenceRole.Call, Operand.Super, facts.ArgumentCount(list));
        // A template's tag takes the strings, then each value.
        else if (facts.Is(list, templates))
            facts.SetCall(facts.NameLeaf(callee), 1 + CountSubstitutions(facts, list));
        else if (facts.Is(callee, members) && facts.Is(facts.Child(callee, objectField), identifiers))
            Reflection(facts, node, callee, list);
        else if (LoadedModule(facts, node, out var flags) is >= 0 and var path)
        {
            facts.Consume(callee);
            if (!facts.IsConsumed(path))
                ImportSource(facts, path, flags);
        }
    }

    private int CountSubstitutions(FactsBuilder facts, int template)
    {
        var count = 0;
        foreach (var child in facts.Children(template))
            count += facts.Is(child, substitutions) ? 1 : 0;
        return count;
    }

    /// <summary><c>exports.a = ...</c>, <c>module.exports.a = ...</c> and <c>module.exports = ...</c>.</summary>
    private bool ExportsAssignment(FactsBuilder facts, int node, int owner, int leaf, int initial, int named)
    {
        if (IsModuleExports(facts, owner))
        {
            MarkCommonJs(facts, leaf);
            ExportMember(facts, node, leaf, initial, named);
            return true;
        }
        if (!IsModule(facts, owner) || !facts.Text(leaf).SequenceEqual("exports"u8))
            return false;
        MarkCommonJs(facts, leaf);
        if (facts.Is(named, objects))
            ExportObject(facts, named);
        else if (facts.Is(initial, identifiers))
            ExportName(facts, initial, "default"u8, ImportFlags.CommonJs);
        else if (LoadedModule(facts, initial, out _) is >= 0 and var path)
        {
            facts.Import(ImportKind.Star, StringText(facts, path), default, default, path, ImportFlags.Reexport | ImportFlags.CommonJs);
            facts.AddReference(path, StringText(facts, path), ReferenceRole.Import, Operand.None);
            facts.Consume(path);
        }
        else
        {
            ExportValue(facts, node, leaf, initial, "exports"u8);
            return true;
        }
        facts.SetRole(leaf, ReferenceRole.Write);
        return true;
    }

    // Says that the file is a module of this kind.
    private static void MarkCommonJs(FactsBuilder facts, int leaf) =>
        facts.Import(ImportKind.Include, default, default, default, leaf, ImportFlags.CommonJs | ImportFlags.Reexport);

    private void ExportMember(FactsBuilder facts, int node, int leaf, int initial, int named)
    {
        if (facts.Is(initial, identifiers))
        {
            ExportName(facts, initial, facts.Text(leaf), ImportFlags.CommonJs);
            facts.SetRole(leaf, ReferenceRole.Write);
            return;
        }
        var definition = facts.Define(KindOf(facts, named, SymbolKind.Variable), leaf, node, BodyOf(facts, named), 0, bind: false);
        facts.AddFlags(definition, DefinitionFlags.Exported);
        Describe(facts, definition, -1, initial, named);
        facts.SetOwner(named, definition);
    }

    // `module.exports = { a, b: c, d() {}, e: 1 }`: names of the file, and definitions made here.
    private void ExportObject(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, shorthands))
            {
                ExportName(facts, child, facts.Text(child), ImportFlags.CommonJs);
            }
            else if (facts.Is(child, pairs))
            {
                var leaf = MemberLeaf(facts, facts.Child(child, key));
                if (facts.Is(facts.Child(child, value), identifiers) && leaf >= 0)
                    ExportName(facts, facts.Child(child, value), facts.Text(leaf), ImportFlags.CommonJs);
            }
        }
    }

    /// <summary>The object that a file exports: its properties are names of the file.</summary>
    private bool IsExported(FactsBuilder facts, int objectNode)
    {
        var parent = facts.Is(objectNode, objects) ? facts.Parent(objectNode) : -1;
        if (!facts.Is(parent, assignments))
            return false;
        var target = facts.Child(parent, left);
        return facts.Is(target, members) && IsModuleExports(facts, target);
    }

    private bool IsModuleExports(FactsBuilder facts, int node)
    {
        if (facts.Is(node, identifiers))
            return facts.Text(node).SequenceEqual("exports"u8) && facts.FindVisible("exports"u8) < 0;
        return facts.Is(node, members) && facts.Text(facts.Child(node, property)).SequenceEqual("exports"u8) && IsModule(facts, facts.Child(node, objectField));
    }

    private bool IsModule(FactsBuilder facts, int node) =>
        facts.Is(node, identifiers) && facts.Text(node).SequenceEqual("module"u8) && facts.FindVisible("module"u8) < 0;

    private KindSet superKinds = null!, substitutions = null!, shorthands = null!;
}
