using CodeGraph.Graph;
using CodeGraph.Graph.Differences;
using CodeGraph.Storage;
using CodeGraph.Tests.Graph;

namespace CodeGraph.Tests.Storage;

/// <summary>Snapshots on disk that are told by another.</summary>
public sealed class SnapshotDifferenceFileTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("codegraph-difference-").FullName;

    private DataFolder Folder => new(root);

    [Fact]
    public void It_is_read_after_everything_else_of_its_base_is_gone()
    {
        var data = Store("second");
        File.Delete(Folder.Snapshot("one", "first"));
        using var file = SnapshotFile.Open(Folder.Snapshot("one", "second"));
        using var lease = file.Lease();
        Assert.False(file.Data.IsWhole);
        Assert.Equal(DifferenceTests.Exported(new(data)), DifferenceTests.Exported(file.Snapshot));
        file.Snapshot.Verify();
    }

    [Fact]
    public void Every_byte_of_it_and_of_its_base_is_checked()
    {
        Store("second");
        foreach (var path in new[] { Folder.Snapshot("one", "second"), Base("second") })
        {
            var whole = File.ReadAllBytes(path);
            var random = new Random(1);
            for (var i = 0; i < 100; i++)
            {
                var damaged = (byte[])whole.Clone();
                damaged.AsSpan(random.Next(whole.Length - 8), 8).Fill(0x5A);
                File.WriteAllBytes(path, damaged);
                Assert.ThrowsAny<StorageException>(() => SnapshotFile.Open(Folder.Snapshot("one", "second"), setAside: false));
                File.WriteAllBytes(path, whole[..random.Next(whole.Length)]);
                Assert.ThrowsAny<StorageException>(() => SnapshotFile.Open(Folder.Snapshot("one", "second"), setAside: false));
            }
            File.WriteAllBytes(path, whole);
        }
        SnapshotFile.Open(Folder.Snapshot("one", "second")).Dispose();
    }

    [Fact]
    public void Without_its_base_it_is_found_broken_and_set_aside()
    {
        Store("second");
        var path = Folder.Snapshot("one", "second");
        File.Delete(Base("second"));
        var finding = Assert.Single(new StoreInspector(Folder, [new("one", null, ["first", "second"])], repair: false).Run(default));
        Assert.Equal((StoreFault.Damaged, path), (finding.Fault, finding.Path));
        Assert.Contains("is missing", Assert.Throws<CorruptSnapshotException>(() => SnapshotFile.Open(path)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));

        // Stored once more, all is there again.
        Store("second");
        Assert.DoesNotContain(new StoreInspector(Folder, [new("one", null, ["first", "second"])], repair: false).Run(default), f => f.Fault != StoreFault.Leftover);
    }

    [Fact]
    public void Another_file_in_the_place_of_its_base_is_refused()
    {
        Store("second");
        File.Delete(Base("second") is var link ? link : "");
        SnapshotFileWriter.Write(link, RandomGraph.Make(77, files: 60));
        Assert.Throws<CorruptSnapshotException>(() => SnapshotFile.Open(Folder.Snapshot("one", "second")));
    }

    [Fact]
    public void A_base_takes_its_room_once_and_goes_with_the_last_that_needs_it()
    {
        Store("second");
        Store("third", seed: 9);
        var folder = Folder.Snapshots("one");
        Assert.Equal(2, Directory.GetFiles(folder, "*.base").Length);
        Assert.InRange(Directory.GetFiles(folder, "*.graph").Where(f => !f.EndsWith("first.graph", StringComparison.Ordinal)).Max(f => new FileInfo(f).Length), 1, new FileInfo(Folder.Snapshot("one", "first")).Length / 8);

        // The record has forgotten the first two.
        Folder.RemoveSnapshots("one", ["third"]);
        Assert.Equal(["third.graph", Path.GetFileName(Base("third"))], Directory.GetFiles(folder).Select(Path.GetFileName).OrderByDescending(f => f!.Length < 20));
        SnapshotFile.Open(Folder.Snapshot("one", "third")).Dispose();

        // Stored whole, it needs none any more.
        SnapshotFileWriter.Write(Folder.Snapshot("one", "third"), RandomGraph.Make(4));
        using (var alone = StoreLock.Own(Folder))
            Assert.Equal("no snapshot is told by it", Assert.Single(new StoreCollector(Folder, dryRun: false).Run(alone, [new("one", null, ["third"])], default)).Reason);
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void What_is_told_by_another_is_no_base_itself()
    {
        Store("second");
        var data = Graph(11);
        new SnapshotBases(Folder, "one").Write("third", data, ["second"], others: false, default);
        Assert.Equal(Base("second").Split('.')[^2], Base("third").Split('.')[^2]);
        using var third = SnapshotFile.Open(Folder.Snapshot("one", "third"));
        using var lease = third.Lease();
        Assert.Equal(DifferenceTests.Exported(new(data)), DifferenceTests.Exported(third.Snapshot));
    }

    [Fact]
    public void What_is_not_alike_is_stored_whole()
    {
        Store("second");
        new SnapshotBases(Folder, "one").Write("other", RandomGraph.Make(5, files: 30), ["first", "second"], others: true, default);
        Assert.Null(SnapshotFile.BaseOf(Folder.Snapshot("one", "other")));
        new SnapshotBases(Folder, "one").Write("empty", RandomGraph.Make(5, files: 0), ["first", "second"], others: true, default);
        Assert.Null(SnapshotFile.BaseOf(Folder.Snapshot("one", "empty")));
    }

    [Fact]
    public void A_base_that_was_replaced_meanwhile_is_not_taken()
    {
        var path = Folder.Snapshot("one", "first");
        SnapshotFileWriter.Write(path, Graph(1));
        using var opened = SnapshotFile.Open(path);
        SnapshotFileWriter.Write(path, Graph(2));
        var difference = DifferenceEncoder.Encode(new(Graph(3)), opened.Snapshot);
        Assert.Null(SnapshotFileWriter.WriteDifference(Folder.Snapshot("one", "second"), difference, opened));
        Assert.Equal([path], Directory.GetFiles(Folder.Snapshots("one")));
    }

    [Fact]
    public async Task Closing_races_with_readers_without_harm()
    {
        Store("second");
        for (var round = 0; round < 100; round++)
        {
            var file = SnapshotFile.Open(Folder.Snapshot("one", "second"));
            var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
            {
                try
                {
                    for (var sum = 0L; ;)
                    {
                        using var lease = file.Lease();
                        sum += file.Snapshot.Symbol(3).Name + file.Snapshot.Incoming(3).Length;
                    }
                }
                catch (ObjectDisposedException)
                {
                }
            })).ToArray();
            file.Dispose();
            await Task.WhenAll(readers);
        }
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    /// <summary>A graph of sixty files, of which the last depends on the seed.</summary>
    private static SnapshotData Graph(int seed)
    {
        var tables = RandomGraph.Tables(1, files: 60);
        var last = tables.Symbols.Length - 1;
        tables.Symbols[last].Name = seed % 12;
        var references = tables.References.ToArray();
        references[^1].Line = 1000 + seed;
        return SnapshotEncoder.Encode(tables with { References = references });
    }

    private SnapshotData Store(string id, int seed = 3)
    {
        if (!File.Exists(Folder.Snapshot("one", "first")))
            SnapshotFileWriter.Write(Folder.Snapshot("one", "first"), Graph(1));
        var data = Graph(seed);
        new SnapshotBases(Folder, "one").Write(id, data, ["first"], others: false, default);
        Assert.NotNull(SnapshotFile.BaseOf(Folder.Snapshot("one", id)));
        return data;
    }

    private string Base(string id) => SnapshotFile.BaseOf(Folder.Snapshot("one", id)) ?? throw new InvalidOperationException(id + " is whole");
}
