namespace CodeGraph.Gateway.Tests.Mcp;

/// <summary>
/// The protocol's own conformance suite, all of its scenarios for servers. Those in <c>expected-failures.yml</c> call tools, prompts and resources that only the suite's own
/// example server has; the suite fails as well where one of them passes.
/// </summary>
public sealed class McpConformanceTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task The_conformance_suite_finds_what_it_expects()
    {
        var results = Directory.CreateTempSubdirectory("codegraph-conformance-");
        try
        {
            var (exitCode, output, errors) = await Node.Run("Mcp/Conformance", "node_modules/@modelcontextprotocol/conformance/dist/index.js",
                "server", "--url", new Uri(gateway.Client.BaseAddress!, "/mcp").ToString(), "--suite", "all",
                "--expected-failures", "expected-failures.yml", "--output-dir", results.FullName);

            Assert.True(exitCode == 0, output + errors);
            Assert.Contains("✓ server-initialize", output, StringComparison.Ordinal);
        }
        finally
        {
            results.Delete(recursive: true);
        }
    }
}
