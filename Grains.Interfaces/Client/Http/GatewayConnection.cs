using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Grains.Json;

namespace CodeGraph.Client;

/// <summary>Requests to a gateway, with who asks, and its answers or exceptions.</summary>
internal sealed class GatewayConnection : IDisposable
{
    private const string NdJson = "application/x-ndjson";

    private readonly CodeGraphClientOptions options;
    private readonly HttpClient client;

    public GatewayConnection(CodeGraphClientOptions options, TimeProvider time)
    {
        options.Validate();
        this.options = options;
        var sender = options.Handler ?? new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.All, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        client = new(new RetryHandler(options, time, sender), disposeHandler: options.Handler is null) { Timeout = options.Timeout };
        client.DefaultRequestHeaders.UserAgent.Add(new("codegraph-sdk", typeof(GatewayConnection).Assembly.GetName().Version?.ToString(3)));
    }

    /// <summary>An answer.</summary>
    public async Task<T> Get<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var response = await Expect(await Send(HttpMethod.Get, path, null, null, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        return await Read(response, type, cancellation).ConfigureAwait(false);
    }

    /// <summary>An answer to a request with a body.</summary>
    public async Task<T> Post<TBody, T>(string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var response = await Expect(await Send(HttpMethod.Post, path, Content(body, bodyType), null, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        return await Read(response, type, cancellation).ConfigureAwait(false);
    }

    /// <summary>An answer to a question, also where it says that there is none.</summary>
    public async Task<T> Ask<TQuery, T>(string path, TQuery query, JsonTypeInfo<TQuery> queryType, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        using var response = await Send(HttpMethod.Post, path, Content(query, queryType), null, cancellation).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
            return await Read(response, type, cancellation).ConfigureAwait(false);
        var problem = await GatewayProblem.Read(response, cancellation).ConfigureAwait(false);
        return problem.Answer(type) ?? throw problem.ToException();
    }

    /// <summary>Removes something, about which nothing is left to say.</summary>
    public async Task Delete(string path, CancellationToken cancellation) =>
        (await Expect(await Send(HttpMethod.Delete, path, null, null, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false)).Dispose();

    /// <summary>Ends something, and what there is to say about it.</summary>
    public async Task<T> Delete<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var response = await Expect(await Send(HttpMethod.Delete, path, null, null, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        return await Read(response, type, cancellation).ConfigureAwait(false);
    }

    /// <summary>The lines of an answer as they come; <paramref name="unanswered"/> where it is one that says that there is none.</summary>
    public async IAsyncEnumerable<T> Lines<T>(
        HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, Action<GatewayProblem>? unanswered, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var response = await Send(method, path, content, NdJson, cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            var problem = await GatewayProblem.Read(response, cancellation).ConfigureAwait(false);
            (unanswered ?? (p => throw p.ToException()))(problem);
            yield break;
        }
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await foreach (var line in JsonSerializer.DeserializeAsyncEnumerable(stream, type, topLevelValues: true, cancellation).ConfigureAwait(false))
            yield return line!;
    }

    public static HttpContent Content<T>(T body, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public void Dispose() => client.Dispose();

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, HttpContent? content, string? accept, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(options.BaseAddress, path)) { Content = content };
        request.Headers.Accept.Add(new(accept ?? "application/json"));
        if ((options.Token is { } token ? await token(cancellation).ConfigureAwait(false) : options.ApiKey) is { } key)
            request.Headers.Authorization = new("Bearer", key);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
    }

    private static async Task<HttpResponseMessage> Expect(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw (await GatewayProblem.Read(response, cancellation).ConfigureAwait(false)).ToException();
    }

    private static async Task<T> Read<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        return await JsonSerializer.DeserializeAsync(stream, type, cancellation).ConfigureAwait(false)
            ?? throw new CodeGraphRequestException(response.StatusCode, null, "The gateway's answer is empty: is there a gateway at that address?");
    }
}
