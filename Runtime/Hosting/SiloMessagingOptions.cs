namespace Orleans.Configuration;

/// <summary>How calls behave.</summary>
public sealed class SiloMessagingOptions
{
    /// <summary>How long a caller waits for a response before it gets a <see cref="TimeoutException"/>. Default: 30 seconds.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
