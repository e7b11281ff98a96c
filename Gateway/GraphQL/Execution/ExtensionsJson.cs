using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Grains.Json;

namespace CodeGraph.Gateway.GraphQL.Execution;

/// <summary>Extensions of errors are what problems of the REST API say too, in the same shapes.</summary>
internal static class ExtensionsJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        GraphJson.Configure(options);
        options.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
        options.MakeReadOnly();
        return options;
    }
}
