using System.Diagnostics;
using CodeGraph.Git;
using CodeGraph.Storage;
using CodeGraph.Tests;

namespace CodeGraph.Grains.Tests;

public sealed class RepositoryGrainTests : GrainTest
{
    [Fact]
    public async Task Indexing_ends_with_a_summary_and_a_current_snapshot()
    {
        var last = await Silo.Index(Sources);
        Assert.Equal(IndexPhase.Done, last.Phase);
        var commit = Sources.Git("rev-parse", "HEAD");
        Assert.Equal($"shop@{commit}", last.Summary!.Snapshot);
        Assert.Equal((4, 4, 0), (last.Summary.Files, last.Summary.ParsedNow, last.Summary.FromStore));
        Assert.False(last.Summary.AlreadyIndexed);
        Assert.Equal(["listing", "parsing", "linking", "storing"], last.Summary.PhaseTimes.Keys);
        Assert.Equal(last.Summary.References, last.Summary.RelationsByTier.Values.Sum() + last.Summary.External + last.Summary.Unresolved);
        var status = await Silo.Repository().GetStatus();
        Assert.Equal((last.Summary.Snapshot, commit, "main", Sources.Folder), (status.Current, status.Commit, status.Reference, status.Source));
        Assert.Equal(IndexPhase.Done, status.Job!.Phase);
    }

    [Fact]
    public async Task What_was_indexed_outlives_the_process()
    {
        var last = await Silo.Index(Sources);
        var before = await Silo.Repository().GetStatus();
        await Restart();
        var status = await Silo.Repository().GetStatus();
        Assert.Equal(last.Summary!.Snapshot, status.Current);
        Assert.Equal(before.IndexedAt, status.IndexedAt);
        Assert.Equal(last.Summary.PhaseTimes, status.Summary!.PhaseTimes);
        Assert.Single((await (await Silo.Current()).Search(new("buy"), default)).Symbols);
    }

    [Fact]
    public async Task A_commit_that_is_indexed_is_not_indexed_again_unless_forced()
    {
        var first = await Silo.Index(Sources);
        var second = await Silo.Index(Sources);
        Assert.True(second.Summary!.AlreadyIndexed);
        Assert.Equal(first.Summary!.Snapshot, second.Summary.Snapshot);
        var forced = await Silo.Index(Sources, force: true);
        Assert.False(forced.Summary!.AlreadyIndexed);
        Assert.Equal((0, 4), (forced.Summary.ParsedNow, forced.Summary.FromStore));
        Assert.Equal(4, (await (await Silo.Current()).Outline("shop/orders.py", default)).Symbols.Count + 1);
    }

    [Fact]
    public async Task Only_changed_files_are_parsed_and_earlier_commits_stay_answered()
    {
        var first = await Silo.Index(Sources);
        Sources.Write("main.py", "def main(): pass\n");
        Sources.Commit("second");
        var second = await Silo.Index(Sources);
        Assert.Equal((1, 3), (second.Summary!.ParsedNow, second.Summary.FromStore));
        Assert.Single((await (await Silo.Current()).Search(new("main"), default)).Symbols);
        Assert.Empty((await Silo.Grains.GetGrain<ISnapshotGrain>(first.Summary!.Snapshot).Search(new("main"), default)).Symbols);

        // Back to the first: its snapshot is there and becomes the current one.
        var back = await Silo.Index(Sources, first.Summary.Commit);
        Assert.True(back.Summary!.AlreadyIndexed);
        Assert.Equal(first.Summary.Snapshot, (await Silo.Repository().GetStatus()).Current);
    }

    [Fact]
    public async Task A_branch_takes_room_for_what_is_different()
    {
        WriteModules(300);
        await Silo.Index(Sources);
        var before = Room();
        Sources.Git("switch", "--quiet", "--create", "second");
        foreach (var i in new[] { 7, 140, 299 })
            Sources.Write($"modules/m{i}.py", $"def changed{i}():\n    return step{i}()\n\ndef step{i}():\n    return 2\n");
        Sources.Commit("one percent");
        var branch = await Silo.Index(Sources);
        Assert.InRange(Room() - before, 1, before * 3 / 100);
        Assert.Equal("changed140", Assert.Single((await (await Silo.Current()).Search(new("changed140"), default)).Symbols).Name);
        var caller = Assert.Single((await (await Silo.Current()).Callers(new("modules/m140.py#step140"), default)).Relations);
        Assert.Equal("modules/m140.py#changed140", caller.From!.Id);

        // Forced, it is made from nothing and is the same.
        var again = await Silo.Index(Sources, force: true);
        Assert.Equal((branch.Summary!.Symbols, branch.Summary.References, branch.Summary.Unresolved), (again.Summary!.Symbols, again.Summary.References, again.Summary.Unresolved));
    }

