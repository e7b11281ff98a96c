using System.Runtime.CompilerServices;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Storage;

/// <summary>The reading half of <see cref="FactsCodec"/>. Reads past the end throw <see cref="IndexOutOfRangeException"/>.</summary>
internal ref struct FactsReader(ReadOnlySpan<byte> input)
{
    private readonly ReadOnlySpan<byte> input = input;
    private int at;

    public readonly bool AtEnd => at == input.Length;

    /// <summary>A number of records; each takes at least a byte, so damaged input cannot ask for more memory than it has bytes.</summary>
    public int Count()
    {
        var count = Unsigned();
        return count <= (uint)(input.Length - at) ? (int)count : throw new InvalidDataException("The bytes are no encoded facts.");
    }

    public StringTable Strings()
    {
        var offsets = new int[Count() + 1];
        for (var i = 1; i < offsets.Length; i++)
            offsets[i] = checked(offsets[i - 1] + (int)Unsigned());
        var bytes = input.Slice(at, offsets[^1]).ToArray();
        at += bytes.Length;
        return new(bytes, offsets);
    }

    public Scope Scope(int index) => new((ScopeKind)Unsigned(), unchecked(index - Signed()), Optional());

    public void Definition(ref Definition d, in Definition last, int index)
    {
        var head = Unsigned();
        d.Kind = (SymbolKind)Unsigned();
        d.Flags = (DefinitionFlags)Unsigned();
        d.Name = Optional();
        d.Parent = unchecked(index - Signed());
        d.Scope = unchecked(last.Scope + Signed());
        d.Line = unchecked(last.Line + Signed());
        d.Column = Signed();
        d.StartLine = unchecked(d.Line - Signed());
        d.EndLine = unchecked(d.Line + Signed());
        d.Start = unchecked(last.Start + Signed());
        d.End = unchecked(d.Start + Signed());
        (d.MinArity, d.MaxArity) = (head & FactsBits.Arity) != 0 ? ((byte)Unsigned(), (byte)Unsigned()) : ((byte)255, (byte)255);
        d.Documentation = (head & FactsBits.Documentation) != 0 ? Optional() : -1;
        d.Signature = (head & FactsBits.Signature) != 0 ? Optional() : -1;
        d.DeclaredType = (head & FactsBits.DeclaredType) != 0 ? Signed() : -1;
        d.ElementType = (head & FactsBits.ElementType) != 0 ? Signed() : -1;
        d.Receiver = (head & FactsBits.Receiver) != 0 ? Signed() : -1;
        d.Value = (head & FactsBits.Value) != 0 ? new((OperandKind)Unsigned(), Optional()) : Operand.None;
        d.NextSame = (head & FactsBits.NextSame) != 0 ? unchecked(Signed() + index) : -1;
        d.BodyScope = (head & FactsBits.BodyScope) != 0 ? unchecked(Signed() + d.Scope) : -1;
        d.Visibility = (head & FactsBits.Visibility) != 0 ? (Visibility)Unsigned() : Visibility.Default;
    }

    public void Reference(ref Reference r, in Reference last, int index)
    {
        var head = Unsigned();
        r.Role = (ReferenceRole)((head >> FactsBits.RoleShift) & FactsBits.RoleMask);
        r.PassedBases = (head & FactsBits.PassedBases) != 0;
        r.Name = Optional();
        if ((head & FactsBits.Line) != 0)
        {
            r.Line = unchecked(last.Line + Signed());
            r.Column = Signed();
        }
        else
        {
            r.Line = last.Line;
            r.Column = unchecked(last.Column + Signed());
        }
        r.Scope = (head & FactsBits.Scope) != 0 ? unchecked(last.Scope + Signed()) : last.Scope;
        r.Container = (head & FactsBits.Container) != 0 ? unchecked(last.Container + Signed()) : last.Container;
        r.Flags = (head & FactsBits.Flags) != 0 ? (ReferenceFlags)Unsigned() : ReferenceFlags.None;
        r.Qualifier = (head & FactsBits.Qualifier) != 0 ? new((OperandKind)Unsigned(), unchecked(index - Signed())) : Operand.None;
        r.Arguments = (head & FactsBits.Arguments) != 0 ? Optional() : -1;
        r.Binding = (head & FactsBits.Binding) != 0 ? Signed() : Parsing.Facts.Reference.Free;
    }

    public Import Import() => new()
    {
        Kind = (ImportKind)Unsigned(),
        Flags = (ImportFlags)Unsigned(),
        Module = Optional(),
        Name = Optional(),
        Alias = Optional(),
        Scope = Optional(),
        Line = Signed(),
        Column = Signed(),
    };

    public int Optional() => unchecked((int)(Unsigned() - 1));

    public Operand ReadOperand() => new((OperandKind)Unsigned(), Optional());

    public Flow[] Flows()
    {
        var flows = new Flow[Count()];
        for (var i = 0; i < flows.Length; i++)
            flows[i] = new(Signed(), ReadOperand());
        return flows;
    }

    public ReachingValue[] Reaching()
    {
        var uses = new ReachingValue[Count()];
        var last = 0;
        for (var i = 0; i < uses.Length; i++)
            uses[i] = new(last = unchecked(Signed() + last), ReadOperand());
        return uses;
    }

    public int Signed()
    {
        var value = Unsigned();
        return unchecked((int)(value >> 1) ^ -(int)(value & 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Unsigned()
    {
        var first = input[at++];
        return first < 128 ? first : Long(first);
    }

    private uint Long(uint value)
    {
        value &= 127;
        for (var shift = 7; ; shift += 7)
        {
            var next = input[at++];
            value |= (next & 127u) << shift;
            if (next < 128 || shift >= 28)
                return value;
        }
    }
}
