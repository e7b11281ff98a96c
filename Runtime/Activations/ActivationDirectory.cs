using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>Which target serves an identity now. At most one at a time: a new one is made only after the old one has left.</summary>
internal sealed class ActivationDirectory
{
    private readonly ConcurrentDictionary<GrainId, GrainTarget> targets = new();

    internal IEnumerable<GrainTarget> Targets => targets.Select(entry => entry.Value);

    internal int Count => targets.Count;

    internal GrainTarget? Find(GrainId grainId) => targets.GetValueOrDefault(grainId);

    internal GrainTarget FindOrAdd(GrainId grainId, GrainRuntime runtime)
    {
        if (targets.TryGetValue(grainId, out var target)) return target;
        var grainClass = runtime.Catalog.ClassOf(grainId.Type);
        return targets.GetOrAdd(
            grainId,
            grainClass.MaxWorkers > 0 ? new StatelessWorkerPool(runtime, grainClass, grainId) : new GrainActivation(runtime, grainClass, grainId));
    }

    internal void Remove(GrainActivation activation) => targets.TryRemove(new(activation.GrainId, activation));

    internal void Remove(GrainId grainId) => targets.TryRemove(grainId, out _);
}
