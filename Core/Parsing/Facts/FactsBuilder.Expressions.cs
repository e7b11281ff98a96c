using System.Runtime.InteropServices;

namespace CodeGraph.Parsing.Facts;

/// <summary>Expressions of languages that declare their types. They are built from the last node to the first, so that children come before parents and nothing recurses.</summary>
public sealed partial class FactsBuilder
{
    private readonly List<Expression> expressions = [];
    private readonly List<Origin> origins = [];
    private readonly List<(int Definition, int TypeNode)> furtherTypes = [];
    private readonly Dictionary<int, List<int>> returned = [];
    private int[] expressionOf = [];
    private int[] expressionsBefore = [];

    /// <summary>A type of a definition besides what <see cref="SetOrigin"/> says: a constraint, what a delegate returns.</summary>
    public void AddType(int definition, int typeNode)
    {
        if (definition >= 0 && typeNode >= 0)
            furtherTypes.Add((definition, typeNode));
    }

    /// <summary>The expression of a node, -1 for none.</summary>
    public int ExpressionOf(int node) => node < 0 ? -1 : expressionOf[node] - 1;

    /// <summary>A node is what another one is: parentheses.</summary>
    public void SameExpression(int node, int as_)
    {
        if (as_ >= 0)
            expressionOf[node] = expressionOf[as_];
    }

    /// <summary>The first of the expressions inside of a node that is being visited; they are the last ones made.</summary>
    public int FirstExpressionIn(int node) => expressionsBefore[tree[node].Next - 1];

    /// <summary>The reference that a node became, -1 for none.</summary>
    public int ReferenceOf(int node) => SlotOf(node);

    /// <summary>The leaf is a member of something.</summary>
    public bool IsMemberLeaf(int leaf) => (marks[leaf].Flags & IsMember) != 0;

    public int AddExpression(int node, ExpressionKind kind, int subject, byte flags = 0)
    {
        expressions.Add(new Expression(kind, flags, subject, -1, -1, -1));
        if (node >= 0)
            expressionOf[node] = expressions.Count;
        return expressions.Count - 1;
    }

    /// <summary>Makes expressions the children of another one, in order; -1 among them counts for nothing.</summary>
    public void Adopt(int parent, params ReadOnlySpan<int> children)
    {
        var all = CollectionsMarshal.AsSpan(expressions);
        var last = -1;
        for (var at = all[parent].First; at >= 0; at = all[at].Next)
            last = at;
        foreach (var child in children)
        {
            if (child < 0 || all[child].Parent >= 0 || child == parent)
                continue;
            all[child].Parent = parent;
            if (last < 0)
                all[parent].First = child;
            else
                all[last].Next = child;
            last = child;
        }
    }

    /// <summary>Notes a value that a function node returns, until the function itself is reached.</summary>
    public void NoteReturn(int functionNode, int expression)
    {
        if (!returned.TryGetValue(functionNode, out var values))
            returned[functionNode] = values = [];
        values.Add(expression);
    }

    /// <summary>The values noted for a function node, in the order of the file.</summary>
    public IEnumerable<int> ReturnsOf(int functionNode) => returned.TryGetValue(functionNode, out var values) ? Enumerable.Reverse(values) : [];

    private void StartExpressions()
    {
        expressions.Clear();
        origins.Clear();
        furtherTypes.Clear();
        returned.Clear();
    }

    private void BuildExpressions()
    {
        if (!table.HasExpressions)
            return;
        if (expressionOf.Length < tree.Count)
        {
            expressionOf = new int[tree.Count + tree.Count / 2];
            expressionsBefore = new int[expressionOf.Length];
        }
        Array.Clear(expressionOf, 0, tree.Count);
        for (var node = tree.Count - 1; node >= 0; node--)
        {
            expressionsBefore[node] = expressions.Count;
            if (tree[node].Symbol < table.Grammar.SymbolCount)
                table.ExpressionHandler(tree[node].Symbol)?.Invoke(this, node);
        }
        foreach (var (definition, typeNode, valueNode, _, _, _, isElement) in pending)
        {
            var type = ExpressionOf(typeNode);
            var value = ExpressionOf(valueNode);
            if (definition >= 0 && (type >= 0 || value >= 0))
                origins.Add(new Origin(definition, type, value, isElement));
        }
        foreach (var (definition, typeNode) in furtherTypes)
        {
            if (ExpressionOf(typeNode) is >= 0 and var type)
                origins.Add(new Origin(definition, type, -1, false));
        }
    }
}
