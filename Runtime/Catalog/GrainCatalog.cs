using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Runtime;

/// <summary>The grain classes of the host's assemblies, and which of them implements an interface.</summary>
internal sealed class GrainCatalog
{
    private readonly Lazy<Type[]> types;
    private readonly ConcurrentDictionary<Type, GrainClass> classes = new();
    private readonly ConcurrentDictionary<GrainType, GrainClass> byGrainType = new();
    private readonly ConcurrentDictionary<Type, GrainClass> byInterface = new();

    /// <summary>Takes the assemblies; they are looked into when a grain is first named, which keeps the start of a host short.</summary>
    internal GrainCatalog(IEnumerable<Assembly> assemblies) =>
        types = new(() => [.. assemblies.Distinct().SelectMany(assembly => assembly.GetTypes()).Where(IsGrainClass)]);

    /// <summary>The class behind an interface.</summary>
    /// <exception cref="ArgumentException">There is none, or several and no prefix tells them apart.</exception>
    internal GrainClass ClassOf(Type grainInterface, string? classNamePrefix)
    {
        if (classNamePrefix is null && byInterface.TryGetValue(grainInterface, out var known)) return known;
        var candidates = types.Value.Where(grainInterface.IsAssignableFrom).ToArray();
        var matching = classNamePrefix is null
            ? candidates
            : [.. candidates.Where(type => type.FullName!.StartsWith(classNamePrefix, StringComparison.Ordinal))];

        // Orleans' convention: the class that is named like the interface is its main implementation.
        if (matching.Length > 1 && Array.FindAll(matching, type => $"I{type.Name}" == grainInterface.Name) is [var main]) matching = [main];
        if (matching.Length != 1)
        {
            throw new ArgumentException(matching.Length == 0
                ? $"No grain class implements {grainInterface}. Is its assembly given to AddEmbeddedGrains?"
                : $"Several grain classes implement {grainInterface}: {string.Join(", ", matching.Select(type => type.FullName))}. "
                    + "Give a class name prefix.");
        }

        var found = ClassFor(matching[0]);
        if (classNamePrefix is null) byInterface[grainInterface] = found;
        return found;
    }

    /// <summary>The class of an identity.</summary>
    /// <exception cref="ArgumentException">No class has this grain type.</exception>
    internal GrainClass ClassOf(GrainType grainType)
    {
        if (byGrainType.TryGetValue(grainType, out var known)) return known;
        foreach (var type in types.Value) ClassFor(type);
        return byGrainType.TryGetValue(grainType, out known)
            ? known
            : throw new ArgumentException($"No grain class has the grain type '{grainType}'.");
    }

    private static bool IsGrainClass(Type type) => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
        && typeof(IGrainBase).IsAssignableFrom(type) && typeof(IAddressable).IsAssignableFrom(type);

    private GrainClass ClassFor(Type type)
    {
        var grainClass = classes.GetOrAdd(type, static type => new(type));
        var registered = byGrainType.GetOrAdd(grainClass.GrainType, grainClass);
        return registered == grainClass
            ? grainClass
            : throw new OrleansConfigurationException(
                $"{registered.Type} and {type} have the same grain type '{grainClass.GrainType}'. Give one of them a [GrainType].");
    }
}
