namespace CodeGraph.Cli.CommandLine;

/// <summary>Ends a command with a message for its user.</summary>
/// <param name="code">Names the case in JSON output: <c>notIndexed</c>.</param>
/// <param name="message">What is wrong.</param>
/// <param name="remedy">What to do about it.</param>
internal sealed class CommandFailure(string code, string message, string? remedy = null, int exitCode = ExitCodes.Failure) : Exception(message)
{
    public string Code => code;

    public string? Remedy => remedy;

    public int ExitCode => exitCode;

    /// <summary>Whether the JSON document of the command says it already.</summary>
    public bool IsWritten { get; init; }
}
