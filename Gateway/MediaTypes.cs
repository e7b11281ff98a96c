namespace CodeGraph.Gateway;

/// <summary>What bodies are, wherever the gateway reads or writes them.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";

    /// <summary>Documents, a line each.</summary>
    public const string JsonLines = "application/x-ndjson";

    /// <summary>RFC 9457.</summary>
    public const string Problem = "application/problem+json";

    /// <summary>GraphQL over HTTP.</summary>
    public const string GraphQLResponse = "application/graphql-response+json";

    /// <summary>Server-sent events, of live events and of the Model Context Protocol.</summary>
    public const string EventStream = "text/event-stream";
}
