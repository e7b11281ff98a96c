using CodeGraph.Cli.CommandLine;
using CodeGraph.Grains;

namespace CodeGraph.Cli.Commands;

/// <summary>Folders that a command reads itself, without anything being stored.</summary>
internal static class FolderSource
{
    /// <exception cref="CommandFailure">There is no such folder.</exception>
    public static string Find(string folder)
    {
        try
        {
            return RepositorySource.RealPath(folder);
        }
        catch (DirectoryNotFoundException exception)
        {
            throw new CommandFailure("source", exception.Message);
        }
    }
}
