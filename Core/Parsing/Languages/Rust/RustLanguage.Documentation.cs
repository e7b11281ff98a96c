using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Rust;

/// <summary>Links of doc comments: <c>[`path::Name`]</c> and <c>[text](path::Name)</c> are checked by the compiler, so they are uses.</summary>
internal sealed partial class RustLanguage
{
    private static void DocLinks(FactsBuilder facts, int node)
    {
        var text = facts.Text(node);
        if (!(text.StartsWith("///"u8) || text.StartsWith("//!"u8) || text.StartsWith("/**"u8) || text.StartsWith("/*!"u8)))
            return;
        for (var at = text.IndexOf((byte)'['); at >= 0 && at + 2 < text.Length; at = Next(text, at))
        {
            if (text[at + 1] == (byte)'`' && text[(at + 2)..].IndexOf("`]"u8) is > 0 and var length && !text[(at + 2 + length)..].StartsWith("`]("u8))
                DocPath(facts, node, text.Slice(at + 2, length), facts[node].Start + at + 2);
            else if (text[at..].IndexOf("]("u8) is > 0 and var close && text[(at + close + 2)..].IndexOf((byte)')') is > 0 and var target)
                DocPath(facts, node, text.Slice(at + close + 2, target), facts[node].Start + at + close + 2);
        }
    }

    private static int Next(ReadOnlySpan<byte> text, int at) => text[(at + 1)..].IndexOf((byte)'[') is >= 0 and var next ? at + 1 + next : -1;

    private static void DocPath(FactsBuilder facts, int node, ReadOnlySpan<byte> path, int start)
    {
        if (path.EndsWith("()"u8))
            path = path[..^2];
        foreach (var b in path)
        {
            if (!(char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)':'))
                return;
        }
        var qualifier = Operand.None;
        while (!path.IsEmpty)
        {
            var cut = path.IndexOf("::"u8);
            var segment = cut < 0 ? path : path[..cut];
            if (segment.IsEmpty || char.IsAsciiDigit((char)segment[0]) || segment.Contains((byte)':'))
                return;
            var flags = cut >= 0 ? ReferenceFlags.Path | ReferenceFlags.TypePosition : qualifier.Kind == OperandKind.None ? ReferenceFlags.None : ReferenceFlags.Path;
            qualifier = new Operand(OperandKind.Name, facts.AddReference(node, segment, ReferenceRole.Read, qualifier, flags: flags, start: start));
            if (cut < 0)
                return;
            start += cut + 2;
            path = path[(cut + 2)..];
        }
    }
}
