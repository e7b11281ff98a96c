using System.Buffers;
using System.Runtime.CompilerServices;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Storage;

/// <summary>The writing half of <see cref="FactsCodec"/>; <see cref="FactsReader"/> mirrors it line by line.</summary>
internal ref struct FactsWriter(IBufferWriter<byte> output)
{
    /// <summary>More than any record takes: at most 24 varints of 5 bytes.</summary>
    private const int MaxRecord = 160;

    private Span<byte> buffer = output.GetSpan(4096);
    private int used;

    public void Unsigned(uint value)
    {
        Reserve();
        Put(value);
    }

    public void Optional(int value)
    {
        Reserve();
        PutOptional(value);
    }

    public void PutOperand(Operand operand)
    {
        Unsigned((uint)operand.Kind);
        Optional(operand.Reference);
    }

    public void Flows(Flow[] flows)
    {
        Unsigned((uint)flows.Length);
        foreach (var flow in flows)
        {
            Signed(flow.Definition);
            PutOperand(flow.Value);
        }
    }

    public void Reaching(ReachingValue[] uses)
    {
        Unsigned((uint)uses.Length);
        var last = 0;
        foreach (var (reference, value) in uses)
        {
            Signed(unchecked(reference - last));
            PutOperand(value);
            last = reference;
        }
    }

    public void Signed(int value)
    {
        Reserve();
        PutSigned(value);
    }

    public void Strings(StringTable strings)
    {
        var offsets = strings.Offsets.Span;
        Unsigned((uint)strings.Count);
        for (var i = 0; i < strings.Count; i++)
            Unsigned((uint)(offsets[i + 1] - offsets[i]));
        var bytes = strings.Bytes.Span[offsets[0]..offsets[^1]];
        Flush();
        output.Write(bytes);
        buffer = output.GetSpan(4096);
    }

    public void Scope(Scope scope, int index)
    {
        Reserve();
        Put((uint)scope.Kind);
        PutSigned(unchecked(index - scope.Parent));
        PutOptional(scope.Owner);
    }

    public void Definition(in Definition d, in Definition last, int index)
    {
        Reserve();
        var head =
            (d.MinArity == 255 && d.MaxArity == 255 ? 0u : FactsBits.Arity)
            | (d.Documentation == -1 ? 0 : FactsBits.Documentation)
            | (d.Signature == -1 ? 0 : FactsBits.Signature)
            | (d.DeclaredType == -1 ? 0 : FactsBits.DeclaredType)
            | (d.Receiver == -1 ? 0 : FactsBits.Receiver)
            | (d.Value == Operand.None ? 0 : FactsBits.Value)
            | (d.NextSame == -1 ? 0 : FactsBits.NextSame)
            | (d.BodyScope == -1 ? 0 : FactsBits.BodyScope)
            | (d.ElementType == -1 ? 0 : FactsBits.ElementType)
            | (d.Visibility == Visibility.Default ? 0 : FactsBits.Visibility);
        Put(head);
        Put((uint)d.Kind);
        Put((uint)d.Flags);
        PutOptional(d.Name);
        PutSigned(unchecked(index - d.Parent));
        PutSigned(unchecked(d.Scope - last.Scope));
        PutSigned(unchecked(d.Line - last.Line));
        PutSigned(d.Column);
        PutSigned(unchecked(d.Line - d.StartLine));
        PutSigned(unchecked(d.EndLine - d.Line));
        PutSigned(unchecked(d.Start - last.Start));
        PutSigned(unchecked(d.End - d.Start));
        if ((head & FactsBits.Arity) != 0)
        {
            Put(d.MinArity);
            Put(d.MaxArity);
        }
        if ((head & FactsBits.Documentation) != 0)
            PutOptional(d.Documentation);
        if ((head & FactsBits.Signature) != 0)
            PutOptional(d.Signature);
        if ((head & FactsBits.DeclaredType) != 0)
            PutSigned(d.DeclaredType);
        if ((head & FactsBits.ElementType) != 0)
            PutSigned(d.ElementType);
        if ((head & FactsBits.Receiver) != 0)
            PutSigned(d.Receiver);
        if ((head & FactsBits.Value) != 0)
        {
            Put((uint)d.Value.Kind);
            PutOptional(d.Value.Reference);
        }
        if ((head & FactsBits.NextSame) != 0)
            PutSigned(unchecked(d.NextSame - index));
        if ((head & FactsBits.BodyScope) != 0)
            PutSigned(unchecked(d.BodyScope - d.Scope));
        if ((head & FactsBits.Visibility) != 0)
            Put((uint)d.Visibility);
    }

    public void Reference(in Reference r, in Reference last, int index)
    {
        Reserve();
        var head = (uint)r.Role << FactsBits.RoleShift
            | (r.Scope == last.Scope ? 0 : FactsBits.Scope)
            | (r.Container == last.Container ? 0 : FactsBits.Container)
            | (r.Line == last.Line ? 0 : FactsBits.Line)
            | (r.Flags == ReferenceFlags.None ? 0 : FactsBits.Flags)
            | (r.Qualifier == Operand.None ? 0 : FactsBits.Qualifier)
            | (r.Arguments == -1 ? 0 : FactsBits.Arguments)
            | (r.Binding == Parsing.Facts.Reference.Free ? 0 : FactsBits.Binding)
            | (r.PassedBases ? FactsBits.PassedBases : 0);
        Put(head);
        PutOptional(r.Name);
        if ((head & FactsBits.Line) != 0)
        {
            PutSigned(unchecked(r.Line - last.Line));
            PutSigned(r.Column);
        }
        else
        {
            PutSigned(unchecked(r.Column - last.Column));
        }
        if ((head & FactsBits.Scope) != 0)
            PutSigned(unchecked(r.Scope - last.Scope));
        if ((head & FactsBits.Container) != 0)
            PutSigned(unchecked(r.Container - last.Container));
        if ((head & FactsBits.Flags) != 0)
            Put((uint)r.Flags);
        if ((head & FactsBits.Qualifier) != 0)
        {
            Put((uint)r.Qualifier.Kind);
            PutSigned(unchecked(index - r.Qualifier.Reference));
        }
        if ((head & FactsBits.Arguments) != 0)
            PutOptional(r.Arguments);
        if ((head & FactsBits.Binding) != 0)
            PutSigned(r.Binding);
    }

    public void Import(in Import i)
    {
        Reserve();
        Put((uint)i.Kind);
        Put((uint)i.Flags);
        PutOptional(i.Module);
        PutOptional(i.Name);
        PutOptional(i.Alias);
        PutOptional(i.Scope);
        PutSigned(i.Line);
        PutSigned(i.Column);
    }

    /// <summary>Hands everything written to the output.</summary>
    public void Flush()
    {
        output.Advance(used);
        used = 0;
        buffer = default;
    }

    private void Reserve()
    {
        if (buffer.Length - used >= MaxRecord)
            return;
        Flush();
        buffer = output.GetSpan(4096);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PutOptional(int value) => Put(unchecked((uint)value + 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PutSigned(int value) => Put(unchecked((uint)((value << 1) ^ (value >> 31))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(uint value)
    {
        if (value < 128)
        {
            buffer[used++] = (byte)value;
            return;
        }
        PutLong(value);
    }

    private void PutLong(uint value)
    {
        for (; value >= 128; value >>= 7)
            buffer[used++] = (byte)(value | 128);
        buffer[used++] = (byte)value;
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
    public const uint Binding = 2;
    public const uint Qualifier = 4;
    public const uint Arguments = 8;
    public const int RoleShift = 4;
    public const uint RoleMask = 7;
    public const uint Scope = 128;
    public const uint Container = 256;
    public const uint Flags = 512;
    public const uint PassedBases = 1024;
}
