using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>What the runtime knows of one grain class.</summary>
internal sealed class GrainClass
{
    private readonly GrainConstructor constructor;

    internal GrainClass(Type type)
    {
        Type = type;
        GrainType = GrainType.Create(type.GetCustomAttribute<GrainTypeAttribute>()?.GrainType ?? DefaultName(type));
        Reentrant = type.IsDefined(typeof(ReentrantAttribute));
        MaxWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers ?? 0;
        CollectionAge = type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.Amount;
        OverridesOnActivate = Overrides(type, nameof(IGrainBase.OnActivateAsync));
        OverridesOnDeactivate = Overrides(type, nameof(IGrainBase.OnDeactivateAsync));
        constructor = new(type);
    }

    internal Type Type { get; }

    internal string Name => Type.Name;

    internal GrainType GrainType { get; }

    internal bool Reentrant { get; }

    /// <summary>How many stateless workers one identity may have; zero for a grain with one activation.</summary>
    internal int MaxWorkers { get; }

    internal TimeSpan? CollectionAge { get; }

    internal bool OverridesOnActivate { get; }

    internal bool OverridesOnDeactivate { get; }

    /// <summary>Constructs the grain; the records it was given are added to <paramref name="states"/>, still unread.</summary>
    internal object CreateInstance(GrainActivation activation, List<IActivationState> states) => constructor.Invoke(activation, states);

    /// <summary>Orleans' rule: the class name without a trailing "Grain", in lower case, without generic arity.</summary>
    private static string DefaultName(Type type)
    {
        const string suffix = "Grain";
        var name = type.Name;
        if (name.IndexOf('`', StringComparison.Ordinal) is > 0 and var arity) name = name[..arity];
        if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal)) name = name[..^suffix.Length];
        return name.ToLowerInvariant();
    }

    private static bool Overrides(Type type, string name)
    {
        var map = type.GetInterfaceMap(typeof(IGrainBase));
        var index = Array.FindIndex(map.InterfaceMethods, method => method.Name == name);
        var declaring = map.TargetMethods[index]?.DeclaringType;
        return declaring != typeof(Grain) && declaring != typeof(IGrainBase);
    }
}
