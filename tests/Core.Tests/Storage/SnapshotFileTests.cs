using System.Runtime.InteropServices;
using CodeGraph.Graph;
using CodeGraph.Storage;
using CodeGraph.Tests.Graph;

namespace CodeGraph.Tests.Storage;

public sealed class SnapshotFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("codegraph-snapshot-").FullName;

    private string Path => System.IO.Path.Combine(folder, "a.graph");

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 20)]
    [InlineData(40, 200)]
    public void What_was_written_is_read(int files, int references)
    {
        var data = RandomGraph.Make(7, files, 12, references);
        var length = SnapshotFileWriter.Write(Path, data);
        using var file = SnapshotFile.Open(Path);
        Assert.Equal(length, new FileInfo(Path).Length);
        Assert.Equal(length, file.Length);
        AssertSame(data, file.Data);
        Assert.Equal("main", file.Snapshot.Properties.Reference);
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_found()
    {
        SnapshotFileWriter.Write(Path, RandomGraph.Make(7));
        var whole = File.ReadAllBytes(Path);
        var data = Regions(whole);
        var random = new Random(1);
        for (var i = 0; i < 600; i++)
        {
            var at = i < 300 ? random.Next(2000) : random.Next(whole.Length);
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(Path, damaged);
            if (at is >= 8 and < 12)
                Assert.ThrowsAny<StorageException>(() => SnapshotFile.Open(Path));
            else if (data.Any(r => at >= r.From && at < r.To))
                Refused();
            else
                SnapshotFile.Open(Path).Dispose();
        }
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        SnapshotFileWriter.Write(Path, RandomGraph.Make(7));
        var whole = File.ReadAllBytes(Path);
        foreach (var length in Enumerable.Range(0, 300).Select(i => i * 7).Concat(Enumerable.Range(0, 50).Select(i => whole.Length - 1 - (i * 97))))
        {
            File.WriteAllBytes(Path, whole[..length]);
            Refused();
        }
    }

    [Fact]
    public void A_newer_version_is_refused_and_left_as_it_is()
    {
        SnapshotFileWriter.Write(Path, RandomGraph.Make(7));
        var bytes = File.ReadAllBytes(Path);
        bytes[8] = 99;
        File.WriteAllBytes(Path, bytes);
        var exception = Assert.Throws<SnapshotVersionException>(() => SnapshotFile.Open(Path));
        Assert.Equal(99u, exception.Found);
        Assert.Contains("newer codegraph", exception.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(Path));
        Assert.Single(Directory.GetFiles(folder));
        Assert.Contains("version 99", exception.Message, StringComparison.Ordinal);
        Assert.Contains(Path, exception.Message, StringComparison.Ordinal);
        Assert.Contains("codegraph index", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_file_is_set_aside()
    {
        File.WriteAllText(Path, new string('x', 1000));
        Refused();
        Assert.False(File.Exists(Path));
        Assert.True(File.Exists(Path + ".corrupt"));
        Assert.Throws<FileNotFoundException>(() => SnapshotFile.Open(Path));
    }

    [Fact]
    public void The_mapping_lasts_until_the_last_lease()
    {
        SnapshotFileWriter.Write(Path, RandomGraph.Make(7));
        var file = SnapshotFile.Open(Path);
        var lease = file.Lease();
        file.Dispose();
        Assert.InRange(file.Snapshot.Symbol(39).Name, 0, 11);
        Assert.Throws<ObjectDisposedException>(file.Lease);
        lease.Dispose();
        lease.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Data[SnapshotSection.FileLines].Span.Length);
    }

    [Fact]
    public async Task Readers_and_closing_race_without_harm()
    {
        SnapshotFileWriter.Write(Path, RandomGraph.Make(7));
        for (var round = 0; round < 200; round++)
        {
            var file = SnapshotFile.Open(Path);
            var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
            {
                var sum = 0L;
                try
                {
                    while (true)
                    {
                        using var lease = file.Lease();
                        for (var symbol = 0; symbol < file.Snapshot.SymbolCount; symbol++)
                            sum += file.Snapshot.Symbol(symbol).Name;
                    }
                }
                catch (ObjectDisposedException)
                {
                    return sum;
                }
            })).ToArray();
            file.Dispose();
            await Task.WhenAll(readers);
        }
    }

    [Fact]
    public void A_mapped_file_may_be_replaced()
    {
        SnapshotFileWriter.Write(Path, RandomGraph.Make(1));
        using var before = SnapshotFile.Open(Path);
        SnapshotFileWriter.Write(Path, RandomGraph.Make(2));
        using var after = SnapshotFile.Open(Path);
        AssertSame(RandomGraph.Make(1), before.Data);
        AssertSame(RandomGraph.Make(2), after.Data);
    }

    [Fact]
    public void A_failed_write_leaves_the_file_before_it_and_nothing_else()
    {
        SnapshotFileWriter.Write(Path, RandomGraph.Make(1));
        Assert.Throws<StorageException>(() => DurableFile.Write(Path, file =>
        {
            RandomAccess.Write(file, new byte[100], 0);
            throw new IOException("No space left on device");
        }));
        using var still = SnapshotFile.Open(Path);
        AssertSame(RandomGraph.Make(1), still.Data);
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void Leftovers_of_dead_writers_are_removed()
    {
        File.WriteAllText(Path + ".999999999" + DurableFile.TemporarySuffix, "half");
        File.WriteAllText(Path + "." + Environment.ProcessId + DurableFile.TemporarySuffix, "being written");
        DurableFile.RemoveLeftovers(folder);
        Assert.Single(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("", 0xEF46DB3751D8E999UL)]
    [InlineData("a", 0xD24EC4F1A98C6E5BUL)]
    [InlineData("abc", 0x44BC2CF5AD770999UL)]
    [InlineData("Nobody inspects the spammish repetition", 0xFBCEA83C8A378BF1UL)]
    public void The_hash_is_that_of_its_specification(string text, ulong expected) => Assert.Equal(expected, XxHash64.Hash(System.Text.Encoding.ASCII.GetBytes(text)));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Refused() => Assert.Throws<CorruptSnapshotException>(() => SnapshotFile.Open(Path));

    /// <summary>Everything but the zeros between sections.</summary>
    private static List<(long From, long To)> Regions(byte[] file)
    {
        var header = MemoryMarshal.Cast<byte, SnapshotHeader>(file.AsSpan(0, 64))[0];
        var table = MemoryMarshal.Cast<byte, SectionEntry>(file.AsSpan(64, (int)header.Sections * 32));
        var regions = new List<(long, long)> { (0, 64 + (header.Sections * 32)) };
        foreach (var entry in table)
            regions.Add(((long)entry.Offset, (long)(entry.Offset + entry.Length)));
        return regions;
    }

    private static void AssertSame(SnapshotData expected, SnapshotData actual)
    {
        Assert.Equal(expected.BlobIdBytes, actual.BlobIdBytes);
        foreach (var section in Enum.GetValues<SnapshotSection>())
            Assert.True(expected[section].Span.SequenceEqual(actual[section].Span), section.ToString());
    }
}
