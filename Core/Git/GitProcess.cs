using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace CodeGraph.Git;

/// <summary>
/// One git child. What it prints to standard error is drained while it runs, so neither side can block the other; disposing kills it
/// with its own children when it still runs, and always waits for its end.
/// </summary>
internal sealed class GitProcess : IAsyncDisposable
{
    /// <summary>Explanations are short; a child that floods standard error is cut here.</summary>
    private const int MaxErrorChars = 64 * 1024;

    private readonly Process process;
    private readonly string folder;
    private readonly string command;
    private readonly Task<string> errors;

    private GitProcess(Process process, string folder, string command, Action<string>? progress)
    {
        this.process = process;
        this.folder = folder;
        this.command = command;
        errors = DrainErrors(process.StandardError, progress);
    }

    public Stream Input => process.StandardInput.BaseStream;

    public Stream Output => process.StandardOutput.BaseStream;

    /// <summary>Starts <c>git -C folder arguments</c>.</summary>
    /// <exception cref="GitException">The program is missing.</exception>
    public static GitProcess Start(string folder, IReadOnlyList<string> arguments, GitProcessOptions? options = null)
    {
        options ??= GitProcessOptions.Reading;
        ProcessStartInfo start = new(options.Program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        start.ArgumentList.Add("-C");
        start.ArgumentList.Add(folder);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        if (options.Transport) GitEnvironment.ForTransport(start.Environment, options.Configuration);
        else GitEnvironment.ForReading(start.Environment, options.Configuration);

        try
        {
            Process process = Process.Start(start) ?? throw new InvalidOperationException($"'{options.Program}' did not start a process.");
            return new GitProcess(process, folder, arguments[0], options.Progress);
        }
        catch (Win32Exception exception)
        {
            throw GitException.Missing(options.Program, exception);
        }
    }

    /// <summary>Runs a command to its end and returns what it printed.</summary>
    /// <param name="input">Bytes for its standard input; none by default.</param>
    /// <exception cref="GitException">It failed, with any exit code but 0.</exception>
    public static async Task<byte[]> Run(
        string folder, IReadOnlyList<string> arguments, GitProcessOptions? options = null, ReadOnlyMemory<byte> input = default, CancellationToken cancellation = default)
    {
        GitOutcome outcome = await Try(folder, arguments, options, input, cancellation);
        return outcome.ExitCode == 0
            ? outcome.Output
            : throw GitException.FromCommand(folder, arguments[0], outcome.ExitCode, outcome.Errors);
    }

    /// <summary>Runs a command whose failure is an answer.</summary>
    public static async Task<GitOutcome> Try(
        string folder, IReadOnlyList<string> arguments, GitProcessOptions? options = null, ReadOnlyMemory<byte> input = default, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        await using GitProcess git = Start(folder, arguments, options);
        await using CancellationTokenRegistration killing = cancellation.UnsafeRegister(static state => ((GitProcess)state!).Kill(), git);
        using MemoryStream output = new();
        Task reading = git.Output.CopyToAsync(output, CancellationToken.None);
        await git.Feed(input);
        await reading;
        int exitCode = await git.Exit();
        cancellation.ThrowIfCancellationRequested();
        return new GitOutcome(exitCode, output.ToArray(), await git.errors);
    }

    /// <summary>Waits for the child's own end and returns its exit code.</summary>
    public async Task<int> Exit()
    {
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    /// <summary>The exception that explains why the child ended early.</summary>
    public async Task<GitException> Failure()
    {
        int exitCode = await Exit();
        return GitException.FromCommand(folder, command, exitCode, await errors);
    }

    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended already, which is all that was wanted.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        await errors;
        process.Dispose();
    }

    private async Task Feed(ReadOnlyMemory<byte> input)
    {
        try
        {
            if (!input.IsEmpty) await Input.WriteAsync(input, CancellationToken.None);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The child closed its end first; its exit code and standard error say why.
        }
    }

    private static async Task<string> DrainErrors(StreamReader reader, Action<string>? progress)
    {
        StringBuilder text = new();
        StringBuilder line = new();
        char[] buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer, CancellationToken.None)) > 0)
        {
            for (int i = 0; i < read; i++)
            {
                char c = buffer[i];
                if (c is not ('\r' or '\n'))
                {
                    line.Append(c);
                    continue;
                }

                // A carriage return ends a progress line that the next one overwrites: news for the progress, not part of the explanation.
                if (line.Length > 0) progress?.Invoke(line.ToString());
                if (c == '\n' && text.Length < MaxErrorChars) text.Append(line).Append('\n');
                line.Clear();
            }
        }

        return text.Append(line).ToString();
    }
}

/// <summary>How a finished command ended and what it printed.</summary>
internal readonly record struct GitOutcome(int ExitCode, byte[] Output, string Errors)
{
    /// <summary>The output as text without its last line break.</summary>
    public string Text => GitPath.Decode(Output.AsSpan().TrimEnd((byte)'\n'));
}

/// <summary>What one child gets beyond its arguments.</summary>
internal sealed class GitProcessOptions
{
    public static readonly GitProcessOptions Reading = new();

    /// <summary>Default: <c>git</c>, found on the PATH.</summary>
    public string Program { get; init; } = "git";

    /// <summary>Whether the command may use the network. Default: false, which also forbids fetching missing objects on demand.</summary>
    public bool Transport { get; init; }

    /// <summary>Configuration beyond the fixed part, which it overrides. Default: none.</summary>
    public IReadOnlyList<(string Key, string Value)> Configuration { get; init; } = [];

    /// <summary>Called with each line of standard error while the command runs. Default: nobody.</summary>
    public Action<string>? Progress { get; init; }
}
