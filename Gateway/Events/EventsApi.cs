using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Client;
using CodeGraph.Gateway.Security;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Events;

/// <summary>What happens to repositories, as it happens: server-sent events, and the same over SignalR.</summary>
internal static class EventsApi
{
    public static IServiceCollection AddEvents(this IServiceCollection services)
    {
        services.AddSingleton<EventFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<EventFeed>());
        services.AddSingleton<EventListeners>();

        // In a cluster every process tells of its jobs itself, and records are in a database.
        if (services.Any(s => s.ServiceType == typeof(IRecordClock)))
            services.AddHostedService<ForeignJobs>();
        services.AddSingleton<EventStreamWriter>();

        // It logs as an error of the server whatever a client asks in vain.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.Critical));
        services.AddSignalR().AddJsonProtocol(json =>
        {
            GraphJson.Configure(json.PayloadSerializerOptions);
            json.PayloadSerializerOptions.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
        });
        return services;
    }

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/events", Listen).Requires(RepositoryRole.Reader).WithTags("Events").WithName("GetEvents").ProducesProblem(400).ProducesProblem(404)
            .Produces<string>(contentType: MediaTypes.EventStream)
            .WithSummary("Registered, progress, indexed, failed, cancelled, removed: as they happen, as server-sent events. Last-Event-ID goes on where a connection ended.");
        routes.MapHub<EventsHub>("/hubs/events").Requires(RepositoryRole.Reader);
    }

    private static async Task Listen([AsParameters] EventParameters wanted, EventListeners listeners, EventStreamWriter writer, HttpContext context)
    {
        var after = ParseId(wanted.LastEventId);
        var reader = await listeners.Begin(context, wanted.Repository, context.RequestAborted);
        EventStream.Begin(context);
        await writer.Write(reader, after, context.Response.Body, context.RequestAborted);
    }

    private static EventPosition? ParseId(string? id)
    {
        try
        {
            return EventListeners.Parse(id);
        }
        catch (FormatException exception)
        {
            throw new BadHttpRequestException(exception.Message);
        }
    }
}

public sealed record EventParameters(
    [property: Description("Only events of this repository."), StringLength(1024)] [FromQuery(Name = "repository")] string? Repository,
    [property: Description("The last event received; those after it are sent first."), StringLength(200)] [FromHeader(Name = "Last-Event-ID")] string? LastEventId);
