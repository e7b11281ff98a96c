using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CodeGraph.Gateway.Limits;

/// <summary>How much one caller, and all together, may ask.</summary>
public sealed class LimitOptions
{
    /// <summary>
    /// Requests that a key, a user who signed in, and an address that nobody known asks from may each send in a second over time; 0 for any number. Default: null,
    /// which is any number where only this machine can ask, and 20 elsewhere.
    /// </summary>
    public double? RequestsPerSecond { get; set; }

    /// <summary>Requests that may come at once after a pause. Default: 100.</summary>
    public int Burst { get; set; } = 100;

    /// <summary>Heavy questions (analyses, text search, impact, deep walks) that are answered at a time. Default: one a processor, two at least.</summary>
    public int HeavyQueries { get; set; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>Heavy questions that wait for their turn; more are refused with 503. Default: 32.</summary>
    public int WaitingHeavyQueries { get; set; } = 32;

    /// <summary>How long a question may take, its wait included. Then its work is ended, and it is answered with 504. Default: 30 seconds.</summary>
    public TimeSpan QueryTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Connections at a time; more are closed at once. Default: 2,000.</summary>
    public int Connections { get; set; } = 2000;

    /// <summary>Most bytes of a request's headers. Default: 32 KiB.</summary>
    public int HeaderBytes { get; set; } = 32 * 1024;

    /// <summary>Most headers of a request. Default: 100.</summary>
    public int Headers { get; set; } = 100;

    /// <summary>Most bytes of a request line, so of an address. Default: 16 KiB.</summary>
    public int RequestLineBytes { get; set; } = 16 * 1024;

    /// <summary>How long the headers of a request may take to come. Default: 15 seconds.</summary>
    public TimeSpan HeaderTime { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a body may be slower than 240 bytes a second. Default: 5 seconds.</summary>
    public TimeSpan SlowBodyTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <exception cref="ArgumentException">A limit lets nothing through.</exception>
    public void Validate()
    {
        if (RequestsPerSecond is < 0 || RequestsPerSecond is { } rate && !double.IsFinite(rate))
            throw new ArgumentException($"{nameof(RequestsPerSecond)} is {RequestsPerSecond}; give a number of requests, or 0 for no limit.");
        foreach (var (name, value) in (ReadOnlySpan<(string, int)>)
        [
            (nameof(Burst), Burst), (nameof(HeavyQueries), HeavyQueries), (nameof(Connections), Connections), (nameof(HeaderBytes), HeaderBytes), (nameof(Headers), Headers),
            (nameof(RequestLineBytes), RequestLineBytes),
        ])
        {
            if (value < 1)
                throw new ArgumentException($"{name} is {value}, which lets nothing through; give 1 or more.");
        }
        if (WaitingHeavyQueries < 0)
            throw new ArgumentException($"{nameof(WaitingHeavyQueries)} is {WaitingHeavyQueries}; give 0 to let none wait, or more.");
        foreach (var (name, value) in (ReadOnlySpan<(string, TimeSpan)>)[(nameof(QueryTime), QueryTime), (nameof(HeaderTime), HeaderTime), (nameof(SlowBodyTime), SlowBodyTime)])
        {
            if (value <= TimeSpan.Zero)
                throw new ArgumentException($"{name} is {value}, which lets nothing through; give some time.");
        }
    }

    internal void ApplyTo(KestrelServerLimits server)
    {
        server.MaxConcurrentConnections = Connections;
        server.MaxConcurrentUpgradedConnections = Connections;
        server.MaxRequestHeadersTotalSize = HeaderBytes;
        server.MaxRequestHeaderCount = Headers;
        server.MaxRequestLineSize = RequestLineBytes;
        if (server.MaxRequestBufferSize < RequestLineBytes)
            server.MaxRequestBufferSize = RequestLineBytes;
        server.RequestHeadersTimeout = HeaderTime;
        server.MinRequestBodyDataRate = new(bytesPerSecond: 240, SlowBodyTime);
    }
}
