using System.Text.Json;

namespace CodeGraph.Cli.Tests;

/// <summary>What cannot be done is said with a remedy and an exit code.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Theory]
    [InlineData("callers")]
    [InlineData("callers", "a", "--depth", "0")]
    [InlineData("callers", "a", "--limit", "many")]
    [InlineData("search", "a", "--kind", "thing")]
    [InlineData("index", "--ref", "main", "--working-tree")]
    [InlineData("serve", "--port", "99999")]
    [InlineData("serve", "--urls", "http://0.0.0.0:0")]
    [InlineData("unknown")]
    public async Task A_wrong_command_line_ends_with_2(params string[] arguments)
    {
        var outcome = await workspace.Run(".", arguments);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.StartsWith("codegraph: ", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_about_a_folder_that_is_not_indexed_tells_how_to_index_it()
    {
        workspace.Write("plain", ("a.py", "x = 1\n"));

        var outcome = await workspace.Run("plain", "callers", "x");

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("is in no indexed repository", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("codegraph index", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_is_a_document_where_json_is_asked_for()
    {
        var outcome = await workspace.Run(".", "callers", "x", "--repository", "nowhere", "--json");

        Assert.Equal(3, outcome.ExitCode);
        var error = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("error");
        Assert.Equal("unknownRepository", error.GetProperty("code").GetString());
        Assert.Contains("nowhere", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_cannot_be_indexed()
    {
        var outcome = await workspace.Run(".", "index", "missing");

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("There is no folder 'missing'", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_without_a_commit_cannot_be_indexed()
    {
        workspace.Write("unborn");
        await Shell.Git(workspace.At("unborn"), "init", "--quiet");

        var outcome = await workspace.Run("unborn", "index");

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("commit", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_that_does_not_exist_cannot_be_indexed()
    {
        await workspace.Commit("small", ("a.py", "x = 1\n"));

        var outcome = await workspace.Run("small", "index", "--ref", "nosuch");

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("nosuch", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_repositories_of_one_folder_name_get_two_names()
    {
        await workspace.Commit("one/app", ("a.py", "def first(): pass\n"));
        await workspace.Commit("two/app", ("a.py", "def second(): pass\n"));

        await workspace.Run("one/app", "index");
        await workspace.Run("two/app", "index");
        var status = await workspace.Run(".", "status");
        var first = await workspace.Run("one/app", "search", "first");
        var second = await workspace.Run(".", "search", "second", "--repository", "two-app");

        Assert.Contains("# app", status.Lines);
        Assert.Contains("# two-app", status.Lines);
        Assert.Equal(0, first.ExitCode);
        Assert.Equal(0, second.ExitCode);
    }

    [Fact]
    public async Task The_working_tree_is_indexed_when_it_is_asked_for()
    {
        await workspace.Commit("work", ("a.py", "def committed(): pass\n"));
        workspace.Write("work", ("b.py", "def draft(): pass\n"));

        var commit = await workspace.Run("work", "index");
        var before = await workspace.Run("work", "search", "draft");
        var tree = await workspace.Run("work", "index", "--working-tree");
        var after = await workspace.Run("work", "search", "draft");

        Assert.Equal((0, 1, 0, 0), (commit.ExitCode, before.ExitCode, tree.ExitCode, after.ExitCode));
        Assert.Contains("with the files as they are on disk", after.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_git_can_be_indexed()
    {
        workspace.Write("plain", ("a.py", "def lonely(): pass\n"));

        var index = await workspace.Run("plain", "index");
        var answer = await workspace.Run("plain", "callers", "lonely");

        Assert.Equal((0, 0), (index.ExitCode, answer.ExitCode));
        Assert.Contains("# no caller is known", answer.Lines);
        Assert.Contains("# plain @ no commit", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_with_control_characters_are_written_out()
    {
        await workspace.Commit("odd", ("a\e[31m.py", "def painted(): pass\n"));

        await workspace.Run("odd", "index");
        var answer = await workspace.Run("odd", "search", "painted");

        Assert.Contains("a\\x1b[31m.py:1:5", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_and_version_are_answers()
    {
        var help = await workspace.Run(".", "--help");
        var callers = await workspace.Run(".", "callers", "--help");
        var version = await workspace.Run(".", "--version");

        Assert.Equal((0, 0, 0), (help.ExitCode, callers.ExitCode, version.ExitCode));
        Assert.Contains("Exit codes:", help.Output, StringComparison.Ordinal);
        Assert.Contains("--include-ambiguous", callers.Output, StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d+\.\d+", version.Output);
    }
}
