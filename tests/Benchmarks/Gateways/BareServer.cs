using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGraph.Benchmarks.Gateways;

/// <summary>The yardstick: the same server with a route of one parameter and an answer that is there already.</summary>
internal sealed class BareServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private BareServer(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    public static async Task<BareServer> Start(int bytes)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRouting();
        var app = builder.Build();
        var answer = new byte[bytes];
        Array.Fill(answer, (byte)' ');
        app.MapGet("/bare/{**id}", (string id, HttpContext context) =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = answer.Length;
            return context.Response.Body.WriteAsync(answer, context.RequestAborted).AsTask();
        });
        await app.StartAsync();
        return new(app);
    }

    public static IReadOnlyList<string> PathsOf(IReadOnlyList<string> ids) => [.. ids.Select(id => "/bare/" + string.Join('/', id.Split('/').Select(Uri.EscapeDataString)))];

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
