namespace Orleans.Runtime;

/// <summary>Names grains by interface and key.</summary>
internal sealed class GrainFactory(GrainRuntime runtime) : IClusterClient
{
    public IServiceProvider ServiceProvider => runtime.Services;

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey =>
        (TGrainInterface)(object)Create(typeof(TGrainInterface), GrainIdKeyExtensions.CreateGuidKey(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        (TGrainInterface)(object)Create(typeof(TGrainInterface), GrainIdKeyExtensions.CreateIntegerKey(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        (TGrainInterface)(object)Create(typeof(TGrainInterface), StringKey(primaryKey), grainClassNamePrefix);

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) =>
        (IGrain)Create(grainInterfaceType, GrainIdKeyExtensions.CreateGuidKey(grainPrimaryKey), null);

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) =>
        (IGrain)Create(grainInterfaceType, GrainIdKeyExtensions.CreateIntegerKey(grainPrimaryKey), null);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => (IGrain)Create(grainInterfaceType, StringKey(grainPrimaryKey), null);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => (TGrainInterface)(object)runtime.CreateReference(typeof(TGrainInterface), grainId);

    private static IdSpan StringKey(string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return IdSpan.Create(key);
    }

    private GrainReference Create(Type grainInterface, IdSpan key, string? classNamePrefix) =>
        runtime.CreateReference(grainInterface, new(runtime.Catalog.ClassOf(grainInterface, classNamePrefix).GrainType, key));
}
