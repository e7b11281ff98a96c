using System.Diagnostics;
using System.Net.Sockets;
using CodeGraph.Git;
using CodeGraph.Graph;
using CodeGraph.Indexing;
using CodeGraph.Parsing;
using CodeGraph.Storage;

namespace CodeGraph.Tests.Indexing;

/// <summary>What is bad among the sources costs itself and nothing else: the rest is indexed, and what is left out is told.</summary>
public sealed class BadSourcesTests
{
    [Fact]
    public async Task Bad_contents_cost_themselves_alone()
    {
        using var repository = TemporaryRepository.With(("good.py", "def good(): pass\n"), ("Good.cs", "class Good { void M() { M(); } }\n"));
        repository.Write("invalid.py", [.. "def before(): pass\n# "u8, 0xFF, 0xFE, 0xC3, 0x28, .. "\ndef after(): pass\n"u8]);
        repository.Write("late_nul.py", [.. Repeat("x = 1\n", 2_000), 0, 0, .. "\ndef behind(): pass\n"u8]);
        repository.Write("nul.py", [.. "x = 1\n"u8, 0]);
        foreach (var name in new[] { "line.py", "line.js", "data.js", "line.c" })
            repository.Write(name, [.. name == "data.js" ? Repeat("{\"a\":[1,2]},", 420_000) : Repeat("f(a1,b2); ", 500_000)]);
        repository.Write("short_line.py", Repeat("f(a1,b2); ", 190_000));
        foreach (var ending in new[] { "cs", "java", "cpp", "ts", "kt" })
            repository.Write("angles." + ending, Repeat("a<\n", 20_000));
        foreach (var ending in new[] { "py", "js", "c", "go", "rb", "swift" })
            repository.Write("brackets." + ending, Repeat("(\n", 100_000));
        repository.Commit("bad");
        var limits = new ParseLimits { BaseBytes = 32 << 20, BytesPerSourceByte = 20, Milliseconds = 500 };
        var (result, tracker) = await Build(repository, limits);
        var snapshot = new Snapshot(result.Data);
        foreach (var id in new[] { "good.py#good", "Good.cs#Good.M", "invalid.py#before", "invalid.py#after" })
            Assert.True(snapshot.FindId(id) >= 0, id);
        Assert.Equal((4, 1, 1), (result.Properties.Skipped["tooLarge"], result.Properties.Skipped["binary"], result.Properties.Skipped["minified"]));
        Assert.All(result.Properties.Failed, failed => Assert.Matches("^(angles|brackets)\\.[a-z]+: parsing takes (more memory|longer) than allowed$", failed));
        Assert.Contains(result.Properties.Failed, failed => failed.StartsWith("angles.", StringComparison.Ordinal));
        Assert.Equal(tracker.TotalFiles, result.ParsedNow + result.Properties.Failed.Count + 2);
    }

    [Fact]
    public async Task Odd_names_are_indexed_whatever_their_bytes()
    {
        string[] names = ["a b.py", "quote\"'s.py", "line\nbreak.py", "tab\t.py", "süß.py", "-dash.py", "back\\slash.py", "dir with space/x.py"];
        using var repository = TemporaryRepository.With([.. names.Select((name, i) => (name, $"def f{i}(): pass\n"))]);
        var blob = repository.Git("def latin(): pass\n"u8.ToArray(), "hash-object", "-w", "--stdin");
        repository.Git([.. System.Text.Encoding.ASCII.GetBytes($"100644 {blob}\tcaf"), 0xE9, .. ".py\0"u8], "update-index", "-z", "--index-info");
        repository.Git("commit", "--quiet", "-m", "latin");
        var snapshot = new Snapshot((await Build(repository)).Result.Data);
        Assert.Equal(names.Append("caf\\xE9.py").Order(StringComparer.Ordinal), Enumerable.Range(0, snapshot.FileCount).Select(snapshot.Path));
        Assert.True(snapshot.FindId("caf\\xE9.py#latin") >= 0);
        Assert.True(snapshot.FindId("line\nbreak.py#f2") >= 0);
    }

