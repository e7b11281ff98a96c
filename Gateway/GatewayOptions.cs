using System.Net;
using CodeGraph.Gateway.GraphQL;
using CodeGraph.Gateway.Limits;
using CodeGraph.Grains;
using CodeGraph.Grains.Audit;

namespace CodeGraph.Gateway;

/// <summary>Where the gateway listens and whom it lets in.</summary>
public sealed class GatewayOptions
{
    public const string DefaultUrl = "http://127.0.0.1:7411";

    /// <summary>Addresses to listen on, plain HTTP; port 0 picks a free one. Default: <see cref="DefaultUrl"/>.</summary>
    public IReadOnlyList<string> Urls { get; set; } = [DefaultUrl];

    /// <summary>Whether the gateway is to be reached from other machines, by its own address or through a proxy. Callers then need accounts. Default: false.</summary>
    public bool AllowRemote { get; set; }

    /// <summary>Whether callers need accounts on loopback too. Default: false, whoever reaches the port may do everything.</summary>
    public bool Accounts { get; set; }

    /// <summary>Whether the folders of registered repositories are watched, and indexed when files change. Default: false.</summary>
    public bool Watch { get; set; }

    /// <summary>How much one caller, and all together, may ask.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>What a GraphQL request may take.</summary>
    public GraphQLLimits GraphQL { get; set; } = new();

    /// <summary>How many index jobs run at a time, what they keep in memory, and how patient they are with remote repositories. Default: an eighth of the memory that there is may be kept.</summary>
    public IndexJobOptions Jobs { get; set; } = new() { KeptMemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8 };

    /// <summary>Most bytes of a request's body. Default: 64 KiB.</summary>
    public int MaxRequestBodyBytes { get; set; } = 64 * 1024;

    /// <summary>Most bytes of answers that are held to be sent again; 0 for none. Default: 64 MiB.</summary>
    public long AnswerCacheBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long running requests may take to end once the gateway is told to stop. Default: 10 seconds.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long entries of the audit log are kept at least, in whole days; null for ever. Default: for ever.</summary>
    public TimeSpan? AuditRetention { get; set; }

    /// <summary>
    /// Refusals of one caller within a minute that the audit log has an entry of its own for, and thirty times as many of all callers; the others are counted. Default: 10.
    /// </summary>
    public int RecordedRefusals { get; set; } = AuditRefusals.DefaultPerCaller;

    /// <summary>Least level of log lines. Default: warning.</summary>
    public LogLevel LogLevel { get; set; } = LogLevel.Warning;

    /// <summary>Whether log lines are JSON documents, with the id of the request. Default: false.</summary>
    public bool JsonLogs { get; set; }

    /// <summary>Collector of traces, metrics and logs (OTLP); null for none. Default: what <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says.</summary>
    public Uri? OtlpEndpoint { get; set; } =
        Uri.TryCreate(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"), UriKind.Absolute, out var endpoint) ? endpoint : null;

    /// <summary>Whether the collector is sent protocol buffers over HTTP instead of gRPC. Default: whether <c>OTEL_EXPORTER_OTLP_PROTOCOL</c> says <c>http/protobuf</c>.</summary>
    public bool OtlpOverHttp { get; set; } = Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL") == "http/protobuf";

    /// <summary>Addresses that may read <c>/metrics</c> without being an administrator. Default: none.</summary>
    public IReadOnlyList<IPNetwork> MetricsNetworks { get; set; } = [];

    /// <summary>
    /// Proxies before the gateway: of their connections, and of no others, <c>X-Forwarded-For</c> says who asks. Only with accounts, as without them a proxy would let
    /// everybody in. Default: none, every caller is whoever the connection comes from.
    /// </summary>
    public IReadOnlyList<IPNetwork> Proxies { get; set; } = [];

    /// <summary>Where the embedded graph is kept. Default: the folder of the command line, see <c>CODEGRAPH_HOME</c>.</summary>
    public string? DataFolder { get; set; }

    /// <summary>How often it is looked up, while an answer goes on, that its caller may still see it. Default: 10 seconds.</summary>
    public TimeSpan AccessCheckInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Whether callers need accounts.</summary>
    public bool HasAccounts => Accounts || AllowRemote;

    /// <summary>Whether any of the addresses can be reached from another machine.</summary>
    public bool IsRemote => Urls.Any(url => !IsLoopback(BindingAddress.Parse(url).Host));

    /// <exception cref="ArgumentException">An address is malformed, or not loopback without <see cref="AllowRemote"/>; proxies are named without accounts.</exception>
    public void Validate()
    {
        Limits.Validate();
        if (Proxies.Count > 0 && !HasAccounts)
            throw new ArgumentException("A proxy before a gateway without accounts would let everybody in who reaches the proxy. Give --allow-remote, and callers sign in with accounts; or no --proxies.");
        if (RecordedRefusals < 1)
            throw new ArgumentException($"{nameof(RecordedRefusals)} is {RecordedRefusals}; give 1 or more, as the log would tell of no refusal.");
        GraphQL.Validate();
        if (AuditRetention is { } retention && retention < TimeSpan.FromDays(1))
            throw new ArgumentException($"The audit log cannot be kept for {retention}: whole days are dropped. Give a day or more, or nothing to keep it for ever.");
        foreach (var url in Urls)
        {
            BindingAddress address;
            try
            {
                address = BindingAddress.Parse(url);
            }
            catch (FormatException)
            {
                throw new ArgumentException($"'{url}' is not an address to listen on; give one like {DefaultUrl}.");
            }

            if (address.Scheme != "http")
                throw new ArgumentException($"'{url}': the gateway speaks plain HTTP; put a proxy with TLS before it and give an http:// address.");
            if (!AllowRemote && !IsLoopback(address.Host))
            {
                throw new ArgumentException(
                    $"'{url}' can be reached from other machines. Give --allow-remote if that is meant, and callers sign in with accounts; or listen on 127.0.0.1.");
            }
        }
    }

    internal static bool IsLoopback(string host) =>
        host is "127.0.0.1" || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
