using System.Text;
using CodeGraph.Export;
using CodeGraph.Graph;
using CodeGraph.Graph.Differences;

namespace CodeGraph.Tests.Graph;

public sealed class DifferenceTests
{
    [Fact]
    public void Told_by_another_it_is_the_same_snapshot()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var from = new Snapshot(RandomGraph.Make(seed, 1 + random.Next(5), 1 + random.Next(12), random.Next(30), 1 + random.Next(20)));
            var snapshot = new Snapshot(RandomGraph.Make(seed + 1000, 1 + random.Next(5), 1 + random.Next(12), random.Next(30), 1 + random.Next(20)));
            AssertSame(snapshot, new(DifferenceEncoder.Encode(snapshot, from)));
        }
    }

    [Fact]
    public void Nothing_differs_from_itself_but_what_is_always_told()
    {
        var snapshot = new Snapshot(RandomGraph.Make(1, files: 50));
        var difference = DifferenceEncoder.Encode(snapshot, snapshot);
        AssertSame(snapshot, new(difference));
        var told = new[] { SnapshotSection.Properties, SnapshotSection.SymbolShapes, SnapshotSection.UseShapes, SnapshotSection.Alignments };

        // The texts of these graphs belong to nothing, so nothing leads to their likes.
        Assert.Equal(told.Append(SnapshotSection.TextPieces).Order(), difference.Sections.Order());
        Assert.InRange(difference[SnapshotSection.Alignments].Length, 1, 200);
    }

    [Fact]
    public void Small_graphs_without_anything_can_be_told()
    {
        var empty = new Snapshot(RandomGraph.Make(1, files: 0));
        var full = new Snapshot(RandomGraph.Make(2));
        AssertSame(empty, new(DifferenceEncoder.Encode(empty, full)));
        AssertSame(full, new(DifferenceEncoder.Encode(full, empty)));
        AssertSame(empty, new(DifferenceEncoder.Encode(empty, empty)));
    }

    [Fact]
    public void Another_base_is_refused()
    {
        var (from, other, snapshot) = (new Snapshot(RandomGraph.Make(1)), new Snapshot(RandomGraph.Make(1, files: 5)), new Snapshot(RandomGraph.Make(3)));
        var difference = DifferenceEncoder.Encode(snapshot, from);
        var sections = difference.Sections.Select(s => (s, difference[s])).ToList();
        Assert.Throws<InvalidDataException>(() => new SnapshotData(difference.BlobIdBytes, sections, other));
        Assert.Throws<InvalidDataException>(() => new SnapshotData(difference.BlobIdBytes, sections, new(difference)));
    }

    private static void AssertSame(Snapshot expected, Snapshot actual)
    {
        actual.Verify();
        Assert.False(actual.Data.IsWhole);
        Assert.Equal(SnapshotDifference.Counts(expected), SnapshotDifference.Counts(actual));
        foreach (var layout in DifferenceLayout.Columns)
            Assert.Equal(expected.Data.Column(layout.Section).ToArray(), actual.Data.Column(layout.Section).ToArray());
        for (var symbol = 0; symbol < expected.SymbolCount; symbol++)
        {
            Assert.Equal(expected.Incoming(symbol).ToArray(), actual.Incoming(symbol).ToArray());
            Assert.Equal(expected.Outgoing(symbol).ToArray(), actual.Outgoing(symbol).ToArray());
            Assert.Equal(expected.Children(symbol).ToArray(), actual.Children(symbol).ToArray());
            Assert.Equal(expected.RelationsTo(symbol).ToArray(), actual.RelationsTo(symbol).ToArray());
        }
        for (var name = 0; name < expected.NameCount; name++)
        {
            Assert.Equal(expected.SymbolsOf(name).ToArray(), actual.SymbolsOf(name).ToArray());
            Assert.Equal(expected.UnresolvedOf(name).ToArray(), actual.UnresolvedOf(name).ToArray());
        }
        for (var text = 0; text < expected.Texts.Count; text++)
            Assert.Equal(expected.Texts[text], actual.Texts[text]);
        Assert.True(expected.AllNameBytes.SequenceEqual(actual.AllNameBytes));
        Assert.True(expected.Data.BlobIds.Span.SequenceEqual(actual.Data.BlobIds.Span));
        Assert.Equal(Exported(expected), Exported(actual));
    }

    internal static string Exported(Snapshot snapshot)
    {
        using var output = new MemoryStream();
        new SnapshotExport(snapshot).Write(output);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
