using System.Net;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>Who may ask an endpoint.</summary>
internal enum Admission
{
    /// <summary>Anybody.</summary>
    Open,

    /// <summary>Whoever is known.</summary>
    Known,

    /// <summary>Whoever signed in with a password.</summary>
    SignedIn,

    /// <summary>Readers of the repository that the route names.</summary>
    Readers,

    /// <summary>Its maintainers.</summary>
    Maintainers,

    /// <summary>Its administrators.</summary>
    Owners,

    /// <summary>Administrators of the server.</summary>
    Administrators,
}

/// <summary>A request to an endpoint, and who may make it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Pattern">The route.</param>
/// <param name="Admission">Who may ask.</param>
/// <param name="Path">What is asked: a path whose <c>{name}</c> stands for a repository.</param>
/// <param name="Answer">What those who may ask are answered.</param>
/// <param name="Body">Of a request that has one.</param>
internal sealed record EndpointRow(string Method, string Pattern, Admission Admission, string Path, HttpStatusCode Answer = HttpStatusCode.OK, object? Body = null)
{
    /// <summary>Who may ask leaves nothing to ask about: only those who may not are asked for with the others, the rest by a test of its own.</summary>
    public bool EndsRepository { get; init; }
}

/// <summary>Every endpoint, REST first. GraphQL, MCP and events have their rows at the end; an endpoint without one fails the tests.</summary>
internal static class EndpointTable
{
    private const string Repository = "/api/v1/repositories/{name}";

    /// <summary>No password: what is refused for its form costs no hash.</summary>
    private static readonly object BadPassword = new { name = "user", password = "short" };

