using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace CodeGraph.Grains;

/// <summary>What silos and clients in different processes must agree on.</summary>
public static class CodeGraphWireExtensions
{
    /// <summary>Lets the engines' exceptions cross between processes with their type, message and cause. They are plain .NET and declare no serializer.</summary>
    public static IServiceCollection AddCodeGraphWire(this IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(exceptions => exceptions.SupportedNamespacePrefixes.Add(nameof(CodeGraph) + "."));
}
