using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using CodeGraph.Gateway.GraphQL.Execution;
using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;
using CodeGraph.Gateway.GraphQL.Validation;

namespace CodeGraph.Gateway.Tests.GraphQL;

/// <summary>A schema with everything that types can be, answered from JSON as <c>reference.mjs</c> answers it.</summary>
internal static class Kitchen
{
    public static readonly ParserLimits Limits = new(MaxTokens: 100_000, MaxNesting: 200);

    private static readonly JsonSerializerOptions AsJavaScript = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Definition { get; } = Read("Kitchen.graphql");

    public static GraphQLSchema Schema { get; } = Create();

    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Kitchen).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    /// <summary>What parsing and validation find wrong.</summary>
    public static IReadOnlyList<GraphQLError> Check(string text)
    {
        try
        {
            return DocumentValidator.Validate(Schema, Parser.Parse(text, Limits));
        }
        catch (GraphQLException exception)
        {
            return [exception.Error];
        }
    }

    /// <summary>The response as JSON.</summary>
    public static async Task<JsonElement> Execute(string text, string? operationName, JsonElement variables, JsonElement data, CancellationToken cancellation = default)
    {
        var document = Parser.Parse(text, Limits);
        var operation = document.Operations.Single(o => operationName is null || o.Name?.Value == operationName);
        var (values, errors) = VariableCoercion.Coerce(Schema, document, operation, variables);
        return errors.Count > 0
            ? await Refusal(errors)
            : await Execute(new(Schema, document, operation, values, data, NoServices.Instance, e => (e.Message, new Dictionary<string, object?>()), cancellation));
    }

    public static async Task<JsonElement> Execute(ExecutionRequest request)
    {
        var result = await Executor.Execute(request);
        return await Json(output => ResponseWriter.Write(output, result, CancellationToken.None));
    }

    public static Task<JsonElement> Refusal(IReadOnlyList<GraphQLError> errors) => Json(output => ResponseWriter.WriteRefusal(output, errors, CancellationToken.None));

    public static async Task<JsonElement> Json(Func<PipeWriter, Task> write)
    {
        using var stream = new MemoryStream();
        await write(PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true)));
        return JsonDocument.Parse(stream.ToArray(), new JsonDocumentOptions { MaxDepth = 2048 }).RootElement;
    }

    private static GraphQLSchema Create()
    {
        var schema = SchemaBuilder.Build(Definition);
        schema.TypeNameOf = value => value is JsonElement { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("__typename", out var name) ? name.GetString() : null;
        foreach (var type in schema.Types.Values.OfType<ObjectType>().Where(t => !t.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            foreach (var field in type.Fields.Values)
                field.Resolve = context => new(Answer(field, context));
        }

        return schema;
    }

    private static object? Answer(FieldDefinition field, FieldContext context)
    {
        if (context.Arguments.Count > 0)
            return JsonSerializer.Serialize(context.Arguments, AsJavaScript);
        return context.Source is JsonElement { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(field.Name, out var value) ? Plain(value) : null;
    }

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Array => value.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.Number => value.TryGetInt32(out var number) ? number : value.GetDouble(),
        _ => value.TryGetProperty("$error", out var message) ? new InvalidOperationException(message.GetString()) : value,
    };

    internal sealed class NoServices : IServiceProvider
    {
        public static NoServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
