using System.Text.Json;
using CodeGraph.Gateway.GraphQL.Language;

namespace CodeGraph.Gateway.GraphQL.Execution;

/// <summary>A response as JSON (section 7 of the specification).</summary>
internal static class ResponseWriter
{
    /// <summary>A response to an operation that was executed: it has <c>data</c>, be it null.</summary>
    public static void Write(Utf8JsonWriter writer, ExecutionResult result)
    {
        writer.WriteStartObject();
        WriteErrors(writer, result.Errors);
        writer.WritePropertyName("data");
        WriteValue(writer, result.Data);
        writer.WriteEndObject();
    }

    /// <summary>A response to a request that was not executed.</summary>
    public static void WriteRefusal(Utf8JsonWriter writer, IReadOnlyList<GraphQLError> errors)
    {
        writer.WriteStartObject();
        WriteErrors(writer, errors);
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case ObjectResult result:
                writer.WriteStartObject();
                for (var i = 0; i < result.Values.Length; i++)
                {
                    writer.WritePropertyName(result.Plan.Fields[i].ResponseKey);
                    WriteValue(writer, result.Values[i]);
                }

                writer.WriteEndObject();
                break;
            case ListResult list:
                writer.WriteStartArray();
                foreach (var item in list.Values)
                    WriteValue(writer, item);
                writer.WriteEndArray();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            default:
                throw new InvalidOperationException($"A scalar gave a {value.GetType().Name}, which is no leaf of a response.");
        }
    }

    private static void WriteErrors(Utf8JsonWriter writer, IReadOnlyList<GraphQLError> errors)
    {
        if (errors.Count == 0)
            return;
        writer.WriteStartArray("errors");
        foreach (var error in errors)
            WriteError(writer, error);
        writer.WriteEndArray();
    }

    private static void WriteError(Utf8JsonWriter writer, GraphQLError error)
    {
        writer.WriteStartObject();
        writer.WriteString("message", error.Message);
        if (error.Locations.Count > 0)
        {
            writer.WriteStartArray("locations");
            foreach (var (line, column) in error.Locations)
            {
                writer.WriteStartObject();
                writer.WriteNumber("line", line);
                writer.WriteNumber("column", column);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (error.Path is { } path)
        {
            writer.WriteStartArray("path");
            foreach (var key in path)
                WriteValue(writer, key);
            writer.WriteEndArray();
        }

        if (error.Extensions is { } extensions)
        {
            writer.WritePropertyName("extensions");
            JsonSerializer.Serialize(writer, extensions, ExtensionsJson.Options);
        }

        writer.WriteEndObject();
    }
}
