using System.Text;
using CodeGraph.Cli.CommandLine;
using Microsoft.Win32.SafeHandles;

namespace CodeGraph.Cli.Output;

/// <summary>
/// Standard output as a stream that says when its reader is gone. The console's own stream ignores a closed pipe, so that a long export
/// would go on into nothing.
/// </summary>
internal static class StandardOutput
{
    private const int Epipe = 32;
    private const int Enospc = 28;
    private const int Ebadf = 9;

    public static bool IsTerminal => !Console.IsOutputRedirected;

    public static Stream OpenStream()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);

        // In a regular file a file stream keeps a position of its own, and the next program in the same shell would write over this one's output.
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }

    public static StreamWriter OpenText() => new(OpenStream(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 16 * 1024) { NewLine = "\n" };

    /// <summary>Whether an error means that nobody reads any longer.</summary>
    public static bool IsClosed(Exception exception) => exception is IOException { HResult: Epipe };

    /// <summary>Why the output could not be written; null for every other failure. What goes to the data folder fails with errors of its own.</summary>
    public static CommandFailure? Explain(Exception exception) => exception switch
    {
        IOException { HResult: Enospc } =>
            new("output", "The output could not be written: the disk is full.", "Free some space, or write it elsewhere.") { IsWritten = true },
        UnauthorizedAccessException { InnerException: IOException { HResult: Ebadf } } =>
            new("output", "Standard output is closed.", "Redirect it to a file, a pipe or /dev/null.") { IsWritten = true },
        _ => null,
    };
}
