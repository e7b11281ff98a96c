using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CodeGraph.Grains.Json;

/// <param name="Type"><c>answer</c>: the first line.</param>
public sealed record AnswerLine(string Type, AnswerSource Source, Resolution Resolution);

/// <param name="Type"><c>relation</c>: a line each.</param>
public sealed record RelationLine(string Type, RelationInfo Relation);

/// <param name="Type"><c>end</c>: the last line. Without it the answer was cut off.</param>
/// <param name="Total">Relations that were found.</param>
/// <param name="Truncated">Whether fewer were written, as a limit said.</param>
public sealed record EndLine(string Type, int Total, bool Truncated, int OtherTiers, Uncertainty Uncertainty);

/// <summary>A streamed answer as JSON lines: what it is about, a relation a line, and the counts.</summary>
public static class RelationLines
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 2048 };

    /// <summary>Writes an answer as it comes, and lets go of each part.</summary>
    /// <param name="parts">The answer in parts.</param>
    /// <param name="output">Where to; not closed.</param>
    /// <param name="limit">Most relations to write; they are counted to the end in any case.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>The resolution, which says whether a symbol was found.</returns>
    public static async Task<Resolution> Write(IAsyncEnumerable<RelationsAnswer> parts, Stream output, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(output);
        var buffer = new ArrayBufferWriter<byte>();
        RelationsAnswer? last = null;
        var written = 0;
        await foreach (var part in parts.WithCancellation(cancellation))
        {
            if (last is null)
                Line(buffer, new("answer", part.Source, part.Resolution), GraphJson.Default.AnswerLine);
            foreach (var relation in part.Relations.Take(limit - written))
            {
                Line(buffer, new("relation", relation), GraphJson.Default.RelationLine);
                written++;
            }
            await output.WriteAsync(buffer.WrittenMemory, cancellation);
            buffer.ResetWrittenCount();
            last = part;
        }
        var end = last ?? throw new InvalidOperationException("An answer has at least one part.");
        if (end.Resolution.Match == Match.Found)
            Line(buffer, new("end", end.Total, written < end.Total, end.OtherTiers, end.Uncertainty), GraphJson.Default.EndLine);
        await output.WriteAsync(buffer.WrittenMemory, cancellation);
        return end.Resolution;
    }

    private static void Line<T>(ArrayBufferWriter<byte> buffer, T line, JsonTypeInfo<T> type)
    {
        using (var writer = new Utf8JsonWriter(buffer, Options))
            JsonSerializer.Serialize(writer, line, type);
        buffer.Write("\n"u8);
    }
}
