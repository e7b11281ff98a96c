using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Grains;
using Orleans.Storage;

namespace CodeGraph.Silo;

/// <summary>State as the JSON that the embedded runtime writes too: without names of types, so that a later version may move them.</summary>
internal sealed class StateSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, TypeOf<T?>()));

    public T? Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize(input.ToMemory().Span, TypeOf<T?>());

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)StateJson.Default.Options.GetTypeInfo(typeof(T));
}
