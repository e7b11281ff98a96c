using System.Runtime.InteropServices;

namespace CodeGraph.Storage;

/// <summary>Sections of a snapshot file. Values are stored in files: append only, never renumber.</summary>
internal enum SnapshotSection
{
    Files = 1,
    BlobIds = 2,
    Symbols = 3,
    References = 4,
    Targets = 5,
    Relations = 6,
    RelationsByTarget = 7,
    IncomingStart = 8,
    Incoming = 9,
    OutgoingStart = 10,
    Outgoing = 11,
    ChildrenStart = 12,
    Children = 13,
    NameBytes = 14,
    NameStart = 15,
    NameTable = 16,
    SymbolsByNameStart = 17,
    SymbolsByName = 18,
    UnresolvedByNameStart = 19,
    UnresolvedByName = 20,
    TextBytes = 21,
    TextStart = 22,
    Properties = 23,
    Metrics = 24,
}

[StructLayout(LayoutKind.Sequential)]
internal struct SnapshotHeader
{
    public ulong Magic;
    public uint Version;
    public uint Sections;
    public ulong FileLength;
    public uint BlobIdBytes;
    public uint Reserved0;

    /// <summary>Of the header with this field 0, followed by the section table.</summary>
    public ulong Checksum;
    public ulong Reserved1, Reserved2, Reserved3;

    /// <summary>The bytes <c>CGRAPH</c>, then a line break that text-mode transfers would alter.</summary>
    public const ulong Signature = 0x0A0D_4850_4152_4743;

    public const uint CurrentVersion = 2;

    public const int Alignment = 64;
}

[StructLayout(LayoutKind.Sequential)]
internal struct SectionEntry
{
    public SnapshotSection Section;
    public uint ElementBytes;
    public ulong Offset;
    public ulong Length;
    public ulong Checksum;
}
