using System.Runtime.InteropServices;

namespace CodeGraph.Parsing.TreeSitter;

/// <summary>One node of a <see cref="SyntaxTree"/>. The layout is that of <c>cg_node</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct SyntaxNode
{
    /// <summary>Offset of the first byte.</summary>
    public readonly int Start;

    /// <summary>Offset after the last byte.</summary>
    public readonly int End;

    /// <summary>Index of the first node after this subtree; the first child, if any, is at this node's index + 1.</summary>
    public readonly int Next;

    /// <summary>Index of the parent, -1 for the root.</summary>
    public readonly int Parent;

    /// <summary>The node kind's number in the grammar.</summary>
    public readonly ushort Symbol;

    /// <summary>The field this node fills in its parent, 0 for none.</summary>
    public readonly byte Field;

    private readonly byte flags;

    public bool IsNamed => (flags & 1) != 0;
}

/// <summary>
/// A parsed file as a preorder array of nodes, held in managed memory: nothing native outlives the parse, so a node can be touched at any
/// time. Reused from file to file by its <see cref="SyntaxParser"/>.
/// </summary>
public sealed class SyntaxTree
{
    private SyntaxNode[] nodes = new SyntaxNode[1 << 14];

    public int Count { get; private set; }

    /// <summary>The parsed bytes, UTF-8.</summary>
    public ReadOnlyMemory<byte> Source { get; private set; }

    public ref readonly SyntaxNode this[int node] => ref nodes[node];

    internal unsafe void Fill(ReadOnlyMemory<byte> source, SyntaxNode* from, int count)
    {
        if (nodes.Length < count || (nodes.Length > 1 << 20 && count < nodes.Length / 8))
            nodes = new SyntaxNode[Math.Max(count, 1 << 14)];
        new ReadOnlySpan<SyntaxNode>(from, count).CopyTo(nodes);
        Count = count;
        Source = source;
    }
}
