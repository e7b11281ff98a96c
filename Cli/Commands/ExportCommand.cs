using System.CommandLine;
namespace CodeGraph.Cli.Commands;
internal sealed class ExportCommand : Command { public ExportCommand() : base("export", "x") { } }
