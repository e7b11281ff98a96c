namespace CodeGraph.Cli.CommandLine;

/// <summary>How a command ended, as the shell sees it.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The name or path asked for is unknown, or several symbols fit it.</summary>
    public const int NoSingleMatch = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>The command could not do its work: no such folder, not indexed, git failed.</summary>
    public const int Failure = 3;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Cancelled = 130;

    /// <summary>The reader of the output went away (<c>| head</c>): what a shell reports for SIGPIPE.</summary>
    public const int OutputClosed = 141;
}
