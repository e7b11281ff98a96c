using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CodeGraph.Export;

/// <summary>
/// Appends pieces of JSON to a buffer that is written out whenever it is full. The pieces are escaped once, where they come from, and copied
/// from then on: an export is mostly the same few names again and again.
/// </summary>
internal sealed class JsonLines(Stream output) : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int length;

    public void Raw(ReadOnlySpan<byte> json)
    {
        if (json.Length > buffer.Length - length)
        {
            Flush();
            if (json.Length > buffer.Length)
            {
                output.Write(json);
                return;
            }
        }

        json.CopyTo(buffer.AsSpan(length));
        length += json.Length;
    }

    public void Number(int value)
    {
        const int MostDigits = 11;
        if (buffer.Length - length < MostDigits)
            Flush();
        Utf8Formatter.TryFormat(value, buffer.AsSpan(length), out var written);
        length += written;
    }

    public void Flush()
    {
        output.Write(buffer.AsSpan(0, length));
        length = 0;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    /// <summary>UTF-8 text as the inside of a JSON string; the text itself where nothing needs escaping.</summary>
    public static ReadOnlyMemory<byte> Escape(ReadOnlyMemory<byte> text) => text.Span.ContainsAnyExcept(Unescaped)
        ? JsonEncodedText.Encode(text.Span, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.ToArray()
        : text;

    private static readonly SearchValues<byte> Unescaped = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x7f - 0x20).Select(b => (byte)b).Where(b => b is not ((byte)'"' or (byte)'\\'))]);
}
