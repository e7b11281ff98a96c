using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Php;

internal sealed partial class PhpLanguage
{
    private KindSet useClauseKind = null!, useGroups = null!, functionToken = null!, stringContents = null!, binaries = null!;

    private void DescribeModules(NodeTable table)
    {
        useClauseKind = table.Kinds("namespace_use_clause");
        useGroups = table.Kinds("namespace_use_group");
        stringContents = table.Kinds("string_content");
        binaries = table.Kinds("binary_expression");
        functionToken = table.Tokens("function");
        table.On(Namespace, "namespace_definition");
        table.On(Use, "namespace_use_declaration");
        table.On(Include, "include_expression", "include_once_expression", "require_expression", "require_once_expression");
    }

    private void Namespace(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode < 0)
            return;
        facts.ConsumeAll(nameNode);
        if (facts.Child(node, body) < 0)
        {
            facts.DeclarePackage(facts.Text(nameNode));
            return;
        }
        var definition = facts.Define(SymbolKind.Namespace, nameNode, node, facts.Child(node, body));
        facts.AddFlags(definition, DefinitionFlags.Open);
        facts.OpenScope(node, ScopeKind.Namespace, definition);
    }

    private void Use(FactsBuilder facts, int node)
    {
        var flags = facts.Child(node, functionToken) >= 0 ? ImportFlags.Function : ImportFlags.None;
        var prefix = facts.Child(node, namespaceNames);
        var clauses = prefix >= 0 ? facts.Child(node, useGroups) : node;
        MarkPath(facts, prefix);
        foreach (var child in facts.Children(clauses))
        {
            if (facts.Is(child, useClauseKind))
                UseClause(facts, child, prefix, flags);
        }
    }

    private void UseClause(FactsBuilder facts, int node, int prefix, ImportFlags flags)
    {
        var path = facts.FirstNamedChild(node);
        var leaf = facts.NameLeaf(path);
        if (leaf < 0)
            return;
        if (facts.Child(node, functionToken) >= 0)
            flags |= ImportFlags.Function;
        var text = facts.Text(path).TrimStart((byte)'\\');
        var slash = text.LastIndexOf((byte)'\\');
        var module = slash < 0 ? default : text[..slash];
        var aliasNode = facts.Child(node, alias);
        var bound = facts.Text(aliasNode < 0 ? leaf : aliasNode);
        if (prefix >= 0)
        {
            var outer = facts.Text(prefix).TrimStart((byte)'\\');
            module = module.IsEmpty ? outer : (byte[])[.. outer, (byte)'\\', .. module];
        }
        facts.Import(ImportKind.Member, module, facts.Text(leaf), bound, leaf, flags);
        MarkPath(facts, path);
        facts.Consume(aliasNode);
    }

    private void MarkPath(FactsBuilder facts, int path)
    {
        for (var at = path; at >= 0 && at < facts[path].Next; at++)
        {
            if (facts.Is(at, names))
                facts.SetRole(at, ReferenceRole.Import, at == facts[path].Next - 1 && !facts.Is(path, namespaceNames) ? ReferenceFlags.None : ReferenceFlags.Path);
        }
    }

    /// <summary><c>require 'x.php'</c>, and <c>require __DIR__ . '/x.php'</c> beside the file.</summary>
    private void Include(FactsBuilder facts, int node)
    {
        var path = facts.FirstNamedChild(node);
        while (facts.Text(path) is [(byte)'(', ..] && facts.FirstNamedChild(path) >= 0 && !facts.Is(path, binaries))
            path = facts.FirstNamedChild(path);
        var flags = ImportFlags.None;
        var up = false;
        if (facts.Is(path, binaries))
        {
            var folder = facts.Text(facts.Child(path, left));
            up = folder.SequenceEqual("dirname(__DIR__)"u8);
            if (!up && !folder.SequenceEqual("__DIR__"u8) && !folder.SequenceEqual("dirname(__FILE__)"u8))
                return;
            flags = ImportFlags.Relative;
            path = facts.Child(path, right);
        }
        if (!facts.Is(path, strings) || facts.CountNamedChildren(path) != 1 || !facts.Is(facts.FirstNamedChild(path), stringContents))
            return;
        var text = facts.Text(facts.FirstNamedChild(path));
        if (flags != ImportFlags.None)
            text = text.TrimStart((byte)'/');
        facts.Import(ImportKind.Include, up ? (byte[])[.. "../"u8, .. text] : text, default, default, path, flags);
    }

    // `define('NAME', value)`
    private void Define(FactsBuilder facts, int node, int callee)
    {
        if (callee < 0 || !facts.Text(callee).SequenceEqual("define"u8))
            return;
        var list = facts.Child(node, arguments);
        var first = facts.FirstNamedChild(facts.FirstNamedChild(list));
        if (!facts.Is(first, strings) || facts.FirstNamedChild(first) is not (>= 0 and var content) || !facts.Is(content, stringContents))
            return;
        var definition = facts.Define(SymbolKind.Constant, content, node, scope: 0);
        facts.SetOrigin(definition, -1, facts.FirstNamedChild(facts.LastNamedChild(list)));
    }
}
