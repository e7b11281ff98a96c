using CodeGraph.Graph;
using CodeGraph.Model;
using CodeGraph.Parsing;
using CodeGraph.Storage;
using CodeGraph.Tests.Graph;

namespace CodeGraph.Tests.Storage;

/// <summary>The data folder as a whole: what is shared, found broken, collected.</summary>
public sealed class StoreTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("codegraph-store-").FullName;

    private DataFolder Folder => new(root);

    [Fact]
    public void A_blob_parsed_for_one_repository_is_known_to_all()
    {
        Put("one", 0, 40);
        using var other = FactsStore.OpenForWriting(Folder.Facts("two"));
        Assert.Equal((40, ParseOutcome.Parsed), (other.Count, other.Outcome(FactsWriterKey.Of(7))));
        Assert.Equal(7, other.Get(FactsWriterKey.Of(7))!.Lines);
        other.Put(FactsWriterKey.Of(7), FactsOf(7));
        other.Flush();
        Assert.Equal(40, other.Count);
    }

    [Fact]
    public void Facts_that_are_not_flushed_are_got_all_the_same_and_each_time_anew()
    {
        using var store = FactsStore.OpenForWriting(Folder.Facts("one"));
        store.Put(FactsWriterKey.Of(3), FactsOf(3));
        for (var round = 0; round < 2; round++)
        {
            var (first, second) = (store.Get(FactsWriterKey.Of(3))!, store.Get(FactsWriterKey.Of(3))!);
            Assert.Equal((3, 3), (first.Lines, second.Lines));
            Assert.NotSame(first, second);
            store.Flush();
        }
    }

    [Fact]
    public void Compaction_keeps_what_is_wanted_and_frees_the_rest()
    {
        Put("one", 0, 900);
        var path = Folder.Facts("one");
        var before = new FileInfo(path).Length;
        var kept = Enumerable.Range(0, 900).Where(i => i % 3 == 0).Select(FactsWriterKey.Of).ToHashSet();
        var dry = FactsCompaction.Run(path, e => kept.Contains(e.Key), dryRun: true);
        Assert.Equal(before, new FileInfo(path).Length);
        var result = FactsCompaction.Run(path, e => kept.Contains(e.Key), dryRun: false);
        Assert.Equal((before, dry.After, new FileInfo(path).Length), (result.Before, result.After, result.After));
        Assert.True(result.After < before);
        using (var store = FactsStore.OpenForReading(path))
        {
            for (var i = 0; i < 900; i++)
                Assert.Equal(i % 3 == 0 ? i : null, store.Get(FactsWriterKey.Of(i))?.Lines);
        }
        Assert.Equal(0, FactsCompaction.Run(path, e => kept.Contains(e.Key), dryRun: false).Freed);
        FactsCompaction.Run(path, _ => false, dryRun: false);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_reader_reads_on_while_facts_are_compacted()
    {
        Put("one", 0, 300);
        using var store = FactsStore.OpenForReading(Folder.Facts("one"));
        FactsCompaction.Run(Folder.Facts("one"), e => e.Key == FactsWriterKey.Of(1), dryRun: false);
        Assert.Equal(250, store.Get(FactsWriterKey.Of(250))!.Lines);
    }

    [Fact]
    public void Collecting_removes_what_no_record_names()
    {
        foreach (var (name, id) in new[] { ("one", "a"), ("one", "b"), ("gone", "c") })
            SnapshotFileWriter.Write(Folder.Snapshot(name, id), RandomGraph.Make(1));
        Directory.CreateDirectory(Path.Combine(Folder.Clones, "old.git"));
        File.WriteAllText(Folder.Snapshot("one", "x") + ".999999999" + DurableFile.TemporarySuffix, "half");
        Put("gone", 0, 5);
        Put("one", 5, 9);
        KnownRepository[] known = [new("one", null, ["b"])];
        IReadOnlyList<CollectedItem> Collect(bool dryRun)
        {
            using var alone = StoreLock.Own(Folder);
            return new StoreCollector(Folder, dryRun).Run(alone, known, default);
        }

        var all = Directory.GetFileSystemEntries(root, "*", SearchOption.AllDirectories).Length;
        var foreseen = Collect(dryRun: true);
        var removed = Collect(dryRun: false);

        Assert.Equal(foreseen, removed);
        Assert.Equal(6, removed.Count);
        Assert.True(removed.Sum(r => r.Freed) > 0);
        Assert.Equal([Folder.Snapshot("one", "b")], Directory.GetFiles(Path.Combine(root, "repositories"), "*", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetDirectories(Folder.Clones));
        Assert.Empty(Directory.GetFiles(Folder.AllFacts, "*" + FactsPack.Suffix));
        Assert.Empty(Collect(dryRun: false));
        Assert.True(all > Directory.GetFileSystemEntries(root, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void Collecting_waits_for_no_one_and_says_who_indexes()
    {
        using (var writing = FactsStore.OpenForWriting(Folder.Facts("one")))
        using (StoreLock.Share(Folder))
        using (StoreLock.Share(Folder))
        {
            var refused = Assert.Throws<StoreHeldException>(() => StoreLock.Own(Folder));
            Assert.Contains($"process {Environment.ProcessId} indexes one", refused.Message, StringComparison.Ordinal);
            Assert.Contains("nothing was removed", refused.Message, StringComparison.Ordinal);
        }
        using (StoreLock.Own(Folder))
        {
            var refused = Assert.Throws<StoreHeldException>(() => StoreLock.Share(Folder));
            Assert.Contains($"collected by process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        }
        StoreLock.Share(Folder).Dispose();
    }

    [Fact]
    public void Every_kind_of_damage_is_found_and_repaired()
    {
        foreach (var id in new[] { "good", "flipped", "short", "newer", "older", "orphan" })
            SnapshotFileWriter.Write(Folder.Snapshot("one", id), RandomGraph.Make(1));
        Change(Folder.Snapshot("one", "flipped"), bytes => bytes.AsSpan(bytes.Length / 2, 100).Fill(0xA5));
        File.WriteAllBytes(Folder.Snapshot("one", "short"), File.ReadAllBytes(Folder.Snapshot("one", "short"))[..^9]);
        Change(Folder.Snapshot("one", "newer"), bytes => bytes[8] = 99);
        Change(Folder.Snapshot("one", "older"), bytes => bytes[8] = 1);
        Put("one", 0, 300);
        Put("torn", 300, 320);
        Change(Folder.Facts("one"), bytes => bytes[^40] ^= 4);
        using (var torn = new FileStream(Folder.Facts("torn"), FileMode.Append))
            torn.Write(new byte[77]);
        Directory.CreateDirectory(Folder.State);
        File.WriteAllText(Path.Combine(Folder.State, "bad.json"), "{\"etag\":");
        KnownRepository[] known = [new("one", null, ["good", "flipped", "short", "newer", "older", "absent"]), new("torn", null, [])];

        var found = new StoreInspector(Folder, known, repair: false).Run(default);
        string[] expected =
        [
            "Damaged bad.json", "Missing absent.graph", "Damaged flipped.graph", "Newer newer.graph", "Outdated older.graph", "Damaged short.graph", "Damaged one.facts", "Damaged torn.facts",
            "Orphaned orphan.graph",
        ];
        Assert.Equal(expected, found.Select(f => $"{f.Fault} {Path.GetFileName(f.Path)}"));
        Assert.DoesNotContain(found, f => f.Repaired);

        var repaired = new StoreInspector(Folder, known, repair: true).Run(default);
        Assert.Equal(5, repaired.Count(f => f is { Fault: StoreFault.Damaged, Repaired: true }));
        var after = new StoreInspector(Folder, known, repair: false).Run(default);
        Assert.Equal(["Missing flipped.graph", "Missing short.graph", "Missing absent.graph", "Newer newer.graph", "Outdated older.graph", "Orphaned orphan.graph"], after.Select(f => $"{f.Fault} {Path.GetFileName(f.Path)}"));
        using var facts = FactsStore.OpenForReading(Folder.Facts("one"));
        Assert.Equal(0, facts.Get(FactsWriterKey.Of(0))!.Lines);
    }

    [Fact]
    public void A_whole_folder_and_an_empty_one_have_nothing_to_find()
    {
        Assert.Empty(new StoreInspector(Folder, [], repair: false).Run(default));
        Assert.Empty(new StoreInspector(new(Path.Combine(root, "none")), [], repair: false).Run(default));
        SnapshotFileWriter.Write(Folder.Snapshot("one", "a"), RandomGraph.Make(1));
        Put("one", 0, 10);
        Assert.Empty(new StoreInspector(Folder, [new("one", null, ["a"])], repair: true).Run(default));
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private void Put(string repository, int from, int to)
    {
        using var store = FactsStore.OpenForWriting(Folder.Facts(repository));
        for (var i = from; i < to; i++)
            store.Put(FactsWriterKey.Of(i), FactsOf(i));
    }

    private static CodeGraph.Parsing.Facts.FileFacts FactsOf(int number)
    {
        var text = new byte[number % 500];
        new Random(number).NextBytes(text);
        return new()
        {
            Language = Language.Python, Strings = new(text, [0, text.Length]), Scopes = [], Descriptions = [], Definitions = [], References = [], Imports = [], Package = number, Lines = number, ErrorBytes = 0,
        };
    }

    private static void Change(string path, Action<byte[]> change)
    {
        var bytes = File.ReadAllBytes(path);
        change(bytes);
        File.WriteAllBytes(path, bytes);
    }
}
