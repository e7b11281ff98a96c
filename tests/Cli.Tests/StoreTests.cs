using System.Text.Json;
using CodeGraph.Tests;

namespace CodeGraph.Cli.Tests;

/// <summary>doctor, gc, repositories and export --stored, by the command line.</summary>
public sealed class StoreTests : IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Fact]
    public async Task What_is_stored_is_exported_as_what_is_linked_anew()
    {
        await workspace.Commit("shop", ("shop/__init__.py", ""), ("shop/cart.py", IndexedShop.Cart), ("shop/main.py", IndexedShop.Main), ("a.cs", "namespace A; class B { int C(int d) => C(d) + E; int E; }"));
        await workspace.Run("shop", "index");

        var linked = await workspace.Run("shop", "export", ".");
        var stored = await workspace.Run("shop", "export", ".", "--stored");
        workspace.Write("shop", ("shop/new.py", "def fresh(): pass\n"));
        var head = await workspace.Run("shop", "export", ".", "--stored");
        await workspace.Run("shop", "index", "--working-tree");
        var tree = await workspace.Run("shop", "export", ".", "--stored");
        var linkedTree = await workspace.Run("shop", "export", ".");

        Assert.Equal((0, 0, linked.Output), (linked.ExitCode, stored.ExitCode, stored.Output));
        Assert.Equal(linked.Output, head.Output);
        Assert.Equal(linkedTree.Output, tree.Output);
        Assert.NotEqual(linked.Output, tree.Output);
    }

    [Fact]
    public async Task An_export_of_what_is_not_stored_is_refused_with_the_remedy()
    {
        await workspace.Commit("shop", ("sub/a.py", "x = 1\n"));
        var never = await workspace.Run("shop", "export", ".", "--stored");
        await workspace.Run("shop", "index");
        var part = await workspace.Run("shop", "export", "sub", "--stored");
        await workspace.Commit("shop", ("b.py", "y = 1\n"));
        var later = await workspace.Run("shop", "export", ".", "--stored");

        Assert.Equal((3, 3, 3), (never.ExitCode, part.ExitCode, later.ExitCode));
        Assert.Contains("is in no indexed repository", never.Errors, StringComparison.Ordinal);
        Assert.Contains("Give its root: codegraph export", part.Errors, StringComparison.Ordinal);
        Assert.Contains("Index it with: codegraph index", later.Errors, StringComparison.Ordinal);
    }

    [SmallDiskFact]
    public async Task A_read_only_data_folder_answers_and_is_left_as_it_is()
    {
        await workspace.Commit("shop", ("cart.py", IndexedShop.Cart));
        await workspace.Run("shop", "index");
        Assert.True(SmallDisk.TryMakeReadOnly(workspace.At("home")));
        try
        {
            foreach (var command in new[] { "outline cart.py", "search Cart", "grep class", "doctor", "repositories list", "export . --stored" })
            {
                var answer = await workspace.Run("shop", command.Split(' '));
                Assert.True(answer.ExitCode == 0 && answer.Results.Length > 0 == (command != "doctor"), command + answer.Errors);
            }
            foreach (var command in new[] { "doctor --repair", "gc", "gc --dry-run", "index --force", "index --working-tree", "repositories remove shop" })
            {
                var refused = await workspace.Run("shop", command.Split(' '));
                Assert.Equal((3, command), (refused.ExitCode, command));
                Assert.Contains("read-only for this user. Make it writable, or set CODEGRAPH_HOME", refused.Errors, StringComparison.Ordinal);
            }
        }
        finally
        {
            SmallDisk.Unmount(workspace.At("home"));
        }
        Assert.Equal(0, (await workspace.Run("shop", "gc")).ExitCode);
        Assert.Equal(0, (await workspace.Run("shop", "doctor", "--repair")).ExitCode);
    }

    [Fact]
    public async Task Texts_that_no_snapshot_has_are_collected_and_damaged_ones_found()
    {
        await workspace.Commit("shop", ("a.py", "def first(): pass\n"));
        await workspace.Run("shop", "index");
        var text = Path.Combine(workspace.At("home"), "repositories", "shop", "text");
        for (var commit = 0; commit < 5; commit++)
        {
            await workspace.Commit("shop", ("a.py", $"def other{commit}(): pass\n"));
            await workspace.Run("shop", "index");
        }
        var dry = await workspace.Run("shop", "gc", "--dry-run");
        var done = await workspace.Run("shop", "gc");
        var again = await workspace.Run("shop", "gc");
        Assert.Contains("text", dry.Output, StringComparison.Ordinal);
        Assert.Contains("text", done.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("in no snapshot", again.Output, StringComparison.Ordinal);
        Assert.Single((await workspace.Run("shop", "grep", "other4")).Results);

        var segment = Directory.GetFiles(text, "*.text")[0];
        var bytes = File.ReadAllBytes(segment);
        bytes[^1] ^= 1;
        File.WriteAllBytes(segment, bytes);
        var found = await workspace.Run("shop", "doctor");
        Assert.NotEqual(0, found.ExitCode);
        Assert.Contains(segment, found.Output, StringComparison.Ordinal);
        await workspace.Run("shop", "doctor", "--repair");
        Assert.Equal(0, (await workspace.Run("shop", "doctor", "--repair")).ExitCode);
        await workspace.Run("shop", "index");
        Assert.Single((await workspace.Run("shop", "grep", "other4")).Results);
    }

    [Fact]
    public async Task A_removed_repository_is_gone_and_its_facts_go_with_the_next_collection()
    {
        await workspace.Commit("one", ("a.py", "def first(): pass\n"));
        await workspace.Commit("two", ("b.py", "def second(): pass\n"));
        await workspace.Run("one", "index");
        await workspace.Run("two", "index");

        var list = await workspace.Run(".", "repositories", "list");
        var removed = await workspace.Run(".", "repositories", "remove", "one");
        var again = await workspace.Run(".", "repositories", "remove", "one");
        var listed = JsonDocument.Parse((await workspace.Run(".", "repositories", "list", "--json")).Output).RootElement.GetProperty("repositories");
        var dry = JsonDocument.Parse((await workspace.Run(".", "gc", "--dry-run", "--json")).Output).RootElement;
        Assert.True(File.Exists(workspace.At("home/facts/one.facts")));
        var collected = await workspace.Run(".", "gc");

        Assert.Equal(["one", "two"], list.Results.Select(r => r.Split('\t')[0]));
        Assert.Equal((0, 1), (removed.ExitCode, again.ExitCode));
        Assert.Contains("Registered are: two", again.Errors, StringComparison.Ordinal);
        Assert.Equal("two", Assert.Single(listed.EnumerateArray().ToArray()).GetProperty("name").GetString());
        Assert.True(dry.GetProperty("freed").GetInt64() > 0);
        Assert.Contains("one.facts", Assert.Single(collected.Results), StringComparison.Ordinal);
        Assert.False(File.Exists(workspace.At("home/facts/one.facts")));
        Assert.Equal(0, (await workspace.Run("two", "search", "second")).ExitCode);
        Assert.Contains("0 B freed", (await workspace.Run(".", "gc")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collection_is_refused_while_something_is_indexed()
    {
        await workspace.Commit("one", ("a.py", "def first(): pass\n"));
        await workspace.Run("one", "index");
        Outcome collecting, indexing, searching;
        await using (new FileStream(workspace.At("home/store.lock"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read))
            collecting = await workspace.Run(".", "gc");
        await using (new FileStream(workspace.At("home/store.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            indexing = await workspace.Run("one", "index", "--force");
            searching = await workspace.Run("one", "search", "first");
        }

        Assert.Equal((3, 3, 0), (collecting.ExitCode, indexing.ExitCode, searching.ExitCode));
        Assert.Contains("is in use", collecting.Errors, StringComparison.Ordinal);
        Assert.Contains("is being collected by", indexing.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await workspace.Run("one", "index", "--force")).ExitCode);
    }

    [Fact]
    public async Task A_doctor_finds_and_repairs_and_the_next_index_makes_it_anew()
    {
        await workspace.Commit("one", ("a.py", "def first(): pass\n"));
        await workspace.Run("one", "index");
        var whole = await workspace.Run(".", "doctor");
        var snapshot = Assert.Single(Directory.GetFiles(workspace.At("home/repositories/one/snapshots")));
        foreach (var path in new[] { snapshot, workspace.At("home/facts/one.facts") })
        {
            var bytes = await File.ReadAllBytesAsync(path);
            bytes[^20] ^= 1;
            await File.WriteAllBytesAsync(path, bytes);
        }

        var broken = await workspace.Run(".", "doctor");
        var json = JsonDocument.Parse((await workspace.Run(".", "doctor", "--json")).Output).RootElement;
        var repaired = await workspace.Run(".", "doctor", "--repair");
        var index = await workspace.Run("one", "index");
        await workspace.Run(".", "gc");
        var after = await workspace.Run(".", "doctor");

        Assert.Equal((0, 3, 0, 0, 0), (whole.ExitCode, broken.ExitCode, repaired.ExitCode, index.ExitCode, after.ExitCode));
        Assert.Equal(["damaged", "damaged"], json.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("fault").GetString()));
        Assert.Contains("1 parsed", index.Output, StringComparison.Ordinal);
        Assert.Empty(after.Results);
        Assert.Equal(0, (await workspace.Run("one", "search", "first")).ExitCode);
    }

    [Fact]
    public async Task A_full_disk_ends_index_and_collection_and_harms_nothing()
    {
        await workspace.Commit("one", [.. Enumerable.Range(0, 60).Select(i => ($"f{i}.py", string.Concat(Enumerable.Range(0, 40).Select(j => $"def g{i}_{j}(a{i * j}): return h{i + j}(a{i * j})\n"))))]);
        await workspace.Run("one", "index");
        var facts = new FileInfo(workspace.At("home/facts/one.facts")).Length;
        for (var i = 0; i < 60; i++)
            workspace.Write("one", ($"f{i}.py", string.Concat(Enumerable.Range(0, 40).Select(j => $"def k{i}_{j}(b{i + j}): return h{i * j}(b{i + j})\n"))));

        // Files may not grow past a limit: writes fail as on a full disk, without the rights to mount one.
        foreach (var limit in new[] { 3_000, facts + 1_000 })
        {
            var index = await RunLimited(limit, "index", "--working-tree");
            Assert.True(index.ExitCode == 3, $"{limit}: {index.Output}{index.Errors}");
            Assert.Contains("disk is full", index.Errors, StringComparison.Ordinal);
            Assert.Equal(0, (await workspace.Run("one", "search", "g1_1")).ExitCode);
        }

        // Facts that no snapshot needs: of files that a repository once had.
        Assert.Equal(0, (await workspace.Run("one", "index", "--working-tree")).ExitCode);
        await workspace.Run(".", "repositories", "remove", "one");
        Assert.Contains("0 parsed", (await workspace.Run("one", "index")).Output, StringComparison.Ordinal);
        var collect = await RunLimited(3_000, "gc");
        var doctor = await workspace.Run(".", "doctor");
        Assert.Equal((3, 0), (collect.ExitCode, doctor.ExitCode));
        Assert.Contains("disk is full", collect.Errors, StringComparison.Ordinal);
        Assert.Empty(doctor.Results);
        Assert.Contains("one.facts", Assert.Single((await workspace.Run(".", "gc")).Results), StringComparison.Ordinal);
        Assert.Contains("60 known from before", (await workspace.Run("one", "index", "--force")).Output, StringComparison.Ordinal);
    }

    private Task<Outcome> RunLimited(long bytes, params string[] arguments)
    {
        var environment = new Dictionary<string, string?>(workspace.Environment) { ["DOTNET_EnableWriteXorExecute"] = "0" };
        string[] command = ["-c", "trap '' XFSZ; exec \"$@\"", "sh", "prlimit", $"--fsize={bytes}", "dotnet", Shell.Program, .. arguments];
        return Shell.Run(workspace.At("one"), "sh", command, environment);
    }

    [Fact]
    public async Task A_record_that_is_broken_stops_a_collection_and_is_set_aside()
    {
        await workspace.Commit("one", ("a.py", "def first(): pass\n"));
        await workspace.Run("one", "index");
        await File.WriteAllTextAsync(Assert.Single(Directory.GetFiles(workspace.At("home/state/repository"), "*.json", SearchOption.AllDirectories)), "{\"etag\":\"1\"");

        var collecting = await workspace.Run(".", "gc");
        var doctor = await workspace.Run(".", "doctor", "--repair");
        var index = await workspace.Run("one", "index");

        Assert.Equal((3, 0, 0), (collecting.ExitCode, doctor.ExitCode, index.ExitCode));
        Assert.Contains("nothing was removed", collecting.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await workspace.Run("one", "search", "first")).ExitCode);
    }
}
