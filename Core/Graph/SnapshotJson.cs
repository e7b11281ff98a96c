using System.Text.Json.Serialization;

namespace CodeGraph.Graph;

/// <summary>Generated serialisation of what a snapshot says about itself.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SnapshotProperties))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
