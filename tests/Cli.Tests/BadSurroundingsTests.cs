using System.Diagnostics;
using System.Globalization;

namespace CodeGraph.Cli.Tests;

/// <summary>Odd arguments, data folders, outputs and ends of the process are told, and lose nothing.</summary>
public sealed class BadSurroundingsTests(IndexedShop shop) : IClassFixture<IndexedShop>, IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Theory]
    [InlineData("--depth must be between 1 and 64", "callers", "Cart.add", "--depth", "-1")]
    [InlineData("--depth must be between 1 and 64", "callees", "Cart.add", "--depth", "0")]
    [InlineData("--depth must be between 1 and 64", "impact", "Cart.add", "--depth", "65")]
    [InlineData("Cannot parse argument", "callers", "Cart.add", "--depth", "99999999999")]
    [InlineData("--limit must be between", "search", "Cart", "--limit", "-5")]
    [InlineData("is no commit id", "search", "Cart", "--commit", "../../x")]
    [InlineData("is no commit id", "search", "Cart", "--commit", "")]
    public async Task An_argument_out_of_bounds_ends_with_2(string message, params string[] arguments)
    {
        var outcome = await shop.Ask(arguments);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("callers", "")]
    [InlineData("search", "")]
    [InlineData("search", " ")]
    [InlineData("symbol", "Cart\nadd")]
    [InlineData("outline", "../../etc/passwd")]
    [InlineData("impact", "\t")]
    public async Task A_name_that_is_none_is_not_found(string command, string name)
    {
        var outcome = await shop.Ask(command, name);

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("is not found", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_of_ten_thousand_characters_is_not_found()
    {
        foreach (var command in new[] { "search", "symbol", "callers", "outline" })
        {
            var outcome = await shop.Ask(command, new string('a', 10_000), "--json");
            Assert.Equal((1, ""), (outcome.ExitCode, outcome.Errors));
        }
    }

    [Theory]
    [InlineData("index", "", "An empty name is no folder")]
    [InlineData("export", "", "An empty name is no folder")]
    [InlineData("export", "nowhere", "There is no folder 'nowhere'")]
    [InlineData("export", "plain/a.py", "is a file; give the folder")]
    [InlineData("index", "plain/a.py", "is a file; give the folder")]
    public async Task What_is_no_folder_is_told(string command, string folder, string message)
    {
        workspace.Write("plain", ("a.py", "x = 1\n"));

        var outcome = await workspace.Run(".", command, folder);

        Assert.Equal((3, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_folder_is_an_empty_graph()
    {
        workspace.Write("empty");

        var export = await workspace.Run(".", "export", "empty");
        var index = await workspace.Run(".", "index", "empty");
        var search = await workspace.Run("empty", "search", "x");

        Assert.Equal((0, ""), (export.ExitCode, export.Output));
        Assert.Contains("exported 0 files", export.Errors, StringComparison.Ordinal);
        Assert.Equal((0, 1), (index.ExitCode, search.ExitCode));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("file/below")]
    public async Task A_data_folder_that_is_a_file_is_told(string home)
    {
        await workspace.Commit("small", ("a.py", "x = 1\n"));
        await File.WriteAllTextAsync(workspace.At("file"), "");

        foreach (var arguments in new string[][] { ["index", "small"], ["status"], ["search", "x", "-r", "small"] })
        {
            var outcome = await RunWithHome(home, arguments);
            Assert.Equal(3, outcome.ExitCode);
            Assert.Contains($"'{workspace.At("file")}' is a file. Set CODEGRAPH_HOME to a folder", outcome.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_data_folder_with_spaces_and_quotes_is_used()
    {
        await workspace.Commit("small", ("a.py", "def lonely(): pass\n"));

        var index = await RunWithHome("my data's \"home\"", "index", "small");
        var search = await RunWithHome("my data's \"home\"", "search", "lonely", "-r", "small");

        Assert.Equal((0, 0), (index.ExitCode, search.ExitCode));
        Assert.Contains("a.py:1:5", search.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_is_read_only_answers_and_refuses_to_index()
    {
        await workspace.Commit("small", ("a.py", "def lonely(): pass\n"));
        Assert.Equal(0, (await workspace.Run("small", "index")).ExitCode);
        await workspace.Commit("small", ("b.py", "def second(): pass\n"));
        await workspace.Commit("other", ("a.py", "x = 1\n"));

        // A mount binds a superuser too; it needs the right to make a name space of mounts. Others are bound by the mode of the files.
        var quoted = $"'{workspace.At("home")}'";
        var program = $"dotnet '{Shell.Program}'";
        var script = $"{program} index small; echo \"code $?\"; {program} index other; echo \"code $?\"; {program} search lonely -r small; echo \"code $?\"";
        var outcome = Environment.IsPrivilegedProcess
            ? await Shell.Run(workspace.Folder, "unshare", ["--mount", "bash", "-c", $"mount --bind {quoted} {quoted} && mount -o remount,ro,bind {quoted} || exit 77; {script}"], workspace.Environment)
            : await Shell.Run(workspace.Folder, "bash", ["-c", $"chmod -R a-w {quoted}; {script}; chmod -R u+w {quoted}"], workspace.Environment);
        if (outcome.ExitCode is 77 or 1 && !outcome.Output.Contains("code", StringComparison.Ordinal))
            return;

        Assert.Equal(["code 3", "code 3", "code 0"], outcome.Lines.Where(line => line.StartsWith("code ", StringComparison.Ordinal)));
        Assert.Equal(2, outcome.Errors.Split("read-only").Length - 1);
        Assert.Equal(2, outcome.Errors.Split("set CODEGRAPH_HOME to another folder").Length - 1);
        Assert.Contains("a.py:1:5", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await workspace.Run("small", "index")).ExitCode);
    }

    [Theory]
    [InlineData("search Cart")]
    [InlineData("search Cart --json")]
    [InlineData("index --force")]
    [InlineData("export .")]
    public async Task Closed_and_full_outputs_are_told(string command)
    {
        var closed = await Shell.Run(shop.Workspace.At("shop"), "bash", ["-c", $"dotnet '{Shell.Program}' {command} >&-"], shop.Workspace.Environment);
        var full = await Shell.Run(shop.Workspace.At("shop"), "bash", ["-c", $"dotnet '{Shell.Program}' {command} >/dev/full"], shop.Workspace.Environment);

        Assert.Equal((3, 3), (closed.ExitCode, full.ExitCode));
        Assert.Contains("codegraph: Standard output is closed.\n  Redirect it", closed.Errors, StringComparison.Ordinal);
        Assert.Contains("codegraph: The output could not be written: the disk is full.", full.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await shop.Ask("search", "Cart")).ExitCode);
    }

    [Fact]
    public async Task A_second_index_of_a_repository_at_once_is_told_who_writes()
    {
        await workspace.Commit("small", ("a.py", "def lonely(): pass\n"));
        Assert.Equal(0, (await workspace.Run("small", "index")).ExitCode);
        Outcome refused;
        await using (new FileStream(workspace.At("home/facts/small.facts.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            refused = await workspace.Run("small", "index", "--force");
        var search = await workspace.Run("small", "search", "lonely");
        var after = await workspace.Run("small", "index", "--force");

        Assert.Equal((3, 0, 0), (refused.ExitCode, search.ExitCode, after.ExitCode));
        Assert.Contains("which is writing there. Wait until it is done", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Processes_that_index_at_once_end_well_or_say_why()
    {
        await workspace.Commit("small", [.. Enumerable.Range(0, 300).Select(i => ($"f{i}.py", $"def f{i}(): return f{i + 1}()\n"))]);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => workspace.Run("small", "index", "--force")));
        var search = await workspace.Run("small", "search", "f299");

        Assert.Contains(outcomes, outcome => outcome.ExitCode == 0);
        Assert.All(outcomes.Where(outcome => outcome.ExitCode != 0), outcome => Assert.Matches("which is writing there|changed by another writer", outcome.Errors));
        Assert.Contains("f299.py:1:5", search.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 130)]
    [InlineData("KILL", 137)]
    public async Task An_index_that_is_stopped_keeps_what_it_has(string signal, int code)
    {
        await workspace.Commit("many", [.. Enumerable.Range(0, 1500).Select(i => ($"f{i}.py", string.Concat(Enumerable.Range(0, 40).Select(j => $"def f{i}_{j}(a, b): return f{i}_{j + 1}(a)\n"))))]);
        Directory.CreateDirectory(workspace.At("home/facts"));
        using var watcher = new FileSystemWatcher(workspace.At("home/facts"), "many.facts") { EnableRaisingEvents = true };
        var parsing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Changed += (_, _) => parsing.TrySetResult();
        var start = new ProcessStartInfo("dotnet", [Shell.Program, "index", "many"]) { WorkingDirectory = workspace.Folder, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["CODEGRAPH_HOME"] = workspace.At("home");

        using var index = Process.Start(start)!;
        var (output, errors) = (index.StandardOutput.ReadToEndAsync(), index.StandardError.ReadToEndAsync());
        await Task.WhenAny(parsing.Task, index.WaitForExitAsync());
        await Shell.Run(workspace.Folder, "kill", ["-" + signal, index.Id.ToString(CultureInfo.InvariantCulture)]);
        await index.WaitForExitAsync();
        var again = await workspace.Run("many", "index");
        var search = await workspace.Run("many", "search", "f7_7");

        // On a fast machine it may have been done.
        Assert.True(index.ExitCode == code || index.ExitCode == 0, $"{index.ExitCode}\n{await output}\n{await errors}");
        if (index.ExitCode == 130)
            Assert.Contains("What was parsed is kept; run the command again", await errors, StringComparison.Ordinal);
        Assert.Equal((0, 0), (again.ExitCode, search.ExitCode));
        Assert.DoesNotContain(Directory.GetFiles(workspace.At("home"), "*", SearchOption.AllDirectories), file => file.EndsWith(".writing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_index_tells_files_of_one_content_apart_from_known_ones()
    {
        await workspace.Commit("twins", ("a.py", "x = 1\n"), ("b.py", "x = 1\n"));

        var outcome = await workspace.Run("twins", "index");

        Assert.Contains("1 parsed, 1 with the content of a parsed one, 0 known from before", outcome.Output, StringComparison.Ordinal);
    }

    private Task<Outcome> RunWithHome(string home, params string[] arguments) =>
        Shell.Run(workspace.Folder, "dotnet", [Shell.Program, .. arguments], new Dictionary<string, string?>(workspace.Environment) { ["CODEGRAPH_HOME"] = workspace.At(home) });
}
