using System.Net.Sockets;
using System.Text.Json.Serialization;
using CodeGraph.Client;
using CodeGraph.Gateway.Accounts;
using CodeGraph.Gateway.Audit;
using CodeGraph.Gateway.Batch;
using CodeGraph.Gateway.Caching;
using CodeGraph.Gateway.Events;
using CodeGraph.Gateway.GraphQL.Http;
using CodeGraph.Gateway.Health;
using CodeGraph.Gateway.Limits;
using CodeGraph.Gateway.Mcp.Http;
using CodeGraph.Gateway.Observability;
using CodeGraph.Gateway.OpenApi;
using CodeGraph.Gateway.Problems;
using CodeGraph.Gateway.Repositories;
using CodeGraph.Gateway.Security;
using CodeGraph.Gateway.Snapshots;
using CodeGraph.Grains.Json;
using CodeGraph.Silo;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CodeGraph.Gateway;

/// <summary>The gateway as a program, and as a part of <c>codegraph serve</c>.</summary>
public static class GatewayHost
{
    private const int Success = 0;
    private const int Usage = 2;
    private const int Failure = 3;

    /// <summary>Runs with the arguments <c>--urls &lt;url&gt;[;&lt;url&gt;]</c> <c>--allow-remote</c>, <c>--accounts</c>, <c>--watch</c> and <see cref="OperationArguments"/>; ends with an exit code.</summary>
    public static Task<int> Run(string[] arguments)
    {
        var options = new GatewayOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--allow-remote")
            {
                options.AllowRemote = true;
            }
            else if (arguments[i] == "--accounts")
            {
                options.Accounts = true;
            }
            else if (arguments[i] == "--watch")
            {
                options.Watch = true;
            }
            else if (arguments[i] == "--urls" && i + 1 < arguments.Length)
            {
                options.Urls = arguments[++i].Split(';', StringSplitOptions.RemoveEmptyEntries);
            }
            else if (i + 1 < arguments.Length && OperationArguments.IsKnown(arguments[i]))
            {
                if (OperationArguments.Apply(options, arguments[i], arguments[++i]) is { } fault)
                {
                    Console.Error.WriteLine($"{arguments[i - 1]} {fault}, and was given '{arguments[i]}'.");
                    return Task.FromResult(Usage);
                }
            }
            else
            {
                Console.Error.WriteLine($"'{arguments[i]}' is not understood. Usage: [--urls <url>[;<url>]] [--allow-remote] [--accounts] [--watch] {OperationArguments.Usage}");
                return Task.FromResult(Usage);
            }
        }

        return Run(options, announce: null, CancellationToken.None);
    }

    /// <summary>Serves until it is told to stop; ends with an exit code.</summary>
    /// <param name="options">Where to listen.</param>
    /// <param name="announce">Told the addresses once requests are served; null to print them.</param>
    /// <param name="cancellation">Ends the service.</param>
    public static async Task<int> Run(GatewayOptions options, Action<IReadOnlyList<string>>? announce, CancellationToken cancellation)
    {
        try
        {
            options.Validate();
        }
        catch (ArgumentException exception)
        {
            Console.Error.WriteLine("codegraph: " + exception.Message);
            return Usage;
        }

        if (options.IsRemote)
            Console.Error.WriteLine("codegraph: reachable from other machines over plain HTTP, in which passwords and tokens can be read on the way: put a proxy with TLS before it.");
        await using var app = Build(options);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException exception)
        {
            Console.Error.WriteLine($"codegraph: {exception.Message} Give another --urls or --port.");
            return Failure;
        }
        catch (SocketException exception)
        {
            Console.Error.WriteLine($"codegraph: cannot listen on {string.Join(", ", options.Urls)}: {exception.Message}. Give another --urls or --port.");
            return Failure;
        }

        announce ??= addresses => Console.Out.WriteLine(
            $"codegraph serves {string.Join(" and ", addresses)} (REST under /api/v1, described at /openapi/v1.json; GraphQL at /graphql, MCP at /mcp); Ctrl-C stops it");
        announce(AddressesOf(app));
        if (options.HasAccounts)
            await PrintSetupToken(app, cancellation);
        await app.WaitForShutdownAsync(cancellation);
        return Success;
    }

    /// <summary>The composed application, not yet started.</summary>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public static WebApplication Build(GatewayOptions options)
    {
        options.Validate();

        // Empty, since the usual builder reads appsettings.json of the current folder, which may be anybody's repository.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(GatewayHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseKestrelCore().UseUrls([.. options.Urls]).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxRequestBodyBytes;
            options.Limits.ApplyTo(kestrel.Limits);
        });
        builder.AddObservability(options);
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton<IHostLifetime, SignalLifetime>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        services.AddRouting();
        services.AddValidation();
        services.AddGatewayProblems();
        services.AddHttpContextAccessor();
        services.AddSingleton(options.Time);
        services.AddAccounts(options);
        services.AddAudit();
        services.AddCodeGraphClientOverGrains();
        services.AddQuestions();
        services.AddAnswerCompression();
        services.AddLimits(options);
        services.AddMcp();
        services.Configure<RouteHandlerOptions>(routing => routing.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json =>
        {
            GraphJson.Configure(json.SerializerOptions);
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
            json.SerializerOptions.RespectNullableAnnotations = true;

            // A member that is misspelt or given twice would be left out in silence.
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.AllowDuplicateProperties = false;
        });
        services.AddOpenApi("v1", api => api.Describe());
        services.AddGraphQL(options);
        services.AddCodeGraphSilo(silo => (silo.DataFolder, silo.Audit.Retention, silo.Jobs, silo.MeasureCalls) = (options.DataFolder, options.AuditRetention, options.Jobs, true));
        services.AddEvents();

        // After the grains, so that it ends before them: its last word is an entry of the audit log.
        services.AddHostedService<RefusalCounts>();

        if (options.Watch)
            services.AddHostedService<FollowedRepositories>();

        var app = builder.Build();
        app.UseForwardedCallers(options);
        app.UseRequestIds();
        app.UseMiddleware<RequestTextGuard>();
        if (!options.HasAccounts)
            app.UseMiddleware<LoopbackGuard>();
        app.UseResponseCompression();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseCallers(options);

        // Before anything is refused, so that refusals are limited as well.
        app.UseRateLimiter();
        app.UseRoles(options);
        app.UseMiddleware<QueryParameterGuard>();
        app.MapOpenApi("/openapi/{documentName}.json").Requires(RepositoryRole.None, RoleScope.Server);
        app.MapHealth();
        app.MapRepositories();
        app.MapStore();
        app.MapBatch();
        app.MapSearch();
        app.MapSymbols();
        app.MapRelations();
        app.MapFiles();
        app.MapAnalyses();
        app.MapGraphQL();
        app.MapAccounts(options);
        app.MapAudit();
        app.MapMetrics();
        app.MapMcp();
        app.MapEvents();
        return app;
    }

    private static async Task PrintSetupToken(WebApplication app, CancellationToken cancellation)
    {
        await using var scope = app.Services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().Open(cancellation) is not { } token)
            return;
        Console.Error.WriteLine($"codegraph: there is no user yet. For {FirstAdministrator.Lifetime.TotalHours} hours, and once, this makes the first administrator:");
        Console.Error.WriteLine($$"""curl {{AddressesOf(app)[0]}}/api/v1/auth/setup --json '{"token":"{{token}}","name":"...","password":"..."}'""");
    }

    /// <summary>The addresses a started gateway listens on, with the ports it was given.</summary>
    public static IReadOnlyList<string> AddressesOf(WebApplication app) =>
        [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];
}
