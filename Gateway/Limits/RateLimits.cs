using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using CodeGraph.Client;
using CodeGraph.Gateway.Problems;
using CodeGraph.Gateway.Security;
using Microsoft.AspNetCore.RateLimiting;

namespace CodeGraph.Gateway.Limits;

/// <summary>How often one caller may ask: a token bucket for the address, the user and the key, all of which have to have a token left.</summary>
internal static class RateLimits
{
    private const string Nobody = "";

    public static IServiceCollection AddLimits(this IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton<IQueryGate, QueryGate>();
        return services.AddRateLimiter(limiter =>
        {
            var rate = options.Limits.RequestsPerSecond ?? (options.IsRemote ? 20 : 0);
            if (rate > 0)
            {
                limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                    Buckets(context => AddressOf(context.Connection.RemoteIpAddress), rate, options.Limits.Burst),
                    Buckets(context => Caller.Of(context)?.Access.Id, rate, options.Limits.Burst),
                    Buckets(context => Caller.Of(context)?.Key, rate, options.Limits.Burst));
            }
            limiter.OnRejected = Refuse;
        });
    }

    private static PartitionedRateLimiter<HttpContext> Buckets(Func<HttpContext, string?> keyOf, double rate, int burst) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => keyOf(context) is { Length: > 0 } key
            ? RateLimitPartition.GetTokenBucketLimiter(key, _ => BucketOf(rate, burst))
            : RateLimitPartition.GetNoLimiter(Nobody));

    /// <summary>A whole number of tokens every so often, no shorter than a tenth of a second.</summary>
    private static TokenBucketRateLimiterOptions BucketOf(double rate, int burst)
    {
        var tokens = Math.Max(1, (int)(rate / 10));
        return new() { TokenLimit = burst, TokensPerPeriod = tokens, ReplenishmentPeriod = TimeSpan.FromSeconds(tokens / rate), QueueLimit = 0 };
    }

    /// <summary>One subscriber has a whole /64 of IPv6 (RFC 6177), so that is one caller.</summary>
    private static string? AddressOf(IPAddress? address)
    {
        if (address is null)
            return null;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private static async ValueTask Refuse(OnRejectedContext rejected, CancellationToken cancellation)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        var problem = GatewayProblems.TooManyRequests(wait);
        var response = rejected.HttpContext.Response;
        response.StatusCode = problem.Status!.Value;
        response.Headers.RetryAfter = GatewayProblems.WholeSeconds(wait).ToString(CultureInfo.InvariantCulture);
        await TypedResults.Problem(problem).ExecuteAsync(rejected.HttpContext);
    }
}