    [Fact]
    public async Task A_worktree_of_an_indexed_commit_costs_nothing()
    {
        WriteModules(100);
        var first = await Silo.Index(Sources);
        var before = Room();
        using var worktree = TemporaryRepository.With();
        Directory.Delete(worktree.Folder, recursive: true);
        Sources.Git("worktree", "add", "--quiet", "--detach", worktree.Folder);
        var second = await Silo.Index(worktree, name: "worktree");
        Assert.Equal((IndexPhase.Done, 0), (second.Phase, second.Summary!.ParsedNow));
        Assert.Equal(["storing"], second.Summary.PhaseTimes.Keys);
        Assert.Equal((first.Summary!.Symbols, first.Summary.References), (second.Summary.Symbols, second.Summary.References));
        Assert.Equal(first.Summary.RelationsByTier, second.Summary.RelationsByTier);
        Assert.InRange(Room() - before, 1, 8 << 10);
        var status = await Silo.Repository("worktree").GetStatus();
        Assert.Equal((worktree.Folder, first.Summary.Commit), (status.Source, status.Commit));

        // It stands for itself: what the first repository had goes, and everything is still answered.
        await Silo.Repository().Remove(default);
        Assert.Equal("f42", Assert.Single((await (await Silo.Current("worktree")).Search(new("f42"), default)).Symbols).Name);
        Assert.NotEmpty((await (await Silo.Current("worktree")).SearchText(new("def f42"), default)).Lines);
    }

