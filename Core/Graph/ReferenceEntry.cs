using CodeGraph.Model;

namespace CodeGraph.Graph;

/// <summary>
/// A use of a name in a snapshot. Each property reads its own column when it is asked, as with <see cref="SymbolEntry"/>; what all are needed of may be had as a
/// <see cref="ReferenceRecord"/>.
/// </summary>
public readonly struct ReferenceEntry
{
    private readonly Snapshot snapshot;
    private readonly int reference;

    internal ReferenceEntry(Snapshot snapshot, int reference)
    {
        this.snapshot = snapshot;
        this.reference = reference;
    }

    private ReferenceColumns Columns => snapshot.References;

    /// <summary>Name index of the name as written.</summary>
    public int Name => Columns.ShapeOf(reference).NamedLikeTarget ? snapshot.Symbol(snapshot.TargetsOf(this).First).Name : Columns.Name[reference];

    /// <summary>Line and column of the name, 1-based; columns count Unicode code points.</summary>
    public int Line => Columns.Line[reference];

    public int Column => Columns.Column[reference];

    /// <summary>The innermost callable around it, else the innermost type; -1 at file level.</summary>
    public int From => Columns.From[reference] - 1;

    /// <summary>See <see cref="ReferenceRecord.Payload"/>.</summary>
    public int Payload => Columns.Target[reference] is not 0 and var stored
        ? Form == TargetForm.Symbol && LeadsInside ? Math.Max(From, 0) + Graph.Columns.Varint.UnZigZag((uint)stored - 1) : stored - 1
        : -1;

    public ReferenceRole Role => Columns.ShapeOf(reference).Role;

    public ReferenceState State => Columns.ShapeOf(reference).State;

    public Tier Tier => Columns.ShapeOf(reference).Tier;

    /// <summary>What <see cref="Payload"/> is, of a resolved or ambiguous reference.</summary>
    public TargetForm Form => Columns.ShapeOf(reference).Form;

    private bool LeadsInside => State is ReferenceState.Resolved or ReferenceState.Ambiguous;

    public ReferenceRecord ToRecord() => new()
    {
        Name = Name, Line = Line, Column = Column, From = From, Payload = Payload, Role = Role, State = State, Tier = Tier, Form = Form,
    };

    public static implicit operator ReferenceRecord(ReferenceEntry entry) => entry.ToRecord();
}
