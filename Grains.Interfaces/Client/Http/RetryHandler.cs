using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace CodeGraph.Client;

/// <summary>Sends a request again that the gateway had no time for: when it says, and else after waits that grow, each with a random part so that clients come one by one.</summary>
internal sealed class RetryHandler(CodeGraphClientOptions options, TimeProvider time, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Refusals that another attempt does not change.</summary>
    private static readonly string[] Lasting = ["urn:codegraph:problem:not-indexed", "urn:codegraph:problem:source-unreadable"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) || attempt == options.Attempts)
                return response;
            var delay = DelayOf(response.Headers.RetryAfter, attempt);
            if (delay > options.LongestDelay || await IsLasting(response, cancellationToken).ConfigureAwait(false))
                return response;
            response.Dispose();
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private TimeSpan DelayOf(RetryConditionHeaderValue? wanted, int attempt)
    {
        // What the gateway asks for is the least: clients that it refused together should not come back together.
        if ((wanted?.Delta ?? (wanted?.Date - time.GetUtcNow())) is { } least)
            return (least > TimeSpan.Zero ? least : TimeSpan.Zero) + (options.FirstDelay * Random.Shared.NextDouble());
        var full = options.FirstDelay * Math.Pow(2, attempt - 1);
        return (full < options.LongestDelay ? full : options.LongestDelay) * (0.5 + (Random.Shared.NextDouble() / 2));
    }

    private static async Task<bool> IsLasting(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return false;
        await response.Content.LoadIntoBufferAsync(cancellation).ConfigureAwait(false);
        using var problem = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false), cancellationToken: cancellation).ConfigureAwait(false);
        (await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false)).Position = 0;
        return problem.RootElement.TryGetProperty("type", out var type) && Lasting.Contains(type.GetString());
    }
}
