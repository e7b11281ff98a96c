using CodeGraph.Client;
using CodeGraph.Model;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Configuration;

namespace CodeGraph.Grains;

/// <summary>What silos and clients in different processes must agree on.</summary>
public static class CodeGraphWireExtensions
{
    /// <summary>
    /// Lets the engines' exceptions cross between processes with their type, message and cause. They are plain .NET and declare no serializer; so are the enumerations that
    /// stand in lists and dictionaries, whose names are on the wire.
    /// </summary>
    public static IServiceCollection AddCodeGraphWire(this IServiceCollection services)
    {
        services.Configure<ExceptionSerializationOptions>(exceptions => exceptions.SupportedNamespacePrefixes.Add(nameof(CodeGraph) + "."));
        return services.Configure<TypeManifestOptions>(types =>
        {
            foreach (var type in (Type[])[typeof(RepositoryRole), typeof(SymbolKind), typeof(Language)])
                types.AddAllowedType(type);
        });
    }
}
