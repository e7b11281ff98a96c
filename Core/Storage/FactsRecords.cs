using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Storage;

/// <summary>
/// The records of facts that have many fields. A head tells which of the fields that mostly have one value have another.
/// </summary>
internal static class FactsRecords<T>
    where T : struct, IFactsCoder
{
    public static (Definition, Description) Definition(ref T c, in Definition d, in Description description, in Definition last, int index)
    {
        var head = c.Unsigned(
            FactsStream.DefinitionHead,
            (d.MinArity == 255 && d.MaxArity == 255 ? 0u : FactsBits.Arity)
            | (description.Documentation == -1 ? 0 : FactsBits.Documentation)
            | (description.Signature == -1 ? 0 : FactsBits.Signature)
            | (d.DeclaredType == -1 ? 0 : FactsBits.DeclaredType)
            | (d.Receiver == -1 ? 0 : FactsBits.Receiver)
            | (d.Value == Operand.None ? 0 : FactsBits.Value)
            | (d.NextSame == -1 ? 0 : FactsBits.NextSame)
            | (d.BodyScope == -1 ? 0 : FactsBits.BodyScope)
            | (d.ElementType == -1 ? 0 : FactsBits.ElementType)
            | (d.Visibility == Visibility.Default ? 0 : FactsBits.Visibility));
        var line = c.Delta(FactsStream.DefinitionLine, d.Line, last.Line);
        var start = c.Delta(FactsStream.DefinitionStart, d.Start, last.Start);
        var scope = c.Delta(FactsStream.DefinitionScope, d.Scope, last.Scope);
        var hasArity = (head & FactsBits.Arity) != 0;
        var definition = new Definition
        {
            Kind = (SymbolKind)c.Unsigned(FactsStream.DefinitionKind, (uint)d.Kind),
            Flags = (DefinitionFlags)c.Unsigned(FactsStream.DefinitionFlags, (uint)d.Flags),
            Name = c.Delta(FactsStream.DefinitionName, d.Name, last.Name),
            Parent = c.Delta(FactsStream.DefinitionParent, d.Parent, index),
            Scope = scope,
            Line = line,
            Column = c.Delta(FactsStream.DefinitionColumn, d.Column, 0),
            Start = start,
            End = c.Delta(FactsStream.DefinitionLength, d.End, start),
            MinArity = hasArity ? (byte)c.Unsigned(FactsStream.DefinitionArity, d.MinArity) : (byte)255,
            MaxArity = hasArity ? (byte)c.Unsigned(FactsStream.DefinitionArity, d.MaxArity) : (byte)255,
            DeclaredType = (head & FactsBits.DeclaredType) != 0 ? c.Delta(FactsStream.DefinitionDeclaredType, d.DeclaredType, last.DeclaredType) : -1,
            ElementType = (head & FactsBits.ElementType) != 0 ? c.Delta(FactsStream.DefinitionElementType, d.ElementType, last.DeclaredType) : -1,
            Receiver = (head & FactsBits.Receiver) != 0 ? c.Delta(FactsStream.DefinitionReceiver, d.Receiver, last.Receiver) : -1,
            Value = (head & FactsBits.Value) != 0 ? c.Operand(FactsStream.DefinitionValueKind, FactsStream.DefinitionValue, d.Value, last.Value.Reference) : Operand.None,
            NextSame = (head & FactsBits.NextSame) != 0 ? c.Delta(FactsStream.DefinitionNextSame, d.NextSame, index) : -1,
            BodyScope = (head & FactsBits.BodyScope) != 0 ? c.Delta(FactsStream.DefinitionBodyScope, d.BodyScope, scope) : -1,
            Visibility = (head & FactsBits.Visibility) != 0 ? (Visibility)c.Unsigned(FactsStream.DefinitionVisibility, (uint)d.Visibility) : Visibility.Default,
        };
        return (definition, new()
        {
            StartLine = c.Delta(FactsStream.DefinitionLinesBefore, description.StartLine, line),
            EndLine = c.Delta(FactsStream.DefinitionLinesAfter, description.EndLine, line),
            Documentation = (head & FactsBits.Documentation) != 0 ? c.Delta(FactsStream.DefinitionDocumentation, description.Documentation, last.Name) : -1,
            Signature = (head & FactsBits.Signature) != 0 ? c.Delta(FactsStream.DefinitionSignature, description.Signature, last.Name) : -1,
        });
    }

    public static Reference Reference(ref T c, in Reference r, in Reference last, int index, Definition[] definitions)
    {
        var isNamed = (uint)r.Binding < (uint)definitions.Length && definitions[r.Binding].Name == r.Name;
        var head = c.Unsigned(
            FactsStream.ReferenceHead,
            (uint)r.Role << FactsBits.RoleShift
            | (r.Scope == last.Scope ? 0 : FactsBits.Scope)
            | (r.Container == last.Container ? 0 : FactsBits.Container)
            | (r.Line == last.Line ? 0 : FactsBits.Line)
            | (r.Flags == ReferenceFlags.None ? 0 : FactsBits.Flags)
            | (r.Qualifier == Operand.None ? 0 : FactsBits.Qualifier)
            | (r.Arguments == -1 ? 0 : FactsBits.Arguments)
            | (r.Binding >= 0 ? FactsBits.ToDefinition : r.Binding == Parsing.Facts.Reference.Free ? 0 : FactsBits.ToImport)
            | (isNamed ? FactsBits.NamedLikeDefinition : 0)
            | (r.PassedBases ? FactsBits.PassedBases : 0));
        var container = (head & FactsBits.Container) != 0 ? c.Delta(FactsStream.ReferenceContainer, r.Container, last.Container) : last.Container;
        var binding = (head & FactsBits.ToDefinition) != 0 ? c.Delta(FactsStream.ReferenceDefinition, r.Binding, container)
            : (head & FactsBits.ToImport) != 0 ? ~(int)c.Unsigned(FactsStream.ReferenceImport, (uint)~r.Binding)
            : Parsing.Facts.Reference.Free;
        var newLine = (head & FactsBits.Line) != 0;
        return new()
        {
            Role = (ReferenceRole)((head >> FactsBits.RoleShift) & FactsBits.RoleMask),
            PassedBases = (head & FactsBits.PassedBases) != 0,
            Name = (head & FactsBits.NamedLikeDefinition) != 0 ? definitions[binding].Name : c.Optional(FactsStream.ReferenceName, r.Name),
            Line = newLine ? c.Delta(FactsStream.ReferenceLine, r.Line, last.Line) : last.Line,
            Column = newLine ? c.Delta(FactsStream.ReferenceColumn, r.Column, 0) : c.Delta(FactsStream.ReferenceStep, r.Column, last.Column),
            Scope = (head & FactsBits.Scope) != 0 ? c.Delta(FactsStream.ReferenceScope, r.Scope, last.Scope) : last.Scope,
            Container = container,
            Flags = (head & FactsBits.Flags) != 0 ? (ReferenceFlags)c.Unsigned(FactsStream.ReferenceFlags, (uint)r.Flags) : ReferenceFlags.None,
            Qualifier = (head & FactsBits.Qualifier) != 0 ? c.Operand(FactsStream.ReferenceQualifierKind, FactsStream.ReferenceQualifier, r.Qualifier, index) : Operand.None,
            Arguments = (head & FactsBits.Arguments) != 0 ? c.Optional(FactsStream.ReferenceArguments, r.Arguments) : -1,
            Binding = binding,
        };
    }

    public static Import Import(ref T c, in Import i, in Import last, int index) => new()
    {
        Kind = (ImportKind)c.Unsigned(FactsStream.Imports, (uint)i.Kind),
        Flags = (ImportFlags)c.Unsigned(FactsStream.Imports, (uint)i.Flags),
        Module = c.Delta(FactsStream.ImportNames, i.Module, last.Module),
        Name = c.Delta(FactsStream.ImportNames, i.Name, last.Name),
        Alias = c.Optional(FactsStream.ImportNames, i.Alias),
        Scope = c.Optional(FactsStream.Imports, i.Scope),
        Line = c.Delta(FactsStream.Imports, i.Line, last.Line),
        Column = c.Delta(FactsStream.Imports, i.Column, last.Column),
    };

    /// <summary>All but the parent. What a kind is about is near what the last of that kind was about.</summary>
    public static Expression Expression(ref T c, in Expression e, int index, int[] lastSubjects)
    {
        var head = c.Unsigned(
            FactsStream.ExpressionHead,
            (uint)e.Kind << 4 | (e.Flags != 0 ? 1u : 0) | (e.Subject != -1 ? 2u : 0) | (e.First != -1 ? 4u : 0) | (e.Next != -1 ? 8u : 0));
        var flags = (head & 1) != 0 ? (byte)c.Unsigned(FactsStream.ExpressionFlags, e.Flags) : (byte)0;
        var subject = (head & 2) != 0 ? lastSubjects[(head >> 4) & 63] = c.Delta(FactsStream.ExpressionSubject, e.Subject, lastSubjects[(head >> 4) & 63]) : -1;
        var first = (head & 4) != 0 ? c.Delta(FactsStream.ExpressionFirst, e.First, index) : -1;
        var next = (head & 8) != 0 ? c.Delta(FactsStream.ExpressionNext, e.Next, index) : -1;
        return new((ExpressionKind)(head >> 4), flags, subject, first, next, e.Parent);
    }
}

/// <summary>Bits of the heads of records: which fields follow.</summary>
internal static class FactsBits
{
    public const uint Signature = 1;
    public const uint BodyScope = 2;
    public const uint Arity = 4;
    public const uint DeclaredType = 8;
    public const uint Value = 16;
    public const uint Documentation = 32;
    public const uint Visibility = 64;
    public const uint NextSame = 128;
    public const uint Receiver = 256;
    public const uint ElementType = 512;

    // The seven most telling of a reference come first, so that most heads are one byte.
    public const uint Line = 1;
    public const uint ToDefinition = 2;
    public const uint Qualifier = 4;
    public const uint NamedLikeDefinition = 8;
    public const int RoleShift = 4;
    public const uint RoleMask = 7;
    public const uint Arguments = 128;
    public const uint Scope = 256;
    public const uint Container = 512;
    public const uint Flags = 1024;
    public const uint PassedBases = 2048;
    public const uint ToImport = 4096;
}
