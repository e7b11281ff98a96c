using System.CommandLine;
using System.Runtime.CompilerServices;
using CodeGraph.Cli.Output;
using CodeGraph.Gateway;

namespace CodeGraph.Cli.Commands;

internal sealed class ServeCommand : Command
{
    private readonly Option<string[]> urls = new("--urls")
    {
        Description = $"Addresses to listen on. Default: {GatewayOptions.DefaultUrl}.",
        HelpName = "url",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int?> port = new("--port", "-p") { Description = "Port on 127.0.0.1; 0 picks a free one.", HelpName = "0..65535" };
    private readonly Option<bool> allowRemote = new("--allow-remote")
    {
        Description = "Be reached from other machines, by an address or through a proxy. Callers then need accounts.",
    };

    private readonly Option<bool> accounts = new("--accounts") { Description = "Let nobody in without an account, on loopback too." };

    private readonly Option<bool> watch = new("--watch") { Description = "Watch the folders of all repositories, and answer what their files say as they change." };

    private readonly List<Option<string?>> operation = [.. OperationOptions()];
    private readonly Option<bool> json = new(CommandLine.Options.Json) { Description = "Print the addresses as one JSON document." };

    public ServeCommand()
        : base("serve", "Serve the graph over HTTP until Ctrl-C: REST (/openapi/v1.json), GraphQL, MCP, live events.")
    {
        Options.Add(urls);
        Options.Add(port);
        Options.Add(allowRemote);
        Options.Add(accounts);
        Options.Add(watch);
        foreach (var option in operation)
            Options.Add(option);
        Options.Add(json);
        port.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var port) && port is < 0 or > 65535)
                result.AddError("--port must be between 0 and 65535.");
        });
        Validators.Add(result =>
        {
            if (result.GetValue(port) is not null && result.GetValue(urls) is { Length: > 0 })
                result.AddError("Give --port or --urls, not both.");
        });
        SetAction(Run);
    }

    private Task<int> Run(ParseResult arguments, CancellationToken cancellation)
    {
        var options = new GatewayOptions { AllowRemote = arguments.GetValue(allowRemote), Accounts = arguments.GetValue(accounts), Watch = arguments.GetValue(watch) };
        if (arguments.GetValue(urls) is { Length: > 0 } given)
            options.Urls = given;
        else if (arguments.GetValue(port) is { } chosen)
            options.Urls = [$"http://127.0.0.1:{chosen}"];
        foreach (var option in operation)
        {
            if (arguments.GetValue(option) is { } value)
                OperationArguments.Apply(options, option.Name, value);
        }
        return Serve(options, arguments.GetValue(json) ? PrintJson : null, cancellation);
    }

    /// <summary>Understood by <see cref="OperationArguments"/>, which is not asked before one is given: the gateway is not loaded for the other commands.</summary>
    private static IEnumerable<Option<string?>> OperationOptions() =>
    [
        Operation("--rate-limit", "requests", "Requests a second that a user, a key and an address may each send; 0 for any number. Default: 20, and any number on loopback."),
        Operation("--query-seconds", "seconds", "How long a question may take before it is answered with 504. Default: 30."),
        Operation("--audit-days", "days", "Days that entries of the audit log are kept at least. Default: for ever."),
        Operation("--log-format", "text|json", "Log lines as text or as JSON documents. Default: text."),
        Operation("--log-level", "level", "Least level of log lines: trace, debug, information, warning, error. Default: warning."),
        Operation("--graphql-cost", "cost", "Highest estimated cost of a GraphQL request. Default: 250000."),
        Operation("--graphql-depth", "fields", "Most fields below one another in a GraphQL request. Default: 24."),
        Operation("--graphql-tokens", "tokens", "Most tokens of a GraphQL document. Default: 15000."),
        Operation("--metrics-from", "networks", "Networks that may read /metrics without being an administrator, as 10.0.0.0/8, separated by commas. Default: none."),
        Operation("--proxies", "networks", "Proxies before the gateway, as 127.0.0.1 or 10.0.0.0/8, separated by commas, whose X-Forwarded-For is believed. Default: none."),
    ];

    private static Option<string?> Operation(string name, string value, string description) => new(name)
    {
        Description = description,
        HelpName = value,
        Validators =
        {
            result =>
            {
                if (result.Tokens is [{ Value: var given }] && OperationArguments.Apply(new GatewayOptions(), name, given) is { } fault)
                    result.AddError($"{name} {fault}, and was given '{given}'.");
            },
        },
    };

    private static void PrintJson(IReadOnlyList<string> addresses) => JsonOutput.Write(new ServeDocument(addresses), CliJson.Default.ServeDocument);

    /// <summary>Apart, so that no other command loads ASP.NET.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<int> Serve(GatewayOptions options, Action<IReadOnlyList<string>>? announce, CancellationToken cancellation) =>
        GatewayHost.Run(options, announce, cancellation);
}
