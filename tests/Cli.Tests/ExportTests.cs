using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace CodeGraph.Cli.Tests;

/// <summary>The export contract: JSON lines of any folder, nothing stored.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Fact]
    public async Task Symbols_references_and_edges_are_json_lines()
    {
        await Check(
            [("pkg/__init__.py", ""), ("pkg/a.py", "class Foo:\n    def bar(self, é):\n        return é\n"), ("pkg/b.py", "from pkg.a import Foo\n\n\ndef main():\n    Foo().bar(1)\n\n\nmain()\n")],
            """{"type":"symbol","id":"pkg/a.py#Foo.bar","kind":"method","name":"bar","qualifiedName":"pkg.a.Foo.bar","path":"pkg/a.py","line":2,"column":9,"endLine":3,"parent":"pkg/a.py#Foo","local":false}""",
            """{"type":"reference","path":"pkg/b.py","line":5,"column":11,"name":"bar","role":"call","from":"pkg/b.py#main","state":"resolved","targets":[{"id":"pkg/a.py#Foo.bar","path":"pkg/a.py","line":2,"tier":"typed"}]}""",
            """{"type":"edge","kind":"calls","from":"pkg/b.py#main","to":"pkg/a.py#Foo.bar","tier":"typed","path":"pkg/b.py","line":5,"column":11}""",
            """{"type":"reference","path":"pkg/b.py","line":8,"column":1,"name":"main","role":"call","from":null,"state":"resolved","targets":[{"id":"pkg/b.py#main","path":"pkg/b.py","line":4,"tier":"exact"}]}""",
            """{"type":"edge","kind":"calls","from":"pkg/b.py","to":"pkg/b.py#main","tier":"exact","path":"pkg/b.py","line":8,"column":1}""");
    }

    [Fact]
    public async Task Parameters_are_local_symbols() => await Check(
        [("a.py", "def f(x):\n    return x\n")],
        """{"type":"symbol","id":"a.py#f.x","kind":"parameter","name":"x","qualifiedName":"a.f.x","path":"a.py","line":1,"column":7,"endLine":1,"parent":"a.py#f","local":true}""");

    [Fact]
    public async Task Inheritance_is_an_edge() => await Check(
        [("a.py", "class A:\n    pass\n\n\nclass B(A):\n    pass\n")],
        """{"type":"edge","kind":"inherits","from":"a.py#B","to":"a.py#A","tier":"exact","path":"a.py","line":5,"column":9}""");

    [Fact]
    public async Task The_same_folder_gives_the_same_bytes()
    {
        workspace.Write("many", [.. Enumerable.Range(0, 40).Select(i => ($"m{i}.py", $"import m{(i + 1) % 40}\n\n\ndef f{i}(x):\n    return m{(i + 1) % 40}.f{(i + 1) % 40}(x)\n"))]);

        var first = await workspace.Run(".", "export", "many");
        var second = await workspace.Run("many", "export", ".");

        Assert.Equal(0, first.ExitCode);
        Assert.Equal(first.Output, second.Output);
    }

    [Fact]
    public async Task A_commit_is_exported_instead_of_the_files_on_disk()
    {
        await workspace.Commit("repo", ("a.py", "def old(): pass\n"));
        await workspace.Commit("repo", ("a.py", "def new(): pass\n"));
        workspace.Write("repo", ("a.py", "def draft(): pass\n"));

        Assert.Equal(["draft"], await SymbolsOf("repo"));
        Assert.Equal(["new"], await SymbolsOf("repo", "--git", "HEAD"));
        Assert.Equal(["old"], await SymbolsOf("repo", "--git", "HEAD~1"));
    }

    [Fact]
    public async Task A_folder_that_the_repository_around_it_ignores_is_exported()
    {
        await workspace.Commit("repo", (".gitignore", "scratch/\n"), ("a.py", "x = 1\n"));
        workspace.Write("repo/scratch", ("b.py", "def kept(): pass\n"));

        Assert.Equal(["kept"], await SymbolsOf("repo/scratch"));
    }

    [Fact]
    public async Task An_export_stores_nothing()
    {
        workspace.Write("plain", ("a.py", "def f(): pass\n"));

        await workspace.Run("plain", "export", ".");

        Assert.False(Directory.Exists(workspace.At("home")));
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_the_export_quietly()
    {
        workspace.Write("big", [.. Enumerable.Range(0, 300).Select(i => ($"m{i}.py", string.Concat(Enumerable.Range(0, 60).Select(j => $"def f{j}(x):\n    return f{(j + 1) % 60}(x)\n\n\n"))))]);

        var outcome = await Shell.Run(workspace.At("big"), "bash", ["-c", $"dotnet '{Shell.Program}' export . | head -n 1; echo \"codes ${{PIPESTATUS[*]}}\""], workspace.Environment);

        Assert.Equal("", outcome.Errors);
        Assert.StartsWith("{\"type\":\"symbol\"", outcome.Lines[0], StringComparison.Ordinal);
        Assert.Equal("codes 141 0", outcome.Lines[1]);
    }

    /// <summary>The export cannot end before it is stopped: more than a pipe holds waits for the reader.</summary>
    [Fact]
    public async Task Ctrl_C_ends_with_130()
    {
        workspace.Write("big", [.. Enumerable.Range(0, 300).Select(i => ($"m{i}.py", string.Concat(Enumerable.Range(0, 60).Select(j => $"def f{j}(x):\n    return f{(j + 1) % 60}(x)\n\n\n"))))]);

        using var export = Process.Start(new ProcessStartInfo("dotnet", [Shell.Program, "export", "big"])
        {
            WorkingDirectory = workspace.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await export.StandardOutput.ReadLineAsync();
        await Shell.Run(workspace.Folder, "kill", ["-INT", export.Id.ToString(CultureInfo.InvariantCulture)]);
        var (rest, errors) = (export.StandardOutput.ReadToEndAsync(), export.StandardError.ReadToEndAsync());
        await export.WaitForExitAsync();

        Assert.Equal(130, export.ExitCode);
        Assert.DoesNotContain("\"edge\"", await rest, StringComparison.Ordinal);
        Assert.Equal("", await errors);
    }

    private async Task<IReadOnlyList<string>> SymbolsOf(string folder, params string[] options)
    {
        var outcome = await workspace.Run(folder, ["export", ".", .. options]);
        Assert.Equal(0, outcome.ExitCode);
        return [.. outcome.Lines.Select(line => JsonDocument.Parse(line).RootElement).Where(r => r.GetProperty("type").GetString() == "symbol").Select(r => r.GetProperty("name").GetString()!)];
    }

    private async Task Check((string, string)[] files, params string[] expected)
    {
        workspace.Write("case", files);

        var outcome = await workspace.Run("case", "export", ".");

        Assert.Equal(0, outcome.ExitCode);
        foreach (var line in outcome.Lines)
            JsonDocument.Parse(line).Dispose();
        Assert.Equal(expected, expected.Where(outcome.Lines.Contains));
    }
}
