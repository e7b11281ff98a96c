using CodeGraph.Git;
using CodeGraph.Graph;
using CodeGraph.Indexing;
using CodeGraph.Model;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Facts;
using CodeGraph.Parsing.Languages;
using CodeGraph.Storage;

namespace CodeGraph.Tests.Indexing;

/// <summary>Repositories whose facts do not fit into the memory that an index may use for them.</summary>
public sealed class FactsMemoryTests : IDisposable
{
    private const long Nothing = 1;

    private readonly TemporaryRepository repository = TemporaryRepository.With(SmallProjects.All());

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_graph_is_the_same_when_no_facts_fit_into_memory(int threads)
    {
        var expected = await Build(long.MaxValue, threads);
        var actual = await Build(Nothing, threads);
        foreach (var section in SnapshotSections.All.Where(s => s != SnapshotSection.Properties))
            Assert.True(expected[section].Span.SequenceEqual(actual[section].Span), $"Section {section} differs.");
    }

    [Fact]
    public async Task Edits_are_followed_when_no_facts_fit_into_memory()
    {
        var session = new IndexSession();
        await Build(Nothing, 2, session);
        repository.Write("Shop.cs", File.ReadAllText(repository.PathOf("Shop.cs")).Replace("int Price(", "int Cost(", StringComparison.Ordinal));
        repository.Commit("renamed");
        var expected = await Build(long.MaxValue, 2);
        var actual = await Build(Nothing, 2, session);
        foreach (var section in SnapshotSections.All.Where(s => s != SnapshotSection.Properties))
            Assert.True(expected[section].Span.SequenceEqual(actual[section].Span), $"Section {section} differs.");
    }

    [Fact]
    public async Task Nothing_is_left_beside_the_facts()
    {
        using var folder = TemporaryRepository.With(("a.txt", ""));
        var path = Path.Combine(folder.Folder, "facts", "one.facts");
        using (var facts = FactsStore.OpenForWriting(path))
            await Build(Nothing, 2, facts: facts);
        Assert.Equal(["one.facts", "one.facts.lock"], Directory.EnumerateFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_named()
    {
        var folder = Path.Combine(repository.PathOf("Shop.cs"), "facts");
        Assert.Contains(folder, Assert.Throws<StorageException>(() => new TemporaryFile(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_held_before_a_repository_was_known_to_be_large_makes_room()
    {
        var (path, facts) = Facts();
        var one = BytesOf(path, facts);
        var memory = new FactsMemory(8 * one, repository.Folder);
        var files = Enumerable.Range(0, 24).Select(_ => memory.Add(path, BlobId.OfBlob([]), facts)).ToArray();
        Assert.Equal(8 * one, memory.HeldBytes);
        memory.MakeRoom(files);
        Assert.Equal(4 * one, memory.HeldBytes);
        Assert.All(files, file => Assert.Equal(FactsText.Write(facts), FactsText.Write(file.Facts)));
    }

    [Fact]
    public void A_repository_that_fits_stays_in_memory()
    {
        var (path, facts) = Facts();
        var one = BytesOf(path, facts);
        var memory = new FactsMemory(8 * one, repository.Folder);
        memory.MakeRoom([.. Enumerable.Range(0, 8).Select(_ => memory.Add(path, BlobId.OfBlob([]), facts))]);
        Assert.Equal(8 * one, memory.HeldBytes);
    }

    [Fact]
    public void Facts_that_no_run_ended_well_with_count_no_longer()
    {
        var (path, facts) = Facts();
        var one = BytesOf(path, facts);
        var memory = new FactsMemory(3 * one, repository.Folder);
        var kept = memory.Add(path, BlobId.OfBlob([]), facts);
        for (var i = 0; i < 5; i++)
            memory.Add(path, BlobId.OfBlob([]), facts);
        memory.Retain([kept]);
        Assert.Equal(one, memory.HeldBytes);
        memory.Add(path, BlobId.OfBlob([]), facts);
        Assert.Equal(2 * one, memory.HeldBytes);
    }

    public void Dispose() => repository.Dispose();

    private (string Path, FileFacts Facts) Facts()
    {
        const string Path = "Shop.cs";
        using var parser = new FileParser(new ParseLimits());
        Assert.Equal(ParseOutcome.Parsed, parser.Parse(LanguageRegistry.Detect(Path)!, File.ReadAllBytes(repository.PathOf(Path)), out var facts));
        return (Path, facts!);
    }

    private long BytesOf(string path, FileFacts facts)
    {
        var memory = new FactsMemory(long.MaxValue, repository.Folder);
        memory.Add(path, BlobId.OfBlob([]), facts);
        return memory.HeldBytes;
    }

    private async Task<SnapshotData> Build(long factsBytes, int threads, IndexSession? session = null, FactsStore? facts = null)
    {
        await using var tree = await SourceTree.OpenCommit(repository.Folder, null, Indexer.Sources);
        var indexer = new Indexer(new() { FactsBytes = factsBytes, Threads = threads }, TimeProvider.System, session);
        return (await indexer.Build(tree, repository.Folder, null, facts, new IndexTracker(TimeProvider.System), CancellationToken.None)).Data;
    }
}
