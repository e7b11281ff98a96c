namespace Orleans;

/// <summary>What code outside grains injects to call grains. In one process it is the same object as <see cref="IGrainFactory"/>.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>The host's services.</summary>
    IServiceProvider ServiceProvider { get; }
}
