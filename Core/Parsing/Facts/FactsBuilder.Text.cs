using System.Text;
using CodeGraph.Parsing.TreeSitter;

namespace CodeGraph.Parsing.Facts;

public sealed partial class FactsBuilder
{
    private const int MaxSignatureBytes = 240;
    private const int MaxDocumentationBytes = 480;

    private readonly StringInterner strings = new();
    private readonly List<int> lineStarts = [];
    private readonly byte[] scratch = new byte[4096];
    private bool ascii;
    private int lineHint;
    private int commentStart, commentEnd, commentReach;

    private void StartText(ReadOnlySpan<byte> source)
    {
        ascii = Ascii.IsValid(source);
        lineStarts.Clear();
        lineStarts.Add(0);
        for (var at = 0; at < source.Length;)
        {
            var next = source[at..].IndexOf((byte)'\n');
            if (next < 0)
                break;
            at += next + 1;
            lineStarts.Add(at);
        }
        lineHint = 0;
        commentStart = commentEnd = commentReach = -1;
    }

    /// <summary>The number of a string of this file, for definitions whose name is not their node's text.</summary>
    public int Intern(ReadOnlySpan<byte> text) => strings.Intern(text);

    /// <summary>1-based line of a byte.</summary>
    private int LineOf(int offset)
    {
        // The walk moves forward, so the line is nearly always the last one or the next.
        if (lineStarts[lineHint] > offset)
            lineHint = FindLine(offset);
        else
        {
            var steps = 0;
            while (lineHint + 1 < lineStarts.Count && lineStarts[lineHint + 1] <= offset)
            {
                lineHint++;
                if (++steps == 16)
                {
                    lineHint = FindLine(offset);
                    break;
                }
            }
        }
        return lineHint + 1;
    }

    private int FirstLine()
    {
        var text = tree.Source.Span;
        var start = text.StartsWith("\uFEFF"u8) ? 3 : 0;
        var first = text[start..].IndexOfAnyExcept(" \t\r\n\f"u8);
        return first < 0 ? 1 : FindLine(start + first) + 1;
    }

    private int FindLine(int offset)
    {
        var at = lineStarts.BinarySearch(offset);
        return at >= 0 ? at : ~at - 1;
    }

    private int EndLineOf(int node)
    {
        var end = tree[node].End;
        // A node that swallows its line end still ends on the line before.
        return FindLine(Math.Max(tree[node].Start, end - 1)) + 1;
    }

    private (int Line, int Column) Position(int offset)
    {
        var line = LineOf(offset);
        var start = lineStarts[line - 1];
        if (line == 1 && tree.Source.Span.StartsWith("\uFEFF"u8) && offset >= 3)
            start = 3;
        return (line, 1 + (ascii ? offset - start : CodePoints(tree.Source.Span[start..offset])));
    }

