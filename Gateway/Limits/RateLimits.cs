using System.Globalization;
using System.Threading.RateLimiting;
using CodeGraph.Client;
using CodeGraph.Gateway.Problems;
using CodeGraph.Gateway.Security;
using Microsoft.AspNetCore.RateLimiting;

namespace CodeGraph.Gateway.Limits;

/// <summary>
/// How often one caller may ask: a token bucket for each key, each user who signed in, and each address that nobody known asks from. A request counts for the narrowest of
/// them alone, so that no key takes what its user may ask, and no user what others behind the same address may. All keys of a user share a bucket besides, a larger one.
/// </summary>
internal static class RateLimits
{
    private const string Nobody = "";

    /// <summary>What all keys of a user together may ask, in shares of one: making more keys gives no more.</summary>
    private const int KeysOfUser = 5;

    public static IServiceCollection AddLimits(this IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton<IQueryGate, QueryGate>();
        return services.AddRateLimiter(limiter =>
        {
            var rate = options.Limits.RequestsPerSecond ?? (options.AllowRemote ? 20 : 0);
            if (rate > 0)
            {
                limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                    Buckets(BearerOf, rate, options.Limits.Burst),
                    Buckets(context => Caller.Of(context) is { Key: not null } caller ? caller.Access.Id : null, rate * KeysOfUser, Math.Min(options.Limits.Burst, int.MaxValue / KeysOfUser) * KeysOfUser));
            }
            limiter.OnRejected = Refuse;
        });
    }

    /// <summary>Whom a request counts for. Ids of keys and users are random, and no address looks like one.</summary>
    private static string? BearerOf(HttpContext context) =>
        Caller.Of(context) is { } caller ? caller.Key ?? caller.Access.Id : CallerAddress.Of(context.Connection.RemoteIpAddress);

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
