using CodeGraph.Model;
using CodeGraph.Parsing.Languages;

namespace CodeGraph.Parsing.Facts;

/// <summary>
/// Complexity of callables: one pass over the nodes, most of which cost a look at one byte. A callable that is defined inside of another counts for itself alone;
/// unnamed functions count to what encloses them, one level deeper.
/// </summary>
public sealed partial class FactsBuilder
{
    private readonly List<(int Node, int Callable)> bodies = [];
    private readonly Stack<(int End, int Callable, int Nesting, int Depth)> around = new();
    private CallableMetrics[] metrics = [];
    private int measured;
    private int nesting;
    private int depth;

    private CallableMetrics[] Metrics()
    {
        if (!table.HasComplexity)
            return [];
        FindBodies();
        around.Clear();
        (measured, nesting, depth) = (-1, 0, 0);
        var (next, end) = (0, int.MaxValue);
        for (var node = 0; node < tree.Count; node++)
        {
            while (node >= end)
            {
                (_, measured, nesting, depth) = around.Pop();
                end = around.TryPeek(out var outer) ? outer.End : int.MaxValue;
            }
            if (next < bodies.Count && bodies[next].Node == node)
            {
                Enter(node, bodies[next].Callable, 0, 0, ref end);
                while (next < bodies.Count && bodies[next].Node == node)
                    next++;
                metrics[measured] = new(1, 0, 0);
                continue;
            }
            var symbol = tree[node].Symbol;
            if (measured < 0 || symbol == TreeSitter.Grammar.Error)
                continue;
            var shape = table.ComplexityOf(symbol);
            if (shape != ControlShape.None)
                Measure(node, shape, ref end);
        }
        return metrics;
    }

    /// <summary>The nodes over which the scopes of callables are open, in order.</summary>
    private void FindBodies()
    {
        bodies.Clear();
        var callables = 0;
        foreach (ref readonly var definition in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(definitions))
        {
            if (!definition.Kind.IsCallable())
                continue;
            if (definition.BodyScope > 0 && (definition.Flags & (DefinitionFlags.DeclarationOnly | DefinitionFlags.Abstract)) == 0)
                bodies.Add((scopeNodes[definition.BodyScope], callables));
            callables++;
        }
        bodies.Sort();
        metrics = new CallableMetrics[callables];
    }

    private void Enter(int node, int callable, int newNesting, int newDepth, ref int end)
    {
        around.Push((tree[node].Next, measured, nesting, depth));
        (measured, nesting, depth) = (callable, newNesting, newDepth);
        end = tree[node].Next;
    }

    private void Measure(int node, ControlShape shape, ref int end)
    {
        switch (shape)
        {
            case ControlShape.If:
                var elseIf = IsElseIf(node);
                Count(1, elseIf ? 1 : 1 + nesting);
                Count(0, HasPlainAlternative(node) ? 1 : 0);
                if (!elseIf)
                    Nest(node, ref end);
                break;
            case ControlShape.ElseIf:
                Count(1, 1);
                break;
            case ControlShape.Else:
                Count(0, tree[node].Parent is var parent && ShapeOf(parent) is ControlShape.If or ControlShape.ElseIf && ShapeOf(FirstNamedChild(node)) != ControlShape.If ? 1 : 0);
                break;
            case ControlShape.Loop or ControlShape.Catch:
                Count(1, 1 + nesting);
                Nest(node, ref end);
                break;
            case ControlShape.Switch:
                Count(0, 1 + nesting);
                Nest(node, ref end);
                break;
            case ControlShape.Ternary:
                Count(1, 1 + nesting);
                Enter(node, measured, nesting + 1, depth, ref end);
                break;
            case ControlShape.Case:
                Count(IsDefault(node) ? 0 : 1, 0);
                break;
            case ControlShape.Filter:
                Count(1, 0);
                break;
            case ControlShape.Binary:
                var operation = LogicalOperator(node);
                if (operation != 0)
                    Count(1, operation == LogicalOperator(Unwrapped(node)) ? 0 : 1);
                break;
            case ControlShape.Function:
                Nest(node, ref end);
                break;
            case ControlShape.Jump:
                Count(0, FirstNamedChild(node) >= 0 || Text(node).StartsWith("goto"u8) ? 1 : 0);
                break;
        }
    }

    private void Count(int decisions, int effort)
    {
        var known = metrics[measured];
        metrics[measured] = known with { Cyclomatic = known.Cyclomatic + decisions, Cognitive = known.Cognitive + effort };
    }

    private void Nest(int node, ref int end)
    {
        Enter(node, measured, nesting + 1, depth + 1, ref end);
        if (depth > metrics[measured].Nesting)
            metrics[measured] = metrics[measured] with { Nesting = depth };
    }

    private ControlShape ShapeOf(int node) => node < 0 || tree[node].Symbol == TreeSitter.Grammar.Error ? ControlShape.None : table.ComplexityOf(tree[node].Symbol);

    private bool IsElseIf(int node)
    {
        var parent = tree[node].Parent;
        return ShapeOf(parent) switch
        {
            ControlShape.If => tree[node].Field == table.AlternativeField && table.AlternativeField != 0,
            ControlShape.Else => FirstNamedChild(parent) == node && ShapeOf(tree[parent].Parent) == ControlShape.If,
            _ => false,
        };
    }

    /// <summary>An else without a node of its own: Java, C#, Go.</summary>
    private bool HasPlainAlternative(int node) =>
        table.AlternativeField != 0 && Child(node, table.AlternativeField) is >= 0 and var other && ShapeOf(other) is not (ControlShape.If or ControlShape.Else or ControlShape.ElseIf);

    private bool IsDefault(int node)
    {
        var text = Text(node);
        return text.StartsWith("default"u8) || text.StartsWith("case _"u8) || (text is [(byte)'_', var next, ..] && next is (byte)' ' or (byte)'=');
    }

    /// <summary>The expression that a node is an operand of, parentheses aside; -1 for none.</summary>
    private int Unwrapped(int node)
    {
        const int MostParentheses = 64;
        var parent = tree[node].Parent;
        for (var i = 0; i < MostParentheses && parent >= 0 && RowOf(parent).Shape == NodeShape.Wrapper; i++)
            parent = tree[parent].Parent;
        return ShapeOf(parent) == ControlShape.Binary ? parent : -1;
    }

    /// <summary>1 for "and", 2 for "or", 0 for other operators: what stands between the operands.</summary>
    private int LogicalOperator(int node)
    {
        if (node < 0)
            return 0;
        var first = FirstNamedChild(node);
        var second = first < 0 ? -1 : NextSibling(first);
        while (second >= 0 && (!tree[second].IsNamed || IsComment(second)))
            second = NextSibling(second);
        if (second < 0)
            return 0;
        var between = Text(tree[first].End, tree[second].Start).Trim(" \t\r\n()\\"u8);
        if (between.StartsWith("&&"u8) || between.StartsWith("and"u8))
            return 1;
        return between.StartsWith("||"u8) || between.StartsWith("or"u8) ? 2 : 0;
    }
}
