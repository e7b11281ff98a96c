namespace CodeGraph.Cli.Tests;

/// <summary>The launcher at the root, with a <c>dotnet</c> that only pretends to build.</summary>
public sealed class LauncherTests : IDisposable
{
    /// <summary>Publishing makes the folder and a line in a log; running prints the arguments, the standard input, and ends with 7.</summary>
    private const string PretendedDotnet = """
        #!/bin/sh
        if [ "$1" = publish ]; then
            echo built >>"$LOG"
            [ -z "${FAIL:-}" ] || { echo "error CS0001: broken"; exit 1; }
            while [ "$1" != -o ]; do shift; done
            mkdir -p "$2" && : >"$2/codegraph.dll"
        else
            shift
            printf '%s|' "$@"
            cat
            exit 7
        fi

        """;

    private readonly Workspace workspace = new();

    public LauncherTests()
    {
        workspace.Write("root/Cli", ("Program.cs", "// one"));
        workspace.Write("root", ("global.json", "{}"));
        workspace.Write("bin", ("dotnet", PretendedDotnet));
        File.Copy(Path.Combine(Shell.RepositoryRoot, "codegraph"), workspace.At("root/codegraph"));
        foreach (var program in (string[])["bin/dotnet", "root/codegraph"])
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(workspace.At(program), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        MakeOld("root");
    }

    private string[] Builds => File.Exists(workspace.At("log")) ? File.ReadAllLines(workspace.At("log")) : [];

    public void Dispose() => workspace.Dispose();

    [Fact]
    public async Task It_builds_once_and_passes_arguments_input_and_exit_code()
    {
        var first = await Launch("root/codegraph", "callers 'a b' --json <<< input");
        var second = await Launch("root/codegraph", "status");

        Assert.Equal((7, "callers|a b|--json|input\n", ""), (first.ExitCode, first.Output, first.Errors));
        Assert.Equal("status|", second.Output);
        Assert.Single(Builds);
    }

    [Fact]
    public async Task It_builds_again_when_a_source_is_newer_or_gone()
    {
        await Launch("root/codegraph", "status");
        File.SetLastWriteTimeUtc(workspace.At("root/Cli/Program.cs"), DateTime.UtcNow.AddMinutes(1));
        await Launch("root/codegraph", "status");

        Assert.Equal(2, Builds.Length);
    }

    [Fact]
    public async Task What_a_build_leaves_in_bin_and_obj_is_no_source()
    {
        workspace.Write("root/Cli/obj", ("project.assets.json", "{}"));
        MakeOld("root/Cli");
        await Launch("root/codegraph", "status");
        File.SetLastWriteTimeUtc(workspace.At("root/Cli/obj/project.assets.json"), DateTime.UtcNow.AddMinutes(1));
        await Launch("root/codegraph", "status");

        Assert.Single(Builds);
    }

    [Fact]
    public async Task It_is_found_through_links_and_from_any_folder()
    {
        workspace.Write("elsewhere/deep");
        File.CreateSymbolicLink(workspace.At("elsewhere/one"), "../root/codegraph");
        File.CreateSymbolicLink(workspace.At("elsewhere/deep/two"), "../one");

        var linked = await Launch("elsewhere/deep/two", "status");

        Assert.Equal("status|", linked.Output);
        Assert.Single(Builds);
    }

    [Fact]
    public async Task A_failed_build_shows_its_output_and_ends_with_3()
    {
        var failed = await Launch("root/codegraph", "status", ("FAIL", "1"));
        var mended = await Launch("root/codegraph", "status");

        Assert.Equal(3, failed.ExitCode);
        Assert.Contains("error CS0001: broken", failed.Errors, StringComparison.Ordinal);
        Assert.Equal(7, mended.ExitCode);
    }

    [Fact]
    public async Task Launchers_at_the_same_time_build_once()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Launch("root/codegraph", "status")));

        Assert.All(outcomes, outcome => Assert.Equal((7, "status|"), (outcome.ExitCode, outcome.Output)));
        Assert.Single(Builds);
    }

    [Fact]
    public async Task The_lock_of_a_builder_that_died_is_taken_away()
    {
        workspace.Write("root/artifacts/lock", ("pid", "999999999\n"));

        var outcome = await Launch("root/codegraph", "status");

        Assert.Equal(7, outcome.ExitCode);
    }

    private Task<Outcome> Launch(string script, string arguments, params (string Name, string Value)[] environment)
    {
        var variables = environment.ToDictionary(e => e.Name, e => (string?)e.Value);
        variables["PATH"] = workspace.At("bin") + ":" + Environment.GetEnvironmentVariable("PATH");
        variables["LOG"] = workspace.At("log");
        return Shell.Run(workspace.Folder, "bash", ["-c", $"'{workspace.At(script)}' {arguments}"], variables);
    }

    /// <summary>As if everything below had been there for an hour.</summary>
    private void MakeOld(string folder)
    {
        var before = DateTime.UtcNow.AddHours(-1);
        foreach (var path in Directory.EnumerateFileSystemEntries(workspace.At(folder), "*", SearchOption.AllDirectories).Append(workspace.At(folder)))
        {
            if (Directory.Exists(path)) Directory.SetLastWriteTimeUtc(path, before);
            else File.SetLastWriteTimeUtc(path, before);
        }
    }
}