    [Fact]
    public async Task The_same_files_are_linked_once_whatever_they_go_with()
    {
        Sources.Write("new.py", "def fresh(): pass\n\nfresh()\n");
        var open = await Silo.Index(Sources, workingTree: true);
        Assert.Equal(open.Summary!.Commit, (await (await Silo.Current()).Search(new("fresh"), default)).Source.Commit);

        // Committed as they are: answers name that commit, of the files on disk and of the commit, and nothing is linked again.
        var commit = Sources.Commit("as they are");
        await IsRenewed(workingTree: true);
        await IsRenewed(workingTree: false);

        // A commit that changes no file.
        Sources.Git("commit", "--quiet", "--allow-empty", "--message", "nothing");
        commit = Sources.Git("rev-parse", "HEAD").Trim();
        await IsRenewed(workingTree: true);
        await IsRenewed(workingTree: false);

        // Which files are left out counts as well.
        Sources.Write(".gitattributes", "new.py linguist-generated\n");
        Assert.Equal(open.Summary.Files - 1, (await Silo.Index(Sources, workingTree: true)).Summary!.Files);

        async Task IsRenewed(bool workingTree)
        {
            var last = await Silo.Index(Sources, workingTree: workingTree);
            Assert.Equal((IndexPhase.Done, commit), (last.Phase, last.Summary!.Commit));
            Assert.DoesNotContain("linking", last.Summary.PhaseTimes.Keys);
            Assert.Equal((open.Summary.Symbols, open.Summary.References), (last.Summary.Symbols, last.Summary.References));
            var answer = await (await Silo.Current()).Callers(new("new.py#fresh"), default);
            Assert.Equal((commit, workingTree), (answer.Source.Commit, answer.Source.WorkingTree));
            Assert.Single(answer.Relations);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_project_calls_written_by_hand_is_looked_at_again_when_it_calls_it_so_no_more(bool workingTree)
    {
        var files = (await Silo.Index(Sources)).Summary!.Files;
        Sources.Write("made.py", "# Code generated by a tool. DO NOT EDIT.\ndef made(): pass\n");
        Sources.Write("again.py", "# Code generated by a tool. DO NOT EDIT.\ndef made(): pass\n");
        Sources.Commit("generated");
        Assert.Equal(files, await Indexed());
        Sources.Write(".gitattributes", "made.py linguist-generated=false\n");
        Sources.Commit("by hand");
        Assert.Equal(files + 1, await Indexed());
        Sources.Write("main.py", "x = 1\n");
        Sources.Commit("something else");
        Assert.Equal(files + 1, await Indexed());
        Sources.Write(".gitattributes", "");
        Sources.Commit("not by hand");
        Assert.Equal(files, await Indexed());

        async Task<int> Indexed() => (await Silo.Index(Sources, workingTree: workingTree)).Summary!.Files;
    }

    [Fact]
    public async Task Only_the_latest_snapshots_are_kept()
    {
        for (var i = 0; i < 7; i++)
        {
            Sources.Write("main.py", $"x = {i}\n");
            Sources.Commit($"commit {i}");
            await Silo.Index(Sources);
        }
        Assert.Equal(4, Directory.GetFiles(Path.Combine(Data, "repositories", "shop", "snapshots")).Length);
        Assert.Equal("x", Assert.Single((await (await Silo.Current()).Outline("main.py", default)).Symbols).Symbol.Name);
    }

    [Fact]
    public async Task The_working_tree_can_be_indexed()
    {
        Sources.Write("new.py", "def fresh(): pass\n");
        var last = await Silo.Index(Sources, workingTree: true);
        Assert.StartsWith("shop@worktree-", last.Summary!.Snapshot, StringComparison.Ordinal);
        var answer = await (await Silo.Current()).Search(new("fresh"), default);
        Assert.Single(answer.Symbols);
        Assert.True(answer.Source.WorkingTree);
    }

    [Fact]
    public async Task A_folder_without_git_can_be_indexed()
    {
        using var folder = TemporaryRepository.OnlyFolder();
        folder.Write("a.py", "def alone(): pass\n");
        var last = await Silo.Index(folder, name: "plain");
        Assert.Null(last.Summary!.Commit);
        Assert.Single((await (await Silo.Current("plain")).Search(new("alone"), default)).Symbols);
    }

    [Fact]
    public async Task A_url_is_cloned_and_indexed()
    {
        await Silo.Repository("cloned").StartIndex(new("file://" + Sources.Folder), default);
        IndexProgress? last = null;
        await foreach (var progress in Silo.Repository("cloned").Watch(default))
            last = progress;
        Assert.Equal((IndexPhase.Done, null), (last!.Phase, last.Message));
        Assert.Equal(4, last.Summary!.Files);
        Assert.Contains("fetching", last.Summary.PhaseTimes.Keys);
    }

    [Fact]
    public async Task A_bad_request_is_refused_with_its_remedy()
    {
        Assert.Contains("no folder", (await Refused(new("/does/not/exist"))).Message, StringComparison.Ordinal);
        Assert.Contains("'nowhere' names no commit", (await Refused(new(Sources.Folder, "nowhere"))).Message, StringComparison.Ordinal);
        Assert.Contains("working tree", (await Refused(new("https://example.org/a.git", WorkingTree: true))).Message, StringComparison.Ordinal);
        Assert.Null((await Silo.Repository().GetStatus()).Source);

        Task<ArgumentException> Refused(IndexRequest request) =>
            Assert.ThrowsAsync<ArgumentException>(() => Silo.Repository().StartIndex(request, default));
    }

    [Fact]
    public async Task A_failed_job_leaves_the_snapshot_before_it()
    {
        var first = await Silo.Index(Sources);
        using (FactsStore.OpenForWriting(new DataFolder(Data).Facts("shop")))
        {
            var failed = await Silo.Index(Sources, force: true);
            Assert.Equal(IndexPhase.Failed, failed.Phase);
            Assert.Contains($"process {Environment.ProcessId}", failed.Message, StringComparison.Ordinal);
        }
        Assert.Equal(first.Summary!.Snapshot, (await Silo.Repository().GetStatus()).Current);
        Assert.Single((await (await Silo.Current()).Search(new("buy"), default)).Symbols);
        Assert.Equal(IndexPhase.Done, (await Silo.Index(Sources, force: true)).Phase);
    }

    [SmallDiskFact]
    public async Task A_disk_that_fills_up_leaves_the_snapshot_before_it()
    {
        Assert.True(SmallDisk.TryMount(Data, megabytes: 1));
        try
        {
            await Restart();
            var first = await Silo.Index(Sources);
            Assert.Equal(IndexPhase.Done, first.Phase);
            for (var i = 0; i < 800; i++)
                Sources.Write($"many/f{i}.py", string.Concat(Enumerable.Range(0, 20).Select(n => $"def f{i}_{n}(first, second):\n    return f{i}_{n + 1}(first) + second\n")));
            Sources.Commit("many");
            var failed = await Silo.Index(Sources);
            Assert.Equal(IndexPhase.Failed, failed.Phase);
            Assert.Contains("disk is full", failed.Message, StringComparison.Ordinal);
            Assert.Equal(first.Summary!.Snapshot, (await Silo.Repository().GetStatus()).Current);
            await Restart();
            Assert.Equal(first.Summary.Snapshot, (await Silo.Repository().GetStatus()).Current);
            Assert.Single((await (await Silo.Current()).Search(new("buy"), default)).Symbols);
        }
        finally
        {
            await Silo.DisposeAsync();
            SmallDisk.Unmount(Data);
        }
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_told()
    {
        var folder = new DataFolder(Data).Repository("shop");
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        File.WriteAllText(folder, "a file where the folder should be");
        var failed = await Silo.Index(Sources);
        Assert.Equal(IndexPhase.Failed, failed.Phase);
        Assert.Contains(folder, failed.Message, StringComparison.Ordinal);
        Assert.Contains("could not be written", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_job_is_joined_by_its_like_and_can_be_cancelled_and_resumed()
    {
        for (var i = 0; i < 1500; i++)
            Sources.Write($"many/f{i}.py", $"def f{i}(a, b):\n    return f{i + 1}(a) + b\n");
        Sources.Commit("many");
        var repository = Silo.Repository();
        var request = new IndexRequest(Sources.Folder);
        var job = await repository.StartIndex(request, default);
        var joined = await repository.StartIndex(request, default);
        Assert.Equal((job.Id, true), (joined.Id, joined.Joined));
        await Assert.ThrowsAsync<BusyException>(() => repository.StartIndex(request with { Force = true }, default));
        Assert.True(await repository.CancelIndex());
        IndexProgress? last = null;
        await foreach (var progress in repository.Watch(default))
            last = progress;
        last ??= (await repository.GetStatus()).Job;
        Assert.Equal(IndexPhase.Cancelled, last!.Phase);
        Assert.Null((await repository.GetStatus()).Current);
        Assert.False(await repository.CancelIndex());
        var resumed = await Silo.Index(Sources);
        Assert.Equal(IndexPhase.Done, resumed.Phase);
        Assert.Equal(1504, resumed.Summary!.FromStore + resumed.Summary.ParsedNow);
    }

    [Fact]
    public async Task Stopping_the_host_stops_the_job_and_what_was_parsed_is_kept()
    {
        for (var i = 0; i < 1500; i++)
            Sources.Write($"many/f{i}.py", $"def f{i}(a, b):\n    return f{i + 1}(a) + b\n");
        Sources.Commit("many");
        await Silo.Repository().StartIndex(new(Sources.Folder), default);
        await foreach (var progress in Silo.Repository().Watch(default))
        {
            if (progress.Files > 0)
                break;
        }
        await Restart();
        var last = await Silo.Index(Sources);
        Assert.Equal(IndexPhase.Done, last.Phase);
        Assert.True(last.Summary!.FromStore > 0 || last.Summary.AlreadyIndexed);
    }

    [Fact]
    public async Task A_process_killed_while_it_indexes_is_resumed_by_the_next()
    {
        for (var i = 0; i < 1500; i++)
            Sources.Write($"many/f{i}.py", $"def f{i}(a, b):\n    return f{i + 1}(a) + b\n");
        Sources.Commit("many");
        var facts = new DataFolder(Data).Facts("shop");
        var random = new Random(8);
        var known = 0;
        for (var round = 0; round < 4; round++)
        {
            using var child = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CodeGraph.IndexingChild.dll"), Data, Sources.Folder]) { RedirectStandardOutput = true })!;
            var until = known + random.Next(550, 700);
            while (int.Parse(await child.StandardOutput.ReadLineAsync() ?? "99999", System.Globalization.CultureInfo.InvariantCulture) < until)
            {
            }
            child.Kill();
            await child.WaitForExitAsync();
            using var store = FactsStore.OpenForReading(facts);
            Assert.True(store.Count >= known);
            known = store.Count;
        }
        await Restart();
        var last = await Silo.Index(Sources);
        Assert.Equal(IndexPhase.Done, last.Phase);
        Assert.InRange(last.Summary!.FromStore, Math.Max(1, known), 1504);
        Assert.Empty(Directory.GetFiles(Path.Combine(Data, "repositories", "shop", "snapshots"), "*" + DurableFile.TemporarySuffix));
    }

    private void WriteModules(int count)
    {
        for (var i = 0; i < count; i++)
            Sources.Write($"modules/m{i}.py", $"from modules.m{(i + 1) % count} import f{(i + 1) % count}\n\ndef f{i}():\n    return f{(i + 1) % count}() + g{i}()\n\ndef g{i}():\n    return {i}\n" + Helpers(i));
        Sources.Commit("modules");
    }

    private static string Helpers(int module) =>
        string.Concat(Enumerable.Range(0, 20).Select(i => $"\ndef helper{module}_{i}(value):\n    \"\"\"Adds {module * i}.\"\"\"\n    return value + {module * i} + g{module}()\n"));

    /// <summary>What snapshots, facts and text indexes take; a file with several names once.</summary>
    private long Room()
    {
        var listing = ProcessOutput("find", Path.Combine(Data, "repositories"), Path.Combine(Data, "facts"), "-type", "f", "-printf", "%i %s\n");
        return listing.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Sum(line => long.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    private static string ProcessOutput(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
