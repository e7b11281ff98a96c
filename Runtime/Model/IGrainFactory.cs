using Orleans.Runtime;

namespace Orleans;

/// <summary>Hands out references to grains. A reference is cheap, never null, and the grain it names is activated by the first call.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain with a Guid key.</summary>
    /// <param name="primaryKey">The grain's key.</param>
    /// <param name="grainClassNamePrefix">Chooses among several grain classes by the beginning of the full class name.</param>
    /// <exception cref="ArgumentException">No grain class implements the interface, or several do.</exception>
    TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithGuidKey;

    /// <inheritdoc cref="GetGrain{TGrainInterface}(Guid, string?)"/>
    TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithIntegerKey;

    /// <inheritdoc cref="GetGrain{TGrainInterface}(Guid, string?)"/>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithStringKey;

    /// <inheritdoc cref="GetGrain{TGrainInterface}(Guid, string?)"/>
    IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey);

    /// <inheritdoc cref="GetGrain{TGrainInterface}(Guid, string?)"/>
    IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey);

    /// <inheritdoc cref="GetGrain{TGrainInterface}(Guid, string?)"/>
    IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey);

    /// <summary>A reference to the grain with this identity, seen through <typeparamref name="TGrainInterface"/>.</summary>
    TGrainInterface GetGrain<TGrainInterface>(GrainId grainId) where TGrainInterface : IAddressable;
}
