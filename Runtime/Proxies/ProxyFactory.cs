using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>Makes references: one class an interface, emitted when the interface is first used.</summary>
internal sealed class ProxyFactory
{
    private readonly ConcurrentDictionary<Type, Lazy<Func<GrainRuntime, GrainId, GrainReference>>> factories = new();

    internal GrainReference Create(Type grainInterface, GrainRuntime runtime, GrainId grainId) =>
        factories.GetOrAdd(grainInterface, static type => new(() => ProxyEmitter.Emit(type))).Value(runtime, grainId);
}
