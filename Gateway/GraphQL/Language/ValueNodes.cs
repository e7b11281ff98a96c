using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CodeGraph.Gateway.GraphQL.Language;

/// <summary>An input value as a document writes it (section 2.9 of the specification); <c>ToString</c> writes it again.</summary>
internal abstract class ValueNode(int start) : Node(start);

internal sealed class VariableNode(int start, string name) : ValueNode(start)
{
    public string Name => name;

    public override string ToString() => "$" + name;
}

internal sealed class IntNode(int start, string text) : ValueNode(start)
{
    public override string ToString() => text;
}

internal sealed class FloatNode(int start, string text) : ValueNode(start)
{
    public override string ToString() => text;
}

internal sealed class StringNode(int start, string value, bool block) : ValueNode(start)
{
    public string Value => value;

    public override string ToString() => block ? BlockString.Print(value) : Quote(value);

    /// <summary>The text in double quotes, with what may not stand there escaped.</summary>
    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}

internal sealed class BooleanNode(int start, bool value) : ValueNode(start)
{
    public bool Value => value;

    public override string ToString() => value ? "true" : "false";
}

internal sealed class NullNode(int start) : ValueNode(start)
{
    public override string ToString() => "null";
}

internal sealed class EnumNode(int start, string name) : ValueNode(start)
{
    public override string ToString() => name;
}

internal sealed class ListNode(int start, IReadOnlyList<ValueNode> items) : ValueNode(start)
{
    public IReadOnlyList<ValueNode> Items => items;

    public override string ToString() => new StringBuilder("[").AppendJoin(", ", items).Append(']').ToString();
}

internal sealed class ObjectNode(int start, IReadOnlyList<ArgumentNode> fields) : ValueNode(start)
{
    public IReadOnlyList<ArgumentNode> Fields => fields;

    public override string ToString() => $"{{{string.Join(", ", fields.Select(f => $"{f.Name.Value}: {f.Value}"))}}}";
}
