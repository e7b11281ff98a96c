using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Graph;

/// <summary>A file of a snapshot. Its symbols and references are the runs that start here and end where the next file's start.</summary>
public record struct FileRecord
{
    /// <summary>Number of what precedes the file's names in qualified names (Python module, Java package), -1 for nothing; see <see cref="Snapshot.ModuleName"/>.</summary>
    public int Module;

    public int FirstSymbol;
    public int FirstReference;
    public int Lines;
    public int ErrorBytes;
    public Language Language;

    /// <summary>The line where a file's text begins, and with it the module: that of its first character that is no white space; 0 for the first.</summary>
    public ushort FirstLine;
}

/// <summary>A symbol as linking makes it; <see cref="SymbolEntry"/> is what a snapshot has of it. Symbols are ordered by file, then as the file's facts have them.</summary>
public record struct SymbolRecord
{
    /// <summary>Name index.</summary>
    public int Name;

    /// <summary>The enclosing symbol, also where it stands in another file's part (a Go method's type); -1 at file level.</summary>
    public int Parent;

    /// <summary>Line and column of the name, 1-based; columns count Unicode code points.</summary>
    public int Line, Column;

    public int StartLine, EndLine;

    /// <summary>First byte and byte after the last of the definition in the blob.</summary>
    public int Start, End;

    /// <summary>Text index, -1 for none.</summary>
    public int Signature, Documentation;

    public DefinitionFlags Flags;

    /// <summary>1 for the first symbol of this path and qualified name, 2 for the next: the <c>(n)</c> of its id.</summary>
    public int Ordinal;

    public SymbolKind Kind;
    public Visibility Visibility;
    public byte MinArity, MaxArity;
}

/// <summary>How complex a callable is; see <see cref="CallableMetrics"/>. What passes 65535 is stored as that.</summary>
public record struct MetricsRecord
{
    public int Symbol;
    public ushort Cyclomatic, Cognitive, Nesting;
}

/// <summary>What the payload of a reference is. Values are stored in files: append only, never renumber.</summary>
public enum TargetForm : byte
{
    Symbol = 0,

    /// <summary>A list of targets.</summary>
    Several = 1,

    /// <summary>A file, as a module.</summary>
    File = 2,
}

/// <summary>A use of a name. References are ordered by file, then by position.</summary>
public record struct ReferenceRecord
{
    /// <summary>Name index of the name as written.</summary>
    public int Name;

    public int Line, Column;

    /// <summary>The innermost callable around it, else the innermost type; -1 at file level.</summary>
    public int From;

    /// <summary>
    /// Resolved with one target: the symbol, or the file where a module is meant, -1 for a package or namespace that has neither. Resolved or ambiguous
    /// with several: the number of their list; while linking, the index in Targets of their count, which they follow. External: the text index of the package, or -1.
    /// Unresolved: -1.
    /// </summary>
    public int Payload;

    public ReferenceRole Role;
    public ReferenceState State;
    public Tier Tier;

    /// <summary>What <see cref="Payload"/> is, of a resolved or ambiguous reference.</summary>
    public TargetForm Form;
}

/// <summary>A relation between symbols that no single name use stands for, or that refines one: inherits, implements, overrides.</summary>
public record struct RelationRecord
{
    public int From, To;

    /// <summary>Where it is established: <c>impl Trait for T</c> need not stand in the file of T.</summary>
    public int File, Line, Column;

    public RelationKind Kind;
    public Tier Tier;
}
