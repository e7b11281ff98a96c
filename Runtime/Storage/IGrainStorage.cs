using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Keeps the records of grains. Registered by name as a keyed service.</summary>
public interface IGrainStorage
{
    /// <summary>Fills <paramref name="grainState"/>; a missing record leaves a new state, no ETag and RecordExists false.</summary>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Stores the state and sets its new ETag.</summary>
    /// <exception cref="InconsistentStateException">The stored ETag differs from that of <paramref name="grainState"/>.</exception>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Removes the record.</summary>
    /// <exception cref="InconsistentStateException">The stored ETag differs from that of <paramref name="grainState"/>.</exception>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <inheritdoc cref="ReadStateAsync{T}(string, GrainId, IGrainState{T})"/>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ReadStateAsync(stateName, grainId, grainState);

    /// <inheritdoc cref="WriteStateAsync{T}(string, GrainId, IGrainState{T})"/>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        WriteStateAsync(stateName, grainId, grainState);

    /// <inheritdoc cref="ClearStateAsync{T}(string, GrainId, IGrainState{T})"/>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ClearStateAsync(stateName, grainId, grainState);
}
