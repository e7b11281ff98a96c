using System.Globalization;
using System.Text;
using CodeGraph.Model;

namespace CodeGraph.Parsing.Facts;

/// <summary>Facts as text, one record a line: what tests compare and <c>codegraph facts</c> prints.</summary>
public static class FactsText
{
    public static string Write(FileFacts facts)
    {
        var text = new StringBuilder();
        if (facts.Package >= 0)
            text.Append("package ").AppendLine(facts.Strings.Text(facts.Package));
        foreach (var import in facts.Imports)
        {
            text.Append("import ").Append(import.Line).Append(':').Append(import.Column).Append(' ').Append(import.Kind).Append(' ').Append(facts.Strings.Text(import.Module));
            if (import.Name >= 0)
                text.Append(" :: ").Append(facts.Strings.Text(import.Name));
            if (import.Alias >= 0)
                text.Append(" as ").Append(facts.Strings.Text(import.Alias));
            if (import.Flags != 0)
                text.Append(" [").Append(import.Flags).Append(']');
            text.AppendLine();
        }
        for (var i = 0; i < facts.Definitions.Length; i++)
            WriteDefinition(text, facts, i);
        foreach (var reference in facts.References)
            WriteReference(text, facts, reference);
        foreach (var (definition, value) in facts.Flows)
            text.Append("flow ").Append(definition < 0 ? "function" : QualifiedName(facts, definition)).Append(" <- ").AppendLine(Show(facts, value));
        foreach (var argument in facts.Arguments)
        {
            text.Append("pass ").Append(Path(facts, argument.Call)).Append(' ').Append(argument.Name >= 0 ? facts.Strings.Text(argument.Name) : argument.Position.ToString(CultureInfo.InvariantCulture))
                .Append(" <- ").AppendLine(Show(facts, argument.Value));
        }
        foreach (var store in facts.Stores)
            text.Append("store ").Append(Show(facts, store.Target)).Append(" <- ").AppendLine(Show(facts, store.Value));
        foreach (var (definition, value) in facts.Decorations)
            text.Append("decorate ").Append(QualifiedName(facts, definition)).Append(" <- ").AppendLine(Show(facts, value));
        foreach (var (reference, value) in facts.Reaching)
            text.Append("holds ").Append(facts.References[reference].Line).Append(':').Append(facts.References[reference].Column).Append(' ').Append(Path(facts, reference)).Append(" <- ").AppendLine(Show(facts, value));
        foreach (var (type, @base, definition) in facts.Implementations)
            text.Append("implement ").Append(Path(facts, @base)).Append(" for ").AppendLine(type < 0 ? facts.Strings.Text(facts.Definitions[definition].Name) : Path(facts, type));
        return text.ToString();
    }

    private static void WriteDefinition(StringBuilder text, FileFacts facts, int index)
    {
        ref var d = ref facts.Definitions[index];
        ref var description = ref facts.Descriptions[index];
        text.Append("define ").Append(d.Line).Append(':').Append(d.Column).Append(' ').Append(d.Kind.ToWire()).Append(' ').Append(QualifiedName(facts, index));
        if (d.MaxArity != 255)
            text.Append('/').Append(d.MinArity).Append(d.MaxArity == 254 ? "+" : d.MaxArity != d.MinArity ? "-" + d.MaxArity : "");
        text.Append(" lines ").Append(description.StartLine).Append('-').Append(description.EndLine);
        if (d.Visibility != Visibility.Default)
            text.Append(' ').Append(d.Visibility);
        if (d.Flags != 0)
            text.Append(" [").Append(d.Flags).Append(']');
        if (d.DeclaredType >= 0)
            text.Append(" type ").Append(Path(facts, d.DeclaredType));
        if (d.ElementType >= 0)
            text.Append(" of ").Append(Path(facts, d.ElementType));
        if (d.Receiver >= 0)
            text.Append(" receiver ").Append(Path(facts, d.Receiver));
        if (d.Value.Kind != OperandKind.None)
            text.Append(" value ").Append(Show(facts, d.Value));
        if (description.Signature >= 0)
            text.Append(" sig «").Append(facts.Strings.Text(description.Signature)).Append('»');
        if (description.Documentation >= 0)
            text.Append(" doc «").Append(facts.Strings.Text(description.Documentation)).Append('»');
        text.AppendLine();
    }

    private static void WriteReference(StringBuilder text, FileFacts facts, in Reference r)
    {
        text.Append(r.Role.ToWire()).Append(' ').Append(r.Line).Append(':').Append(r.Column).Append(' ');
        if (r.Qualifier.Kind != OperandKind.None)
            text.Append(Show(facts, r.Qualifier)).Append('.');
        text.Append(facts.Strings.Text(r.Name));
        if (r.Role == ReferenceRole.Call)
            text.Append('(').Append(r.Arguments).Append(')');
        if (r.Flags != 0)
            text.Append(" [").Append(r.Flags).Append(']');
        if (r.Container >= 0)
            text.Append(" in ").Append(QualifiedName(facts, r.Container));
        if (r.Binding >= 0)
            text.Append(" -> ").Append(facts.Definitions[r.Binding].Line).Append(':').Append(facts.Definitions[r.Binding].Column);
        else if (r.Binding != Reference.Free)
            text.Append(" -> import ").Append(facts.Strings.Text(facts.Imports[~r.Binding].Module));
        text.AppendLine();
    }

    private static string Show(FileFacts facts, Operand operand) => operand.Kind switch
    {
        OperandKind.Name => Path(facts, operand.Reference),
        OperandKind.Result => Path(facts, operand.Reference) + "()",
        OperandKind.Element => Path(facts, operand.Reference) + "[]",
        OperandKind.ResultElement => Path(facts, operand.Reference) + "()[]",
        OperandKind.This => "this",
        OperandKind.Super => "super",
        OperandKind.Literal => "literal",
        OperandKind.Slot => Show(facts, facts.Slots[operand.Reference]),
        OperandKind.Definition => "definition " + QualifiedName(facts, operand.Reference),
        _ => "?",
    };

    private static string Show(FileFacts facts, Slot slot)
    {
        switch (slot.Kind)
        {
            case SlotKind.Function:
                return slot.First < 0 ? "function" : "function " + facts.Strings.Text(facts.Definitions[slot.First].Name);
            case SlotKind.Element:
                return Show(facts, slot.Operand) + "[" + (slot.First < 0 ? "" : facts.Strings.Text(slot.First)) + "]";
            default:
                var entries = facts.SlotEntries.AsSpan(slot.First, slot.Count).ToArray().Select(e => (e.Key < 0 ? "" : facts.Strings.Text(e.Key) + ": ") + Show(facts, e.Value));
                return slot.Kind == SlotKind.Choice ? string.Join(" | ", entries) : "{" + string.Join(", ", entries) + "}";
        }
    }

    private static string Path(FileFacts facts, int reference)
    {
        var r = facts.References[reference];
        return (r.Qualifier.Kind == OperandKind.None ? "" : Show(facts, r.Qualifier) + ".") + facts.Strings.Text(r.Name);
    }

    private static string QualifiedName(FileFacts facts, int definition)
    {
        var name = facts.Strings.Text(facts.Definitions[definition].Name);
        var parent = facts.Definitions[definition].Parent;
        return parent < 0 ? name : QualifiedName(facts, parent) + "." + name;
    }
}
