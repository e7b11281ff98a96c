using CodeGraph.Client;
using CodeGraph.Grains;

namespace CodeGraph.Gateway.Events;

/// <summary>Begins listening for the caller of a request.</summary>
internal sealed class EventListeners(EventFeed feed, IServiceScopeFactory scopes, IHttpContextAccessor http)
{
    private const int LongestShown = 100;

    /// <param name="context">The request that listens.</param>
    /// <param name="repository">The only repository of interest; null for all.</param>
    /// <param name="cancellation">Ends the wait for the first events.</param>
    /// <exception cref="RepositoryNotFoundException">There is no such repository.</exception>
    public async Task<EventReader> Begin(HttpContext context, string? repository, CancellationToken cancellation)
    {
        if (repository is not null)
            await context.RequestServices.GetRequiredService<ICodeGraph>().GetRepository(repository, cancellation);
        return new(await feed.Log.WaitAsync(cancellation), repository, name => RoleIn(context, name));
    }

    /// <returns>Null for none.</returns>
    /// <exception cref="FormatException">It is no id of an event.</exception>
    public static EventPosition? Parse(string? id) => string.IsNullOrEmpty(id) ? null : EventPosition.TryParse(id) ?? throw new FormatException(
        $"'{(id.Length > LongestShown ? id[..LongestShown] : id)}' is no id of an event: give that of the last event received as it is, or none.");

    /// <summary>By a scope of its own each time: what a request knew of its caller at its beginning may be hours old.</summary>
    private RepositoryRole RoleIn(HttpContext context, string repository)
    {
        // SignalR calls a hub outside of the request that the connection began with.
        if (http.HttpContext != context)
            http.HttpContext = context;
        using var scope = scopes.CreateScope();
        return scope.ServiceProvider.GetRequiredService<IRepositoryAccess>().RoleIn(repository);
    }
}
