using System.CommandLine;
using CodeGraph.Cli.CommandLine;
using CodeGraph.Cli.Hosting;
using CodeGraph.Cli.Output;
using CodeGraph.Git;
using CodeGraph.Grains;
using CodeGraph.Grains.Audit;
using CodeGraph.Storage;

namespace CodeGraph.Cli;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        Readiness.Begin();

        // Without response files: a name may start with @.
        var parsed = CodeGraphCommand.Create().Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        var json = args.Contains(Options.Json) || args.Contains(Options.JsonLines);
        try
        {
            if (parsed.Errors.Count > 0)
                return Fail(Misused(parsed), json);
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (CommandFailure failure)
        {
            return Fail(failure, json);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Cancelled;
        }
        catch (Exception exception) when (StandardOutput.IsClosed(exception))
        {
            return ExitCodes.OutputClosed;
        }
        catch (Exception exception) when (StandardOutput.Explain(exception) is { } unwritten)
        {
            return Fail(unwritten, json);
        }
        catch (SnapshotNotFoundException exception)
        {
            return Fail(new CommandFailure("unknownCommit", exception.Message), json);
        }
        catch (InvalidCursorException exception)
        {
            return Fail(new CommandFailure("cursor", exception.Message, exitCode: ExitCodes.Usage), json);
        }
        catch (GitException exception)
        {
            return Fail(new CommandFailure("git", exception.Message), json);
        }
        catch (SourceUnreadableException exception)
        {
            return Fail(new CommandFailure("git", exception.Message), json);
        }
        catch (BusyException exception)
        {
            return Fail(new CommandFailure("busy", exception.Message), json);
        }
        catch (Exception exception) when (exception is StorageException or AuditUnavailableException)
        {
            return Fail(new CommandFailure("storage", exception.Message), json);
        }
        catch (Exception exception)
        {
            // Named rather than traced, unless asked for: most are a missing permission, a full disk or a git that fails.
            var trace = Environment.GetEnvironmentVariable("CODEGRAPH_TRACE") is { Length: > 0 };
            var code = exception is ArgumentException or InvalidOperationException ? "source" : "internal";
            return Fail(new CommandFailure(code, trace ? exception.ToString() : exception.Message, trace ? null : "CODEGRAPH_TRACE=1 shows where it happened."), json);
        }
    }

    private static CommandFailure Misused(ParseResult parsed)
    {
        var path = new List<string>();
        for (var command = parsed.CommandResult; command is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
            path.Insert(0, command.Command is RootCommand ? "codegraph" : command.Command.Name);
        return new CommandFailure(
            "usage", string.Join(" ", parsed.Errors.Select(e => e.Message)), $"See: {string.Join(' ', path)} --help", ExitCodes.Usage);
    }

    private static int Fail(CommandFailure failure, bool json)
    {
        if (json && !failure.IsWritten)
        {
            try
            {
                JsonOutput.Write(new ErrorDocument(new ErrorInfo(failure.Code, failure.Message, failure.Remedy)), CliJson.Default.ErrorDocument);
            }
            catch (Exception exception) when (StandardOutput.IsClosed(exception))
            {
                return ExitCodes.OutputClosed;
            }
            catch (Exception exception) when (StandardOutput.Explain(exception) is not null)
            {
                // Standard error tells what the document would have.
            }
        }

        var palette = Palette.ForErrors();
        Console.Error.WriteLine($"{palette.Error("codegraph:")} {Plain.Text(failure.Message)}");
        foreach (var line in (failure.Remedy ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Console.Error.WriteLine("  " + Plain.Text(line));
        return failure.ExitCode;
    }
}
