using System.CommandLine;
using CodeGraph.Cli.Commands;

namespace CodeGraph.Cli.CommandLine;

/// <summary>The command line as a whole.</summary>
internal static class CodeGraphCommand
{
    private const string Description = """
        A code graph of your repositories: who calls this, what breaks if I change it, how does one reach the other.

          codegraph index .                      index the repository of the current folder
          codegraph callers Foo.bar              who calls it, with every call site and how sure that is
          codegraph impact src/shop/cart.py      what depends on a file

        A symbol is named by its name (exact), by the end of its qualified name (Foo.bar), by path#name, or by its id. Several
        matches are listed, none is chosen. Every answer names its commit, says of each relation how it was established
        (exact, typed, unique, ambiguous), and how many uses stayed unresolved.

        Results are one a line: path:line:col, then fields separated by tabs; lines that start with # are remarks. --json writes one
        document instead. NO_COLOR turns colours off.

        Exit codes: 0 answered; 1 not found, or several matches; 2 the command line is wrong; 3 the command failed (no such folder,
        not indexed, git failed); 130 stopped by Ctrl-C; 141 the reader of the output went away.
        """;

    public static RootCommand Create()
    {
        var root = new RootCommand(Description);
        foreach (var command in (ReadOnlySpan<Command>)
        [
            new IndexCommand(), new StatusCommand(), new SearchCommand(), new GrepCommand(), new SymbolCommand(), CallsCommand.CreateCallers(), CallsCommand.CreateCallees(),
            new ReferencesCommand(), new ImpactCommand(), new PathCommand(), new DependenciesCommand(), new CyclesCommand(), new UnreferencedCommand(), new CentralCommand(), new ComplexCommand(),
            new ContextCommand(), new OutlineCommand(), new ExplainCommand(), new ExportCommand(), new ServeCommand(), new McpCommand(), new RepositoriesCommand(), new DoctorCommand(), new CollectCommand(), new AuditCommand(),
        ])
        {
            root.Subcommands.Add(command);
        }

        return root;
    }
}
