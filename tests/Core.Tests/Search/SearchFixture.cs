using CodeGraph.Git;
using CodeGraph.Graph;
using CodeGraph.Indexing;
using CodeGraph.Search;
using CodeGraph.Storage;

namespace CodeGraph.Tests.Search;

/// <summary>A folder of sources, a text index of it, and searches in what was indexed last.</summary>
internal sealed class SearchFixture : IDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("codegraph-search-");

    public SearchFixture(params (string Path, string Text)[] files) : this(TemporaryRepository.With(files))
    {
    }

    public SearchFixture(TemporaryRepository sources) => Sources = sources;

    public TemporaryRepository Sources { get; }

    public string Segments => Path.Combine(data.FullName, "text");

    public string Facts => Path.Combine(data.FullName, "facts");

    public Snapshot Snapshot { get; private set; } = null!;

    /// <summary>Indexes the commit that is checked out, or the files on disk.</summary>
    public async Task Index(bool onDisk = false, bool withText = true)
    {
        await using var tree = onDisk ? await SourceTree.Open(Sources.Folder, null, Indexer.Sources) : await SourceTree.OpenCommit(Sources.Folder, null, Indexer.Sources);
        using var facts = FactsStore.OpenForWriting(Facts);
        using var text = withText ? TextIndexWriter.Open(Segments) : null;
        var indexer = new Indexer(new() { Threads = 2 }, TimeProvider.System) { Text = text };
        Snapshot = new((await indexer.Build(tree, Sources.Folder, null, facts, new IndexTracker(TimeProvider.System), default)).Data);
    }

    public TextSearcher Open() => new(Snapshot, TextIndex.Open(Segments), Sources.Folder);

    public async Task<TextSearchResult> Search(TextSearch search)
    {
        await using var searcher = Open();
        return await searcher.Search(search);
    }

    public Task<TextSearchResult> Search(string pattern, PatternOptions? options = null, int limit = 10_000) =>
        Search(new(pattern, options ?? new(), Limit: limit));

    /// <summary>Lines as <c>path:line</c>.</summary>
    public IEnumerable<string> Places(TextSearchResult found) => found.Lines.Select(l => $"{Snapshot.Path(l.File)}:{l.Line}");

    public void Dispose()
    {
        Sources.Dispose();
        data.Delete(recursive: true);
    }
}
