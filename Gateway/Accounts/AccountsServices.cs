using CodeGraph.Client;
using CodeGraph.Gateway.Security;
using Microsoft.AspNetCore.OpenApi;

namespace CodeGraph.Gateway.Accounts;

/// <summary>Who may ask: everybody who reaches a gateway on loopback, or users with accounts.</summary>
internal static class AccountsServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, GatewayOptions options)
    {
        if (!options.HasAccounts)
            return services.AddScoped<IRepositoryAccess>(_ => FullAccess.Instance);
        services.AddSingleton<Passwords>().AddSingleton<SignInWaits>().AddSingleton<SigningKeyRing>().AddSingleton<AccessTokens>().AddSingleton<CallerLookup>();
        services.AddScoped<FirstAdministrator>().AddScoped<Sessions>().AddScoped<Users>().AddScoped<Members>().AddScoped<ApiKeys>();

        // The core alone: the rest of ASP.NET's authentication would write keys of cookies, which there are none of, to the home folder.
        services.AddWebEncoders().AddTransient<CredentialHandler>();
        services.AddAuthenticationCore(authentication =>
        {
            authentication.DefaultScheme = Caller.Scheme;
            authentication.AddScheme<CredentialHandler>(Caller.Scheme, displayName: null);
        });
        services.Configure<OpenApiOptions>("v1", api => api.DescribeAccounts());
        return services.AddScoped(provider => Caller.AccessOf(provider.GetRequiredService<IHttpContextAccessor>().HttpContext));
    }

    /// <summary>Finds out who asks.</summary>
    public static void UseCallers(this WebApplication app, GatewayOptions options)
    {
        if (options.HasAccounts)
            app.UseAuthentication();
    }

    /// <summary>
    /// Lets callers do what they may. Nothing is granted to a browser by itself, as there are no cookies; so with accounts a web page of another origin is nobody, and CORS stays
    /// closed. Without, whatever comes from a web page is refused.
    /// </summary>
    public static void UseRoles(this WebApplication app, GatewayOptions options)
    {
        if (!options.HasAccounts)
            return;
        app.UseMiddleware<RoleAuthorization>();
        app.UseMiddleware<AccessWatch>();
    }

    public static void MapAccounts(this WebApplication app, GatewayOptions options)
    {
        if (!options.HasAccounts)
            return;
        app.MapSessions();
        app.MapUsers();
        app.MapMembers();
        app.MapKeys();
    }
}
