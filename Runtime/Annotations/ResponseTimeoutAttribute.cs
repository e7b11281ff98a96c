using System.Globalization;

namespace Orleans;

/// <summary>On an interface or its method: how long a caller waits for the response, instead of the host-wide response timeout.</summary>
/// <param name="timeout">A time span such as "00:05:00".</param>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Method)]
public sealed class ResponseTimeoutAttribute(string timeout) : Attribute
{
    /// <summary>The timeout; positive, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> to wait for as long as it takes.</summary>
    public TimeSpan? Timeout { get; } = TimeSpan.Parse(timeout, CultureInfo.InvariantCulture);
}
