namespace Orleans.Core
{
    /// <summary>One stored record of a grain.</summary>
    public interface IStorage
    {
        /// <summary>The version of the record that was last read or written; null when there is none.</summary>
        string? Etag { get; }

        /// <summary>Whether the record exists in storage.</summary>
        bool RecordExists { get; }

        /// <summary>Removes the record and resets the state.</summary>
        /// <exception cref="Storage.InconsistentStateException">Another writer changed the record.</exception>
        Task ClearStateAsync();

        /// <summary>Writes the state. When the task completes, the state is stored; after a failure the state in memory is as it was set.</summary>
        /// <exception cref="Storage.InconsistentStateException">Another writer changed the record.</exception>
        Task WriteStateAsync();

        /// <summary>Replaces the state by what is stored, or by a new object when nothing is.</summary>
        Task ReadStateAsync();

        /// <inheritdoc cref="ClearStateAsync()"/>
        Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

        /// <inheritdoc cref="WriteStateAsync()"/>
        Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

        /// <inheritdoc cref="ReadStateAsync()"/>
        Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
    }

    /// <summary>One stored record of a grain, typed.</summary>
    public interface IStorage<TState> : IStorage
    {
        /// <summary>The state in memory. Never null once the grain is activated, unless it was set so.</summary>
        TState State { get; set; }
    }
}

namespace Orleans.Runtime
{
    /// <summary>
    /// A record injected into a grain's constructor with <see cref="PersistentStateAttribute"/>. It is read before OnActivateAsync.
    /// <typeparamref name="TState"/> needs a parameterless constructor for the state of a grain that has stored nothing yet.
    /// </summary>
    public interface IPersistentState<TState> : Core.IStorage<TState>;
}
