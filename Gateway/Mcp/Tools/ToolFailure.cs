namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>A question that cannot be answered as it was asked. The message says why and what to do, and is what the model reads.</summary>
internal sealed class ToolFailure(string message) : Exception(message);
