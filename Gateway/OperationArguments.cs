using System.Globalization;
using System.Net;

namespace CodeGraph.Gateway;

/// <summary>The arguments that say how a gateway is run, each with a value; the same for the gateway's own program and <c>codegraph serve</c>.</summary>
public static class OperationArguments
{
    public const string Usage =
        "[--rate-limit <requests>] [--query-seconds <seconds>] [--audit-days <days>] [--log-format text|json] [--log-level <level>] [--metrics-from <networks>] [--proxies <networks>] [--graphql-cost <cost>] [--graphql-depth <fields>] [--graphql-tokens <tokens>]";

    private const string NoNetworks = "takes addresses or networks such as 192.0.2.7, 10.0.0.0/8 or fd00::/8, separated by commas";

    public static bool IsKnown(string name) => name is
        "--rate-limit" or "--query-seconds" or "--audit-days" or "--log-format" or "--log-level" or "--metrics-from" or "--proxies" or "--graphql-cost" or "--graphql-depth" or "--graphql-tokens";

    /// <summary>Sets the option that an argument names.</summary>
    /// <returns>What is wrong with the value; null where nothing is.</returns>
    /// <exception cref="ArgumentException">There is no such argument.</exception>
    public static string? Apply(GatewayOptions options, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(options);
        return name switch
        {
            "--rate-limit" => Number(value, 0, out var rate) ? Set(() => options.Limits.RequestsPerSecond = rate) : "takes a number of requests, 0 or more",
            "--query-seconds" => Number(value, 0.001, out var seconds) ? Set(() => options.Limits.QueryTime = TimeSpan.FromSeconds(seconds)) : "takes a number of seconds",
            "--audit-days" => Number(value, 1, out var days) ? Set(() => options.AuditRetention = TimeSpan.FromDays(days)) : "takes a number of days, 1 or more",
            "--log-format" => value is "text" or "json" ? Set(() => options.JsonLogs = value == "json") : "takes text or json",
            "--log-level" => Level(value, out var level) ? Set(() => options.LogLevel = level) : "takes trace, debug, information, warning or error",
            "--metrics-from" => Networks(value) is { } networks ? Set(() => options.MetricsNetworks = networks) : NoNetworks,
            "--proxies" => Networks(value) is { } proxies ? Set(() => options.Proxies = proxies) : NoNetworks,
            "--graphql-cost" => Count(value, out var cost) ? Set(() => options.GraphQL.MaxCost = cost) : "takes a whole number, 1 or more",
            "--graphql-depth" => Count(value, out var depth) ? Set(() => options.GraphQL.MaxDepth = depth) : "takes a whole number, 1 or more",
            "--graphql-tokens" => Count(value, out var tokens) ? Set(() => options.GraphQL.MaxTokens = tokens) : "takes a whole number, 1 or more",
            _ => throw new ArgumentException($"'{name}' is no argument.", nameof(name)),
        };

        static string? Set(Action set)
        {
            set();
            return null;
        }
    }

    private static bool Number(string text, double least, out double number)
    {
        const double most = 1_000_000;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
    }

    private static bool Count(string text, out int count) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count >= 1;

    private static bool Level(string text, out LogLevel level) =>
        Enum.TryParse(text, ignoreCase: true, out level) && level is >= LogLevel.Trace and <= LogLevel.Error && !char.IsAsciiDigit(text[0]);

    private static List<IPNetwork>? Networks(string text)
    {
        var networks = new List<IPNetwork>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (IPNetwork.TryParse(part, out var network))
                networks.Add(network);
            else if (IsWritten(part) && IPAddress.TryParse(part, out var address))
                networks.Add(new(address, address.GetAddressBytes().Length * 8));
            else
                return null;
        }
        return networks;
    }

    /// <summary>In full: 10 would be read as 0.0.0.10.</summary>
    private static bool IsWritten(string address) => address.Contains(':', StringComparison.Ordinal) || address.Count(c => c == '.') == 3;
}
