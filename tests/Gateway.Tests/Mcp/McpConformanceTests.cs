using System.Diagnostics;
using System.Reflection;

namespace CodeGraph.Gateway.Tests.Mcp;

/// <summary>
/// The protocol's own conformance suite, all of its scenarios for servers. Those in <c>expected-failures.yml</c> call tools, prompts and resources that only the suite's own
/// example server has; the suite fails as well where one of them passes.
/// </summary>
public sealed class McpConformanceTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private static readonly string Folder = typeof(McpConformanceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Conformance").Value!;

    [Fact]
    public async Task The_conformance_suite_finds_what_it_expects()
    {
        var results = Directory.CreateTempSubdirectory("codegraph-conformance-");
        try
        {
            using var suite = Process.Start(new ProcessStartInfo("node",
            [
                Path.Combine(Folder, "node_modules/@modelcontextprotocol/conformance/dist/index.js"), "server", "--url", new Uri(gateway.Client.BaseAddress!, "/mcp").ToString(), "--suite", "all",
                "--expected-failures", Path.Combine(Folder, "expected-failures.yml"), "--output-dir", results.FullName,
            ])
            { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = suite.StandardError.ReadToEndAsync();
            var output = await suite.StandardOutput.ReadToEndAsync();
            await suite.WaitForExitAsync();

            Assert.True(suite.ExitCode == 0, output + await errors);
            Assert.Contains("✓ server-initialize", output, StringComparison.Ordinal);
        }
        finally
        {
            results.Delete(recursive: true);
        }
    }
}
