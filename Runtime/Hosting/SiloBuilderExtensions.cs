using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Storage, filters and options of a host's grains.</summary>
public static class SiloBuilderExtensions
{
    /// <summary>The storage that <c>[PersistentState(name)]</c> means when it names none.</summary>
    public const string DefaultStorageName = "Default";

    /// <summary>Changes options, such as <see cref="GrainCollectionOptions"/> or <see cref="SiloMessagingOptions"/>.</summary>
    public static ISiloBuilder Configure<TOptions>(this ISiloBuilder builder, Action<TOptions> configureOptions)
        where TOptions : class
    {
        builder.Services.Configure(configureOptions);
        return builder;
    }

    /// <summary>Registers services that grains take.</summary>
    public static ISiloBuilder ConfigureServices(this ISiloBuilder builder, Action<IServiceCollection> configureDelegate)
    {
        configureDelegate(builder.Services);
        return builder;
    }

    /// <summary>Registers a storage that keeps records in files, one a record; <see cref="FileGrainStorageOptions.Folder"/> is required.</summary>
    public static ISiloBuilder AddFileGrainStorage(this ISiloBuilder builder, string name, Action<FileGrainStorageOptions> configureOptions)
    {
        builder.Services.AddOptions<FileGrainStorageOptions>(name)
            .Configure(configureOptions)
            .Validate(options => !string.IsNullOrWhiteSpace(options.Folder), $"Grain storage '{name}' needs a Folder.")
            .ValidateOnStart();
        return builder.AddGrainStorage(
            name, (services, key) => new FileGrainStorage(services.GetRequiredService<IOptionsMonitor<FileGrainStorageOptions>>().Get(key)));
    }

    /// <summary>Registers a storage that lasts as long as the process.</summary>
    public static ISiloBuilder AddMemoryGrainStorage(this ISiloBuilder builder, string name) =>
        builder.AddGrainStorage(name, static (_, _) => new MemoryGrainStorage(new FileGrainStorageOptions().Json));

    /// <summary>Registers the default storage, which lasts as long as the process.</summary>
    public static ISiloBuilder AddMemoryGrainStorageAsDefault(this ISiloBuilder builder) => builder.AddMemoryGrainStorage(DefaultStorageName);

    /// <summary>Registers a storage of the host's own.</summary>
    public static ISiloBuilder AddGrainStorage(this ISiloBuilder builder, string name, Func<IServiceProvider, string, IGrainStorage> create)
    {
        builder.Services.TryAddKeyedSingleton(name, (services, key) => create(services, (string)key!));
        return builder;
    }

    /// <summary>Adds a filter around every grain call.</summary>
    public static ISiloBuilder AddIncomingGrainCallFilter(this ISiloBuilder builder, IIncomingGrainCallFilter filter)
    {
        builder.Services.AddSingleton(filter);
        return builder;
    }

    /// <summary>Adds a filter around every grain call.</summary>
    public static ISiloBuilder AddIncomingGrainCallFilter<TImplementation>(this ISiloBuilder builder)
        where TImplementation : class, IIncomingGrainCallFilter
    {
        builder.Services.AddSingleton<IIncomingGrainCallFilter, TImplementation>();
        return builder;
    }

    /// <summary>Adds a filter around every grain call.</summary>
    public static ISiloBuilder AddIncomingGrainCallFilter(this ISiloBuilder builder, IncomingGrainCallFilterDelegate filter) =>
        builder.AddIncomingGrainCallFilter(new DelegateFilter(filter));

    private sealed class DelegateFilter(IncomingGrainCallFilterDelegate filter) : IIncomingGrainCallFilter
    {
        public Task Invoke(IIncomingGrainCallContext context) => filter(context);
    }
}
