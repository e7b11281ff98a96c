using System.Security.Claims;
using CodeGraph.Client;
using CodeGraph.Grains.Accounts;

namespace CodeGraph.Gateway.Security;

/// <summary>
/// Who asks, with what they may do at this moment. A feature of the request, so that every scope made for it (a batch, a hub) has the same caller.
/// </summary>
/// <param name="Access">What they may do.</param>
/// <param name="Session">The session they signed in to; null for an API key.</param>
/// <param name="Key">The id of the API key they showed; null for a session.</param>
internal sealed record Caller(UserAccess Access, string? Session, string? Key)
{
    public const string Scheme = "Bearer";

    /// <summary>Null where the request shows no valid token or key.</summary>
    public static Caller? Of(HttpContext? context) => context?.Features.Get<Caller>();

    public static IRepositoryAccess AccessOf(HttpContext? context) => Of(context)?.Access ?? (IRepositoryAccess)NoAccess.Instance;

    /// <summary>As a parameter of an endpoint that takes a known caller.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context));

    /// <summary>For code that is not the gateway's own, which knows callers by their claims.</summary>
    public ClaimsPrincipal ToPrincipal() => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, Access.Id), new(ClaimTypes.Name, Access.Name)], Scheme));
}
