using CodeGraph.Gateway.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace CodeGraph.Gateway.Tests;

public sealed class RequiredRoleTests
{
    [Fact]
    public async Task Every_endpoint_says_which_role_it_takes()
    {
        await using var app = GatewayHost.Build(new GatewayOptions { DataFolder = Path.GetTempPath() });

        var silent = ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).Where(e => e.Metadata.GetMetadata<RequiredRole>() is null).Select(e => e.DisplayName);

        Assert.Empty(silent);
    }
}
