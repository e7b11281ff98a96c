using System.Buffers;
using System.Text;
using CodeGraph.Model;

namespace CodeGraph.Git;

/// <summary>
/// The content of one file, or why there is none to parse. The buffer is pooled and counts against the bytes in flight until
/// <see cref="Dispose"/>; whoever received the content disposes it, once.
/// </summary>
public sealed class SourceContent : IDisposable
{
    /// <summary>1 GiB; git serves larger blobs, but no parser reads them.</summary>
    internal const int MaxBytes = 1 << 30;

    private readonly ByteBudget? budget;
    private readonly long charged;
    private byte[]? buffer;
    private int start;
    private int length;

    private SourceContent(SourceFile file, BlobId blob, byte[] buffer, int length, ByteBudget? budget, long charged)
    {
        File = file;
        Blob = blob;
        this.buffer = buffer;
        this.length = length;
        this.budget = budget;
        this.charged = charged;
    }

    /// <summary>The file as it was listed.</summary>
    public SourceFile File { get; }

    /// <summary>The id of the bytes that were read. It differs from the listed one when the file on disk was changed in between.</summary>
    public BlobId Blob { get; }

    /// <summary>Whether it would be left out for what it holds, were it not asked for: so the same content may be another time.</summary>
    internal bool IsWantedAllTheSame { get; private set; }

    /// <summary>Why the content should not be parsed; null for source.</summary>
    public SkipReason? Skip { get; private set; }

    /// <summary>What <see cref="Skip"/> alone does not say; null where it says all.</summary>
    public string? Detail { get; private set; }

    /// <summary>
    /// The text in UTF-8 without a byte order mark; UTF-16 files that start with one were converted. Bytes that are no valid UTF-8
    /// are left as they are. Empty when the content could not be read. Offsets of facts count from its start.
    /// </summary>
    public ReadOnlyMemory<byte> Utf8 =>
        buffer is null ? throw new ObjectDisposedException(nameof(SourceContent)) : buffer.AsMemory(start, length);

    public void Dispose()
    {
        byte[]? returned = Interlocked.Exchange(ref buffer, null);
        if (returned is null) return;
        if (returned.Length > 0) ArrayPool<byte>.Shared.Return(returned);
        budget?.Release(charged);
    }

    /// <summary>Takes over a rented buffer whose bytes were already charged to the budget.</summary>
    internal static SourceContent Of(SourceFile file, BlobId blob, byte[] rented, int length, ByteBudget? budget = null, long charged = 0) =>
        new(file, blob, rented, length, budget, charged);

    internal static SourceContent Unreadable(SourceFile file, string detail, ByteBudget? budget = null, long charged = 0) =>
        new(file, file.Blob, [], 0, budget, charged) { Skip = SkipReason.Unreadable, Detail = detail };

    /// <summary>Converts the text to UTF-8 and decides whether it is source.</summary>
    internal SourceContent Classify(SourceOptions options)
    {
        if (Skip is not null || buffer is null) return this;
        Normalize();
        SkipReason? reason = ContentClassifier.Classify(File.Path, Utf8.Span);
        IsWantedAllTheSame = reason is SkipReason.Generated or SkipReason.Minified && (options.IncludeGenerated || File.IsHandWritten);
        Skip = IsWantedAllTheSame ? null : reason;
        return this;
    }

    /// <summary>Drops a byte order mark and turns UTF-16 into UTF-8, so that every later stage sees one encoding.</summary>
    internal void Normalize()
    {
        ReadOnlySpan<byte> bytes = Utf8.Span;
        if (bytes.StartsWith("\uFEFF"u8))
        {
            start += 3;
            length -= 3;
            return;
        }

        // FF FE 00 00 would be UTF-32, which no compiler reads; it stays as it is and is found to be binary.
        Encoding? encoding = bytes switch
        {
            [0xFF, 0xFE, 0, 0, ..] => null,
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => null,
        };
        if (encoding is null) return;

        string text = encoding.GetString(bytes[2..]);
        byte[] converted = ArrayPool<byte>.Shared.Rent(Math.Max(1, Encoding.UTF8.GetMaxByteCount(text.Length)));
        length = Encoding.UTF8.GetBytes(text, converted);
        start = 0;
        ArrayPool<byte>.Shared.Return(buffer!);
        buffer = converted;
    }
}
