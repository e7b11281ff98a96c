using System.CommandLine;
using System.Runtime.CompilerServices;
using CodeGraph.Cli.Output;
using CodeGraph.Gateway;

namespace CodeGraph.Cli.Commands;

internal sealed class ServeCommand : Command
{
    private readonly Option<string[]> _urls = new("--urls")
    {
        Description = $"Addresses to listen on. Default: {GatewayOptions.DefaultUrl}.",
        HelpName = "url",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int?> _port = new("--port", "-p") { Description = "Port on 127.0.0.1; 0 picks a free one.", HelpName = "0..65535" };
    private readonly Option<bool> _allowRemote = new("--allow-remote")
    {
        Description = "Allow addresses other than loopback. There is no authentication yet: whoever reaches the port can read every file this user can.",
    };

    private readonly Option<bool> _json = new(CommandLine.Options.Json) { Description = "Print the addresses as one JSON document." };

    public ServeCommand()
        : base("serve", "Serve the graph over HTTP (REST, /openapi/v1.json) until Ctrl-C.")
    {
        Options.Add(_urls);
        Options.Add(_port);
        Options.Add(_allowRemote);
        Options.Add(_json);
        _port.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var port) && port is < 0 or > 65535)
                result.AddError("--port must be between 0 and 65535.");
        });
        Validators.Add(result =>
        {
            if (result.GetValue(_port) is not null && result.GetValue(_urls) is { Length: > 0 })
                result.AddError("Give --port or --urls, not both.");
        });
        SetAction(Run);
    }

    private Task<int> Run(ParseResult arguments, CancellationToken cancellation)
    {
        var options = new GatewayOptions { AllowRemote = arguments.GetValue(_allowRemote) };
        if (arguments.GetValue(_urls) is { Length: > 0 } urls)
            options.Urls = urls;
        else if (arguments.GetValue(_port) is { } port)
            options.Urls = [$"http://127.0.0.1:{port}"];
        return Serve(options, arguments.GetValue(_json) ? PrintJson : null, cancellation);
    }

    private static void PrintJson(IReadOnlyList<string> addresses) => JsonOutput.Write(new ServeDocument(addresses), CliJson.Default.ServeDocument);

    /// <summary>Apart, so that no other command loads ASP.NET.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<int> Serve(GatewayOptions options, Action<IReadOnlyList<string>>? announce, CancellationToken cancellation) =>
        GatewayHost.Run(options, announce, cancellation);
}