    [Fact]
    public async Task What_is_no_regular_file_in_a_folder_does_not_stop_it()
    {
        using var folder = TemporaryRepository.OnlyFolder();
        folder.Write("good.py", "def good(): pass\n");
        folder.Write("sub/deep.py", "def deep(): pass\n");
        File.CreateSymbolicLink(folder.PathOf("self"), folder.Folder);
        File.CreateSymbolicLink(folder.PathOf("sub/up"), "..");
        File.CreateSymbolicLink(folder.PathOf("a.py"), "b.py");
        File.CreateSymbolicLink(folder.PathOf("b.py"), "a.py");
        File.CreateSymbolicLink(folder.PathOf("zero.py"), "/dev/zero");
        using (var make = Process.Start("mkfifo", [folder.PathOf("pipe.py"), folder.PathOf("sub/.gitignore")]))
            await make.WaitForExitAsync();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder.PathOf("socket.py")));
        await using var tree = await SourceTree.Open(folder.Folder, null, Indexer.Sources);
        var result = await new Indexer(new() { Threads = 2 }, TimeProvider.System).Build(tree, folder.Folder, null, null, new(TimeProvider.System), CancellationToken.None);
        var snapshot = new Snapshot(result.Data);
        Assert.True(snapshot.FindId("good.py#good") >= 0);
        Assert.True(snapshot.FindId("sub/deep.py#deep") >= 0);
        Assert.Equal(5, result.Properties.Skipped["symbolicLink"]);
        Assert.Equal(2, snapshot.SymbolCount);
    }

    [Fact]
    public async Task Ten_thousand_files_in_one_folder_are_indexed_and_the_progress_advances()
    {
        using var folder = TemporaryRepository.OnlyFolder();
        for (var i = 0; i < 10_000; i++)
            folder.Write($"f{i}.py", $"def f{i}(): return f{i + 1}()\n");
        await using var tree = await SourceTree.Open(folder.Folder, null, Indexer.Sources);

        // Without a listener, as in the program.
        var tracker = new IndexTracker(TimeProvider.System);
        var result = await new Indexer(new() { Threads = 2 }, TimeProvider.System).Build(tree, folder.Folder, null, null, tracker, CancellationToken.None);
        Assert.Equal((10_000, 10_000, 10_000), (result.ParsedNow, tracker.Files, tracker.TotalFiles));
        Assert.Equal((tracker.TotalBytes, 10_000), (tracker.Bytes, new Snapshot(result.Data).SymbolCount));
    }

    [Fact]
    public async Task Files_of_one_content_are_told_from_those_known_before()
    {
        using var repository = TemporaryRepository.With(("a.py", "x = 1\n"), ("b.py", "x = 1\n"), ("c.py", "x = 1\n"), ("d.py", "y = 1\n"));
        foreach (var threads in new[] { 1, 4 })
        {
            using var facts = FactsStore.OpenForWriting(repository.PathOf($".git/facts{threads}"));
            var first = (await Build(repository, facts: facts, threads: threads)).Result;
            Assert.Equal((2, 0, 2), (first.ParsedNow, first.FromStore, first.Shared));
            var second = (await Build(repository, facts: facts, threads: threads)).Result;
            Assert.Equal((0, 4, 0), (second.ParsedNow, second.FromStore, second.Shared));
        }
        var unstored = (await Build(repository)).Result;
        Assert.Equal((2, 0, 2), (unstored.ParsedNow, unstored.FromStore, unstored.Shared));
    }

    [Fact]
    public async Task A_repository_deleted_while_it_is_indexed_is_named()
    {
        using var repository = TemporaryRepository.Empty();
        for (var i = 0; i < 400; i++)
            repository.Write($"f{i}.py", Repeat($"def f{i}(a, b): return g{i}(a)\n", 400));
        repository.Commit("many");
        using var other = TemporaryRepository.OnlyFolder();
        using var facts = FactsStore.OpenForWriting(other.PathOf("facts"));
        var tracker = new IndexTracker(TimeProvider.System) { FileDone = done => { if (done == 1) repository.Dispose(); } };
        var options = new SourceOptions { IsSource = Indexer.Sources.IsSource, MaxBytesInFlight = 64 * 1024 };
        await using var tree = await SourceTree.OpenCommit(repository.Folder, null, options);
        Exception? failure = await Record.ExceptionAsync(() => new Indexer(new() { Threads = 2 }, TimeProvider.System).Build(tree, repository.Folder, null, facts, tracker, CancellationToken.None));

        // Git may hold the pack open and read on to its end; otherwise the repository is named. What was parsed is kept either way.
        if (failure is not null)
            Assert.Contains(repository.Folder, Assert.IsType<GitException>(failure).Message, StringComparison.Ordinal);
        Assert.True(facts.Count > 0);
    }

    private static byte[] Repeat(string text, int times) => System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, times)));

    private static async Task<(IndexResult Result, IndexTracker Tracker)> Build(TemporaryRepository repository, ParseLimits? limits = null, FactsStore? facts = null, int threads = 2)
    {
        await using var tree = await SourceTree.OpenCommit(repository.Folder, null, Indexer.Sources);
        var tracker = new IndexTracker(TimeProvider.System);
        return (await new Indexer(new() { Threads = threads, ParseLimits = limits ?? new() }, TimeProvider.System).Build(tree, repository.Folder, null, facts, tracker, CancellationToken.None), tracker);
    }
}
