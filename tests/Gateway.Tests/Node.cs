using System.Diagnostics;
using System.Reflection;

namespace CodeGraph.Gateway.Tests;

/// <summary>Starts the programs for Node.js that the build installed (<c>Npm.targets</c>).</summary>
internal static class Node
{
    private static readonly string Programs = typeof(Node).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "NpmPrograms").Value!;

    /// <param name="folder">Where the program is, below this project; the program runs in the copy of it that has its packages.</param>
    /// <param name="arguments">The script, and what it is given.</param>
    public static ProcessStartInfo Program(string folder, params IEnumerable<string> arguments) => new("node", arguments)
    {
        WorkingDirectory = Path.Combine(Programs, folder),
        RedirectStandardOutput = true,
    };

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> Run(string folder, params IEnumerable<string> arguments)
    {
        var start = Program(folder, arguments);
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }
}
