using System.Buffers;
using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CodeGraph.Grains.Json;

/// <summary>
/// A long answer as JSON lines, written while it is found. The first line has the type <c>answer</c> and says what it is about, then comes a line for each result, whose
/// type is the name of the one member that it has besides, and at last one of the type <c>end</c> with the counts. Without an <c>end</c> the answer was cut off.
/// </summary>
/// <typeparam name="TAnswer">A record of <see cref="GraphJson"/>.</typeparam>
public sealed class AnswerLines<TAnswer>
    where TAnswer : class
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 2048 };
    private static readonly string[] About = ["source", "resolution"];

    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly JsonTypeInfo answer = GraphJson.Default.GetTypeInfo(typeof(TAnswer))!;
    private readonly JsonPropertyInfo list;
    private readonly JsonTypeInfo element;
    private readonly string item;

    /// <param name="list">The member of the answer that holds the results: <c>relations</c>.</param>
    /// <param name="item">What a result is called: <c>relation</c>.</param>
    public AnswerLines(string list, string item)
    {
        this.item = item;
        this.list = answer.Properties.Single(p => p.Name == list);
        element = GraphJson.Default.GetTypeInfo(this.list.PropertyType.GetGenericArguments()[0])!;
    }

    /// <summary>Writes an answer as it comes, and lets go of each part.</summary>
    /// <param name="parts">The answer in parts: lists that follow one another, and the counts of the last.</param>
    /// <param name="output">Where to; flushed after each part, not closed.</param>
    /// <param name="limit">Most results to write; they are counted to the end in any case.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>The last part, which says whether a symbol was found.</returns>
    public async Task<TAnswer> Write(IAsyncEnumerable<TAnswer> parts, Stream output, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(output);
        TAnswer? last = null;
        var (written, found) = (0, 0);
        await foreach (var part in parts.WithCancellation(cancellation))
        {
            if (last is null)
                Line("answer", writer => WriteMembers(writer, part, p => About.Contains(p.Name)));
            foreach (var result in (IEnumerable)list.Get!(part)!)
            {
                if (found++ < limit)
                    Line(item, writer => WriteMember(writer, item, result, element));
            }
            written = Math.Min(found, limit);
            await Flush(output, cancellation);
            last = part;
        }
        var end = last ?? throw new InvalidOperationException("An answer has at least one part.");
        if (IsFound(end))
            Line("end", writer => WriteMembers(writer, end, p => p != list && !About.Contains(p.Name), written < found));
        await Flush(output, cancellation);
        return end;
    }

    private bool IsFound(TAnswer end) => answer.Properties.FirstOrDefault(p => p.PropertyType == typeof(Resolution))?.Get!(end) is not Resolution { Match: not Match.Found };

    /// <param name="cut">Whether there were more results than were written.</param>
    private void WriteMembers(Utf8JsonWriter writer, TAnswer part, Func<JsonPropertyInfo, bool> wanted, bool cut = false)
    {
        foreach (var member in answer.Properties.Where(wanted))
        {
            if (cut && member.Name == "truncated")
                writer.WriteBoolean(member.Name, true);
            else
                WriteMember(writer, member.Name, member.Get!(part), GraphJson.Default.GetTypeInfo(member.PropertyType)!);
        }
    }

    private static void WriteMember(Utf8JsonWriter writer, string name, object? value, JsonTypeInfo type)
    {
        writer.WritePropertyName(name);
        JsonSerializer.Serialize(writer, value, type);
    }

    private void Line(string type, Action<Utf8JsonWriter> write)
    {
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            write(writer);
            writer.WriteEndObject();
        }
        buffer.Write("\n"u8);
    }

    private async Task Flush(Stream output, CancellationToken cancellation)
    {
        await output.WriteAsync(buffer.WrittenMemory, cancellation);
        await output.FlushAsync(cancellation);
        buffer.ResetWrittenCount();
    }
}