    private static int CodePoints(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var b in text)
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }

    /// <summary>The declaration up to its body, with runs of whitespace as one space.</summary>
    private int SignatureOf(int node, int body)
    {
        var start = AfterAnnotations(node);
        var end = Math.Max(start, body >= 0 ? tree[body].Start : tree[node].End);
        return strings.Intern(Collapse(tree.Source.Span[start..end], MaxSignatureBytes, firstLineOnly: body < 0));
    }

    private int AfterAnnotations(int node)
    {
        var start = tree[node].Start;
        var source = tree.Source.Span;
        for (var at = node + 1; at < tree[node].Next && tree[at].Start == start;)
        {
            if (!table.IsAnnotation(tree[at].Symbol))
            {
                at++;
                continue;
            }
            start = tree[at].End;
            while (start < source.Length && source[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                start++;
            at = tree[at].Next;
        }
        return start;
    }

    private ReadOnlySpan<byte> Collapse(ReadOnlySpan<byte> text, int limit, bool firstLineOnly)
    {
        var length = 0;
        var space = false;
        foreach (var b in text)
        {
            if (firstLineOnly && b == (byte)'\n' && length > 0)
                break;
            if (b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                space = length > 0;
                continue;
            }
            if (length + 2 > limit)
                break;
            if (space)
                scratch[length++] = (byte)' ';
            space = false;
            scratch[length++] = b;
        }
        return scratch.AsSpan(0, WholeCharacters(scratch.AsSpan(0, length)));
    }

    /// <summary>The longest prefix that does not end inside of a character.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> text)
    {
        var length = text.Length;
        var lead = length;
        while (lead > 0 && length - lead < 4 && (text[lead - 1] & 0xC0) == 0x80)
            lead--;
        if (lead == 0)
            return 0;
        var first = text[lead - 1];
        var needed = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        return length - (lead - 1) >= needed ? length : lead - 1;
    }

    private void VisitComment(in SyntaxNode node)
    {
        // A comment behind other text on its line is about that line, not about what follows.
        if (EndsLine(node.End) && !StartsLine(node.Start))
            return;
        if (commentEnd >= 0 && IsGap(commentEnd, node.Start))
            commentEnd = node.End;
        else
            (commentStart, commentEnd) = (node.Start, node.End);
        commentReach = commentEnd;
    }

    /// <summary>A doc comment right before this node (an attribute) is that of the definition after it.</summary>
    public void PassComment(int node)
    {
        if (commentReach >= 0 && IsGap(commentReach, tree[node].Start))
            commentReach = tree[node].End;
    }

    private bool StartsLine(int offset) => tree.Source.Span[lineStarts[LineOf(offset) - 1]..offset].Trim(" \t"u8).IsEmpty;

    private bool EndsLine(int offset)
    {
        var rest = tree.Source.Span[offset..];
        var end = rest.IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r');
        return end < 0 || rest[end] == (byte)'\n' || (offset > 0 && tree.Source.Span[offset - 1] == (byte)'\n');
    }

    /// <summary>Only whitespace, and no empty line, is between two places.</summary>
    private bool IsGap(int from, int to)
    {
        if (to < from || to - from > 400)
            return false;
        var lines = 0;
        foreach (var b in tree.Source.Span[from..to])
        {
            if (b == (byte)'\n')
                lines++;
            else if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r'))
                return false;
        }
        // A line comment's node may or may not hold its own line end.
        return lines <= 1;
    }

    private int DocumentationOf(int node)
    {
        if (commentEnd < 0)
            return -1;
        var outer = node;
        while (!IsGap(commentReach, tree[outer].Start))
        {
            var parent = tree[outer].Parent;
            if (parent < 0 || !table.WrapsDefinition(tree[parent].Symbol))
                return -1;
            outer = parent;
        }
        return CleanComment(tree.Source.Span[commentStart..commentEnd]);
    }

    /// <summary>A comment's words without its markers, one space between them.</summary>
    private int CleanComment(ReadOnlySpan<byte> text)
    {
        var length = 0;
        var lineStart = true;
        var space = false;
        foreach (var b in text)
        {
            if (b == (byte)'\n')
            {
                lineStart = true;
                space = length > 0;
                continue;
            }
            if (b is (byte)' ' or (byte)'\t' or (byte)'\r')
            {
                space = length > 0;
                continue;
            }
            if (lineStart && b is ((byte)'/' or (byte)'*' or (byte)'#' or (byte)'!' or (byte)'"' or (byte)'\''))
                continue;
            lineStart = false;
            if (length + 2 > MaxDocumentationBytes)
                break;
            if (space)
                scratch[length++] = (byte)' ';
            space = false;
            scratch[length++] = b;
        }
        while (length > 0 && scratch[length - 1] is ((byte)'/' or (byte)'*' or (byte)' ' or (byte)'"' or (byte)'\''))
            length--;
        length = WholeCharacters(scratch.AsSpan(0, length));
        return length == 0 ? -1 : strings.Intern(scratch.AsSpan(0, length));
    }
}