    public static IReadOnlyList<EndpointRow> Rows { get; } =
    [
        new("GET", "/health/live", Admission.Open, "/health/live"),
        new("GET", "/health/ready", Admission.Open, "/health/ready"),
        new("GET", "/openapi/{documentName}.json", Admission.Open, "/openapi/v1.json"),

        new("POST", "/api/v1/auth/setup", Admission.Open, "/api/v1/auth/setup", HttpStatusCode.BadRequest, BadPassword),
        new("POST", "/api/v1/auth/sign-in", Admission.Open, "/api/v1/auth/sign-in", HttpStatusCode.BadRequest, new { }),
        new("POST", "/api/v1/auth/refresh", Admission.Open, "/api/v1/auth/refresh", HttpStatusCode.BadRequest, new { }),
        new("POST", "/api/v1/auth/sign-out", Admission.Open, "/api/v1/auth/sign-out", HttpStatusCode.NoContent, new { refreshToken = "none" }),
        new("GET", "/api/v1/auth/me", Admission.Known, "/api/v1/auth/me"),
        new("POST", "/api/v1/auth/password", Admission.SignedIn, "/api/v1/auth/password", HttpStatusCode.BadRequest, new { }),
        new("POST", "/api/v1/auth/signing-keys", Admission.Administrators, "/api/v1/auth/signing-keys", HttpStatusCode.NoContent, new { revoke = false }),
        new("GET", "/api/v1/keys/", Admission.SignedIn, "/api/v1/keys"),
        new("POST", "/api/v1/keys/", Admission.SignedIn, "/api/v1/keys", HttpStatusCode.BadRequest, new { name = "" }),
        new("DELETE", "/api/v1/keys/{id}", Admission.SignedIn, "/api/v1/keys/none", HttpStatusCode.NotFound),
        new("GET", "/api/v1/users/", Admission.Administrators, "/api/v1/users"),
        new("POST", "/api/v1/users/", Admission.Administrators, "/api/v1/users", HttpStatusCode.BadRequest, BadPassword),
        new("GET", "/api/v1/users/{user}", Admission.Administrators, "/api/v1/users/ada"),
        new("PATCH", "/api/v1/users/{user}", Admission.Administrators, "/api/v1/users/nobody", HttpStatusCode.NotFound, new { }),
        new("DELETE", "/api/v1/users/{user}", Admission.Administrators, "/api/v1/users/nobody", HttpStatusCode.NotFound),
        new("GET", "/api/v1/users/{user}/keys/", Admission.Administrators, "/api/v1/users/ada/keys"),
        new("DELETE", "/api/v1/users/{user}/keys/{id}", Admission.Administrators, "/api/v1/users/ada/keys/none", HttpStatusCode.NotFound),
        new("GET", $"{Repository}/members/", Admission.Owners, $"{Repository}/members"),
        new("PUT", $"{Repository}/members/{{user}}", Admission.Owners, $"{Repository}/members/nobody", HttpStatusCode.NotFound, new { role = "reader" }),
        new("DELETE", $"{Repository}/members/{{user}}", Admission.Owners, $"{Repository}/members/nobody", HttpStatusCode.NotFound),

        new("GET", "/api/v1/repositories/", Admission.Known, "/api/v1/repositories"),

        // Which source may be indexed is the query service's to say; RepositorySecrecyTests has its cases.
        new("POST", "/api/v1/repositories/", Admission.Known, "/api/v1/repositories", HttpStatusCode.BadRequest, new { source = "relative" }),
        new("GET", $"{Repository}/", Admission.Readers, Repository),
        new("DELETE", $"{Repository}/", Admission.Maintainers, $"{Repository}/", HttpStatusCode.NoContent) { EndsRepository = true },
        new("GET", $"{Repository}/snapshots", Admission.Readers, $"{Repository}/snapshots"),
        new("GET", $"{Repository}/job", Admission.Readers, $"{Repository}/job"),
        new("DELETE", $"{Repository}/job", Admission.Maintainers, $"{Repository}/job"),
        new("POST", "/api/v1/store/check", Admission.Administrators, "/api/v1/store/check", HttpStatusCode.OK, new { repair = false }),
        new("POST", "/api/v1/store/collection", Admission.Administrators, "/api/v1/store/collection", HttpStatusCode.OK, new { dryRun = true }),
        new("POST", "/api/v1/batch", Admission.Known, "/api/v1/batch", HttpStatusCode.BadRequest, new { }),
        .. Question("/search", "?q=Cart", new { text = "Cart" }),
        .. Question("/text", "?q=Cart", new { pattern = "Cart" }),
        .. Question("/symbol", "?name=Cart", new { symbol = "Cart" }),
        new("GET", $"{Repository}/symbols/{{**id}}", Admission.Readers, $"{Repository}/symbols/main.py%23Cart"),
        .. Question("/context", "?symbol=Cart", new { symbol = "Cart" }),
        .. Question("/callers", "?symbol=Cart.add", new { symbol = "Cart.add" }),
        .. Question("/callees", "?symbol=main", new { symbol = "main" }),
        .. Question("/references", "?symbol=Cart", new { symbol = "Cart" }),
        .. Question("/impact", "?symbol=Cart", new { symbol = "Cart" }),
        .. Question("/path", "?from=main&to=Cart.add", new { from = "main", to = "Cart.add" }),
        .. Question("/outline", "?path=main.py", new { path = "main.py" }),
        .. Question("/locate", "?path=main.py&line=1", new { path = "main.py", line = 1 }),
        .. Question("/explain", "?path=main.py&line=3", new { path = "main.py", line = 3 }),
        .. Question("/stale", "?path=main.py", new { paths = new[] { "main.py" } }),
        .. Question("/files", "", new { }),
        .. Question("/source", "?path=main.py", new { path = "main.py" }),
        .. Question("/dependencies", "", new { }),
        .. Question("/cycles", "", new { }),
        .. Question("/unreferenced", "", new { }),
        .. Question("/central", "", new { }),
        .. Question("/complex", "", new { }),

        new("POST", "/graphql/", Admission.Known, "/graphql", HttpStatusCode.OK, new { query = "{ __typename }" }),
        new("GET", "/graphql/", Admission.Known, "/graphql?query=%7B__typename%7D"),
        new("GET", "/graphql/schema.graphql", Admission.Known, "/graphql/schema.graphql"),

        new("GET", "/api/v1/audit/", Admission.Administrators, "/api/v1/audit"),
        new("POST", "/api/v1/audit/verify", Admission.Administrators, "/api/v1/audit/verify"),
        new("GET", "/metrics", Admission.Administrators, "/metrics"),

        // Of what goes on until the caller leaves, requests that end: a name that is too long, a message that is none, a connection without a transport.
        new("GET", "/api/v1/events", Admission.Known, "/api/v1/events?repository=" + new string('x', 1025), HttpStatusCode.BadRequest),
        new("ANY", "/hubs/events", Admission.Known, "/hubs/events", HttpStatusCode.BadRequest),
        new("ANY", "/hubs/events/negotiate", Admission.Known, "/hubs/events/negotiate?negotiateVersion=1"),
        new("POST", "/mcp/", Admission.Known, "/mcp", HttpStatusCode.NotAcceptable, new { }),
        new("GET", "/mcp/", Admission.Known, "/mcp", HttpStatusCode.NotAcceptable),
        new("DELETE", "/mcp/", Admission.Known, "/mcp", HttpStatusCode.BadRequest),
    ];

    /// <summary>A question asked by a URL and by a body.</summary>
    private static EndpointRow[] Question(string path, string query, object body) =>
    [
        new("GET", Repository + path, Admission.Readers, Repository + path + query),
        new("POST", Repository + path, Admission.Readers, Repository + path, HttpStatusCode.OK, body),
    ];
}
