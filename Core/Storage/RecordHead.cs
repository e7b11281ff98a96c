using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CodeGraph.Model;
using CodeGraph.Parsing;

namespace CodeGraph.Storage;

/// <summary>The head of a record of a <see cref="FactsStore"/>: 64 bytes, little-endian.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RecordHead
{
    public uint PayloadLength;
    public Language Language;
    public byte OutcomeValue;
    public byte BlobLength;
    public byte Reserved;
    private BlobBytes blob;
    public ulong PayloadChecksum;
    public ulong Reserved1;

    /// <summary>XXH64 of what precedes it.</summary>
    public ulong Checksum;

    public readonly ParseOutcome Outcome => (ParseOutcome)OutcomeValue;

    public readonly FactsKey Key => new(new BlobId(((ReadOnlySpan<byte>)blob)[..BlobLength]), Language);

    public readonly bool IsWhole => Checksum == Sum() && BlobLength is BlobId.Sha1Length or BlobId.Sha256Length && PayloadLength <= int.MaxValue;

    public static RecordHead Of(FactsKey key, ParseOutcome outcome, ReadOnlySpan<byte> payload)
    {
        var head = new RecordHead
        {
            PayloadLength = (uint)payload.Length,
            Language = key.Language,
            OutcomeValue = (byte)outcome,
            BlobLength = (byte)key.Blob.Length,
            PayloadChecksum = XxHash64.Hash(payload),
        };
        key.Blob.CopyTo(head.blob);
        head.Checksum = head.Sum();
        return head;
    }

    private readonly ulong Sum() =>
        XxHash64.Hash(MemoryMarshal.AsBytes(new ReadOnlySpan<RecordHead>(in this))[..^sizeof(ulong)]);

    [InlineArray(BlobId.Sha256Length)]
    private struct BlobBytes
    {
        private byte first;
    }
}
