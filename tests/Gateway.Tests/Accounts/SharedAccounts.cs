namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>A gateway with accounts for tests that leave its clock and its administrator as they are.</summary>
public sealed class SharedAccounts : IAsyncLifetime
{
    internal AccountsServer Server { get; private set; } = null!;

    /// <summary>An administrator's access token.</summary>
    internal string Administrator { get; private set; } = "";

    public async Task InitializeAsync() => (Server, Administrator) = await AccountsServer.StartWithAdministrator();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
