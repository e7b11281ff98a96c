using CodeGraph.Parsing.Facts;
using CodeGraph.Model;

namespace CodeGraph.Parsing.Languages.Rust;

internal sealed partial class RustLanguage
{
    private void Use(FactsBuilder facts, int node)
    {
        var flags = facts.Child(node, visibility) >= 0 ? ImportFlags.Reexport : ImportFlags.None;
        UseTree(facts, facts.Child(node, argument), [], -1, flags, 0);
    }

    /// <param name="around">The path before the list that the tree stands in, -1 for none.</param>
    private void UseTree(FactsBuilder facts, int node, byte[] prefix, int around, ImportFlags flags, int depth)
    {
        if (node < 0 || depth > MaxDepth)
            return;
        if (facts.Is(node, useList))
        {
            foreach (var child in facts.Children(node))
            {
                if (facts[child].IsNamed)
                    UseTree(facts, child, prefix, around, flags, depth + 1);
            }
        }
        else if (facts.Is(node, scopedUseList))
        {
            var outer = facts.Child(node, path);
            ImportPath(facts, outer, around);
            UseTree(facts, facts.Child(node, list), outer < 0 ? prefix : Join(prefix, PathText(facts, outer)), outer < 0 ? around : outer, flags, depth + 1);
        }
        else if (facts.Is(node, useWildcard))
        {
            var outer = facts.FirstNamedChild(node);
            ImportPath(facts, outer, around);
            facts.Import(ImportKind.Star, outer < 0 ? prefix : Join(prefix, PathText(facts, outer)), default, default, outer < 0 ? node : outer, flags);
        }
        else if (facts.Is(node, useAs))
        {
            var aliasNode = facts.Child(node, alias);
            Alias(facts, aliasNode);
            UseLeaf(facts, facts.Child(node, path), prefix, aliasNode < 0 || facts.Text(aliasNode).SequenceEqual("_"u8) ? default : facts.Text(aliasNode), around, flags);
        }
        else
        {
            UseLeaf(facts, node, prefix, PlainName(facts, node, prefix), around, flags);
        }
    }

    /// <summary>The name that a path without <c>as</c> binds; <c>self</c> in a list binds the module that the list is of.</summary>
    private ReadOnlySpan<byte> PlainName(FactsBuilder facts, int node, byte[] prefix)
    {
        if (facts.Is(node, selfNode))
            return LastSegment(prefix);
        return facts.Text(facts.Is(node, scopedIdentifier) ? facts.NameLeaf(node) is >= 0 and var leaf ? leaf : node : node);
    }

    private void UseLeaf(FactsBuilder facts, int node, byte[] prefix, ReadOnlySpan<byte> bound, int around, ImportFlags flags)
    {
        if (node < 0)
            return;
        ImportPath(facts, node, facts.Is(node, selfNode) ? -1 : around);
        var module = facts.Is(node, selfNode) ? prefix : Join(prefix, PathText(facts, node));
        if (module.AsSpan().StartsWith("::"u8))
            module = module[2..];
        var cut = module.AsSpan().LastIndexOf("::"u8);
        var leaf = facts.NameLeaf(node) is >= 0 and var at ? at : node;
        if (cut < 0 || facts.Is(node, selfNode))
            facts.Import(ImportKind.Module, module, default, bound, leaf, flags);
        else
            facts.Import(ImportKind.Member, module.AsSpan(0, cut), module.AsSpan(cut + 2), bound, leaf, flags);
        if (facts.Is(node, selfNode))
            facts.MarkName(node);
    }

    private void ExternCrate(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode < 0)
            return;
        var aliasNode = facts.Child(node, alias);
        Alias(facts, aliasNode);
        // The keyword `crate` of the declaration itself is no path.
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, pathRoots) && child != nameNode)
                facts.Consume(child);
        }
        facts.SetRole(nameNode, ReferenceRole.Import);
        facts.Import(ImportKind.Module, facts.Text(nameNode), default, facts.Text(aliasNode < 0 ? nameNode : aliasNode), nameNode,
            facts.Child(node, visibility) >= 0 ? ImportFlags.Reexport : ImportFlags.None);
    }

    // The new name leads where the import does.
    private static void Alias(FactsBuilder facts, int node)
    {
        if (node >= 0 && facts.Text(node).SequenceEqual("_"u8))
            facts.Consume(node);
        else
            facts.SetRole(node, ReferenceRole.Import);
    }

    private void ImportPath(FactsBuilder facts, int path, int around)
    {
        var start = path;
        while (facts.Is(start, scopedIdentifier) && facts.Child(start, this.path) is >= 0 and var before)
            start = before;
        if (start >= 0 && around >= 0)
            facts.SetMember(start, around);
        for (var at = path; at >= 0 && at < facts[path].Next; at++)
            facts.SetRole(at, ReferenceRole.Import, ReferenceFlags.Path);
    }

    /// <summary>A path's text; paths may be broken over lines.</summary>
    private static ReadOnlySpan<byte> PathText(FactsBuilder facts, int node)
    {
        var text = facts.Text(node);
        if (text.IndexOfAny(" \t\r\n"u8) < 0)
            return text;
        var compact = new List<byte>(text.Length);
        foreach (var b in text)
        {
            if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                compact.Add(b);
        }
        return compact.ToArray();
    }

    private static ReadOnlySpan<byte> LastSegment(ReadOnlySpan<byte> path) => path[(path.LastIndexOf("::"u8) is >= 0 and var cut ? cut + 2 : 0)..];

    private static byte[] Join(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left.IsEmpty ? right.ToArray() : [.. left, .. "::"u8, .. right];
}
