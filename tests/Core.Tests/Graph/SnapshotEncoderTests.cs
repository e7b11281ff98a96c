using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Tests.Graph;

/// <summary>What a snapshot says is what was put into it.</summary>
public sealed class SnapshotEncoderTests
{
    [Fact]
    public void Symbols_uses_and_relations_come_back_as_they_were()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var tables = RandomGraph.Tables(seed, files: seed % 7, symbolsPerFile: 1 + (seed * 5 % 90), referencesPerFile: seed * 11 % 300);
            var snapshot = new Snapshot(SnapshotEncoder.Encode(tables));
            Assert.Equal(
                (tables.Symbols.Length, tables.References.Length, tables.Relations.Length, tables.Files.Length - 1),
                (snapshot.SymbolCount, snapshot.ReferenceCount, snapshot.RelationCount, snapshot.FileCount));
            for (var i = 0; i < tables.Files.Length; i++)
                Assert.Equal(tables.Files[i], snapshot.File(i));
            for (var i = 0; i < tables.Symbols.Length; i++)
                Assert.Equal(tables.Symbols[i], Record(snapshot.Symbol(i)) with { Name = NameOf(tables, snapshot.Name(i)) });
            for (var i = 0; i < tables.Relations.Length; i++)
                Assert.Equal(tables.Relations[i], snapshot.Relation(i));
            for (var i = 0; i < tables.References.Length; i++)
                AssertSame(tables, snapshot, i);
        }
    }

    [Fact]
    public void Lists_hold_what_the_uses_say()
    {
        var tables = RandomGraph.Tables(5, files: 6, symbolsPerFile: 40, referencesPerFile: 300);
        var snapshot = new Snapshot(SnapshotEncoder.Encode(tables));
        var uses = Enumerable.Range(0, tables.References.Length).ToArray();
        for (var symbol = 0; symbol < snapshot.SymbolCount; symbol++)
        {
            Assert.Equal(uses.Where(u => Targets(tables, u).Contains(symbol)), snapshot.Incoming(symbol).ToArray());
            Assert.Equal(uses.Where(u => tables.References[u].From == symbol), snapshot.Outgoing(symbol).ToArray());
            Assert.Equal(Enumerable.Range(0, snapshot.SymbolCount).Where(s => tables.Symbols[s].Parent == symbol), snapshot.Children(symbol).ToArray());
            Assert.Equal(Enumerable.Range(0, tables.Relations.Length).Where(r => tables.Relations[r].To == symbol), snapshot.RelationsTo(symbol).ToArray());
            var (first, end) = snapshot.RelationsFrom(symbol);
            Assert.Equal(Enumerable.Range(0, tables.Relations.Length).Where(r => tables.Relations[r].From == symbol), Enumerable.Range(first, end - first));
        }
        for (var name = 0; name < snapshot.NameCount; name++)
        {
            Assert.Equal(name, snapshot.FindName(snapshot.NameText(name)));
            var number = NameOf(tables, snapshot.NameText(name));
            Assert.Equal(Enumerable.Range(0, snapshot.SymbolCount).Where(s => tables.Symbols[s].Name == number), snapshot.SymbolsOf(name).ToArray());
            Assert.Equal(uses.Where(u => tables.References[u].State == ReferenceState.Unresolved && tables.References[u].Name == number), snapshot.UnresolvedOf(name).ToArray());
        }
        Assert.Equal((-1, -1), (snapshot.FindName("name"), snapshot.FindName("zzz")));
    }

    [Fact]
    public void Texts_come_back_also_where_they_pass_a_piece()
    {
        var snapshot = new Snapshot(RandomGraph.Make(1));
        Assert.Equal(("a text", "", new string('x', 40_000)), (snapshot.Text(0), snapshot.Text(1), snapshot.Text(2)));
        Assert.Null(snapshot.Text(-1));
    }

    [Fact]
    public void The_same_graph_gives_the_same_bytes()
    {
        var (one, other) = (RandomGraph.Make(3, files: 9), RandomGraph.Make(3, files: 9));
        foreach (var section in Enum.GetValues<SnapshotSection>())
            Assert.True(one[section].Span.SequenceEqual(other[section].Span), section.ToString());
    }

    /// <summary>Each thread encodes a part of the uses; from few uses, that some parts have none, to many.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 30)]
    [InlineData(3, 43)]
    [InlineData(9, 700)]
    public void Threads_do_not_show_in_the_bytes(int files, int referencesPerFile)
    {
        foreach (var workingTree in (bool[])[false, true])
        {
            var tables = RandomGraph.Tables(5, files, referencesPerFile: referencesPerFile);
            tables = tables with { Properties = tables.Properties with { WorkingTree = workingTree } };
            var one = SnapshotEncoder.Encode(tables, threads: 1);
            foreach (var threads in (int[])[2, 3, 4, 16])
            {
                var stages = 0;
                var other = SnapshotEncoder.Encode(tables, threads: threads, stageEnded: () => stages++);
                Assert.Equal(1, stages);
                foreach (var section in Enum.GetValues<SnapshotSection>())
                    Assert.True(one[section].Span.SequenceEqual(other[section].Span), $"{section} by {threads} threads");
            }
        }
    }

    /// <summary>What is kept of one snapshot changes nothing in the next, be it packed with more or less effort.</summary>
    [Fact]
    public void Kept_texts_change_no_byte()
    {
        var kept = new EncodedTexts();
        var tables = RandomGraph.Tables(3, files: 9, symbolsPerFile: 400);
        foreach (var workingTree in (bool[])[true, false, false, true])
        {
            tables = tables with { Properties = tables.Properties with { WorkingTree = workingTree } };
            var (one, other) = (SnapshotEncoder.Encode(tables), SnapshotEncoder.Encode(tables, kept));
            foreach (var section in Enum.GetValues<SnapshotSection>())
                Assert.True(one[section].Span.SequenceEqual(other[section].Span), section.ToString());
        }
    }

    private static void AssertSame(GraphTables tables, Snapshot snapshot, int use)
    {
        var (expected, actual) = (tables.References[use], snapshot.Reference(use).ToRecord());
        Assert.Equal(Targets(tables, use), snapshot.TargetsOf(snapshot.Reference(use)).ToArray());

        // The number of a list is not the place in the tables.
        Assert.Equal(expected with { Payload = 0 }, actual with { Payload = 0, Name = NameOf(tables, snapshot.NameText(actual.Name)) });
        if (expected.Form != TargetForm.Several)
            Assert.Equal(expected.Payload, actual.Payload);
    }

    /// <summary>The tables' number of a name, <c>name7</c>.</summary>
    private static int NameOf(GraphTables tables, string name)
    {
        var number = int.Parse(name.AsSpan(4), System.Globalization.CultureInfo.InvariantCulture);
        return number < tables.NameStart.Length - 1 ? number : -1;
    }

    private static int[] Targets(GraphTables tables, int use) => tables.References[use] switch
    {
        { State: ReferenceState.External or ReferenceState.Unresolved } or { Payload: < 0 } => [],
        { Form: TargetForm.Several, Payload: var at } => tables.Targets[(at + 1)..(at + 1 + tables.Targets[at])],
        { Payload: var symbol } => [symbol],
    };

    private static SymbolRecord Record(SymbolEntry s) => new()
    {
        Name = s.Name, Parent = s.Parent, Line = s.Line, Column = s.Column, StartLine = s.StartLine, EndLine = s.EndLine, Start = s.Start, End = s.End, Signature = s.Signature,
        Documentation = s.Documentation, Flags = s.Flags, Ordinal = s.Ordinal, Kind = s.Kind, Visibility = s.Visibility, MinArity = s.MinArity, MaxArity = s.MaxArity,
    };
}
