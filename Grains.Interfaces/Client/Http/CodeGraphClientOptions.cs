namespace CodeGraph.Client;

/// <summary>Where a gateway is, and how it is asked.</summary>
public sealed class CodeGraphClientOptions
{
    /// <summary>Of the gateway: <c>http://127.0.0.1:7411</c>. Default: that.</summary>
    public Uri BaseAddress { get; set; } = new("http://127.0.0.1:7411");

    /// <summary>An API key, sent as a bearer token. Default: none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Gives the bearer token of each request, for tokens that expire; stands above <see cref="ApiKey"/>. Default: none.</summary>
    public Func<CancellationToken, ValueTask<string>>? Token { get; set; }

    /// <summary>How often a request is sent in all while the gateway answers that it has no time (429, 503). Default: 4.</summary>
    public int Attempts { get; set; } = 4;

    /// <summary>The wait before the second attempt, where the gateway names none; each further one doubles it. A random half of it is left out. Default: 250 milliseconds.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait. Where the gateway asks for a longer one, its refusal is told instead. Default: 30 seconds.</summary>
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a request may take until its answer begins, waits included. Default: 2 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Sends the requests, for proxies, certificates and sockets of one's own; not disposed with the client. Default: a handler with compression.</summary>
    public HttpMessageHandler? Handler { get; set; }

    /// <exception cref="ArgumentException">A value means nothing.</exception>
    internal void Validate()
    {
        if (BaseAddress is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            throw new ArgumentException($"'{BaseAddress}' is no address of a gateway; give one like http://127.0.0.1:7411.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Attempts, nameof(Attempts));
        ArgumentOutOfRangeException.ThrowIfLessThan(FirstDelay, TimeSpan.Zero, nameof(FirstDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestDelay, FirstDelay, nameof(LongestDelay));
    }
}
