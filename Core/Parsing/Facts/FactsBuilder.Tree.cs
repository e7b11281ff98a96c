using CodeGraph.Parsing.Languages;

namespace CodeGraph.Parsing.Facts;

public sealed partial class FactsBuilder
{
    private readonly Dictionary<KindSet, HashSet<int>> namedBy = [];

    /// <summary>A byte of the parsed source, 0 behind its end.</summary>
    public byte ByteAt(int offset) => offset < tree.Source.Length ? tree.Source.Span[offset] : (byte)0;

    /// <summary>The bytes of a node; none for -1.</summary>
    public ReadOnlySpan<byte> Text(int node) => node < 0 ? [] : tree.Source.Span[tree[node].Start..tree[node].End];

    /// <summary>The bytes between two places.</summary>
    public ReadOnlySpan<byte> Text(int start, int end) => tree.Source.Span[start..end];

    public bool Is(int node, KindSet kinds) => node >= 0 && kinds.Contains(tree[node].Symbol);

    /// <summary>The node around a node; -1 for the root, and for -1.</summary>
    public int Parent(int node) => node < 0 ? -1 : tree[node].Parent;

    /// <summary>The first child in a field, -1 for none.</summary>
    public int Child(int node, byte field)
    {
        foreach (var child in Children(node))
        {
            if (tree[child].Field == field)
                return child;
        }
        return -1;
    }

    /// <summary>The first child of one of the kinds, -1 for none.</summary>
    public int Child(int node, KindSet kinds)
    {
        foreach (var child in Children(node))
        {
            if (kinds.Contains(tree[child].Symbol))
                return child;
        }
        return -1;
    }

    /// <summary>
    /// Whether a node of some kinds, anywhere in the file, has a text in a field. The texts are gathered once: <paramref name="kinds"/> comes with one field only.
    /// </summary>
    public bool IsNamedBy(KindSet kinds, byte field, ReadOnlySpan<byte> text)
    {
        if (!namedBy.TryGetValue(kinds, out var texts))
        {
            namedBy[kinds] = texts = [];
            for (var node = 0; node < tree.Count; node++)
            {
                if (kinds.Contains(tree[node].Symbol) && Child(node, field) is >= 0 and var child && RowOf(child).Shape == NodeShape.Identifier)
                    texts.Add(strings.Intern(Text(child)));
            }
        }
        return strings.Find(text) is >= 0 and var name && texts.Contains(name);
    }

    public int FirstNamedChild(int node)
    {
        foreach (var child in Children(node))
        {
            if (tree[child].IsNamed && !IsComment(child))
                return child;
        }
        return -1;
    }

    public int LastNamedChild(int node)
    {
        var last = -1;
        foreach (var child in Children(node))
        {
            if (tree[child].IsNamed && !IsComment(child))
                last = child;
        }
        return last;
    }

    /// <summary>Number of named children that are not comments: the arguments of an argument list.</summary>
    public int CountNamedChildren(int node)
    {
        var count = 0;
        foreach (var child in Children(node))
            count += tree[child].IsNamed && !IsComment(child) ? 1 : 0;
        return count;
    }

    /// <summary>The next sibling kept in the tree, -1 for none.</summary>
    public int NextSibling(int node)
    {
        var parent = tree[node].Parent;
        var next = tree[node].Next;
        return parent >= 0 && next < tree[parent].Next ? next : -1;
    }

    /// <summary>The sibling kept in the tree before a node, -1 for none.</summary>
    public int PreviousSibling(int node)
    {
        var parent = tree[node].Parent;
        var at = node - 1;
        if (parent < 0 || at == parent)
            return -1;
        while (tree[at].Parent != parent)
            at = tree[at].Parent;
        return at;
    }

    /// <summary>All children in order, keywords that the table keeps included.</summary>
    public ChildEnumerable Children(int node) => new(this, node);

    private bool IsComment(int node) => tree[node].Symbol < table.Grammar.SymbolCount && table.Row(tree[node].Symbol).Shape == NodeShape.Comment;

    private NodeRow RowOf(int node) => tree[node].Symbol < table.Grammar.SymbolCount ? table.Row(tree[node].Symbol) : default;

    public readonly struct ChildEnumerable(FactsBuilder facts, int node)
    {
        public ChildEnumerator GetEnumerator() => new(facts, node);
    }

    public struct ChildEnumerator(FactsBuilder facts, int node)
    {
        private readonly int end = node < 0 ? 0 : facts.tree[node].Next;
        private int next = node < 0 ? 0 : node + 1;

        public int Current { get; private set; }

        public bool MoveNext()
        {
            if (next >= end)
                return false;
            Current = next;
            next = facts.tree[next].Next;
            return true;
        }
    }
}
