using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using CodeGraph.Gateway.GraphQL.Language;

namespace CodeGraph.Gateway.GraphQL.Execution;

/// <summary>
/// A response as JSON (section 7 of the specification), sent on while it is written, so that a long one is in memory once. Without recursion: how deep it is does not matter.
/// </summary>
internal sealed class ResponseWriter : IDisposable
{
    private const int BytesToSend = 64 * 1024;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = int.MaxValue };

    private readonly PipeWriter output;
    private readonly Utf8JsonWriter json;
    private readonly CancellationToken cancellation;
    private readonly Stack<(ResultNode Node, int Next)> open = [];
    private long sent;

    private ResponseWriter(PipeWriter output, CancellationToken cancellation)
    {
        this.output = output;
        this.cancellation = cancellation;
        json = new(output, Options);
    }

    /// <summary>A response to an operation that was executed: it has <c>data</c>, be it null.</summary>
    public static async Task Write(PipeWriter output, ExecutionResult result, CancellationToken cancellation)
    {
        using var writer = new ResponseWriter(output, cancellation);
        writer.json.WriteStartObject();
        await writer.WriteErrors(result.Errors);
        writer.json.WritePropertyName("data");
        await writer.WriteData(result.Data);
        writer.json.WriteEndObject();
        await writer.Send();
    }

    /// <summary>A response to a request that was not executed.</summary>
    public static async Task WriteRefusal(PipeWriter output, IReadOnlyList<GraphQLError> errors, CancellationToken cancellation)
    {
        using var writer = new ResponseWriter(output, cancellation);
        writer.json.WriteStartObject();
        await writer.WriteErrors(errors);
        writer.json.WriteEndObject();
        await writer.Send();
    }

    public void Dispose() => json.Dispose();

    private async Task WriteData(ObjectResult? data)
    {
        Begin(data);
        while (open.TryPop(out var top))
        {
            var (node, next) = top;
            if (next == node.Values.Length)
            {
                End(node);
                continue;
            }

            open.Push((node, next + 1));
            if (node is ObjectResult result)
                json.WritePropertyName(result.Plan.Fields[next].ResponseKey);
            Begin(node.Values[next]);
            await SendWhereMuch();
        }
    }

    /// <summary>Writes a leaf, or the beginning of an object or list.</summary>
    private void Begin(object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case ResultNode node:
                if (node is ObjectResult)
                    json.WriteStartObject();
                else
                    json.WriteStartArray();
                open.Push((node, 0));
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            default:
                throw new InvalidOperationException($"A scalar gave a {value.GetType().Name}, which is no leaf of a response.");
        }
    }

    private void End(ResultNode node)
    {
        if (node is ObjectResult)
            json.WriteEndObject();
        else
            json.WriteEndArray();
    }

    private async Task WriteErrors(IReadOnlyList<GraphQLError> errors)
    {
        if (errors.Count == 0)
            return;
        json.WriteStartArray("errors");
        foreach (var error in errors)
        {
            WriteError(error);
            await SendWhereMuch();
        }

        json.WriteEndArray();
    }

    private void WriteError(GraphQLError error)
    {
        json.WriteStartObject();
        json.WriteString("message", error.Message);
        if (error.Locations.Count > 0)
            WriteLocations(error.Locations);
        if (error.Path is { } path)
        {
            json.WriteStartArray("path");
            foreach (var key in path)
                Begin(key);
            json.WriteEndArray();
        }

        if (error.Extensions is { } extensions)
        {
            json.WritePropertyName("extensions");
            JsonSerializer.Serialize(json, extensions, ExtensionsJson.Options);
        }

        json.WriteEndObject();
    }

    private void WriteLocations(IReadOnlyList<SourceLocation> locations)
    {
        json.WriteStartArray("locations");
        foreach (var (line, column) in locations)
        {
            json.WriteStartObject();
            json.WriteNumber("line", line);
            json.WriteNumber("column", column);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private ValueTask SendWhereMuch() => json.BytesCommitted + json.BytesPending - sent > BytesToSend ? Send() : default;

    private async ValueTask Send()
    {
        await json.FlushAsync(cancellation);
        sent = json.BytesCommitted;
        await output.FlushAsync(cancellation);
    }
}
