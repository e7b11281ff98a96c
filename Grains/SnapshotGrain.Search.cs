using CodeGraph.Git;
using CodeGraph.Graph;
using CodeGraph.Search;
using Orleans;

namespace CodeGraph.Grains;

/// <summary>Search by name and by text. What each needs beyond the snapshot is made when it is first asked for.</summary>
internal sealed partial class SnapshotGrain
{
    private SymbolSearcher? symbols;
    private TextSearcher? text;

    /// <summary>The snapshot that <see cref="text"/> is about, and the segments that it was opened with.</summary>
    private (Snapshot Snapshot, DateTime Segments) textOf;

    public Task<SearchAnswer> Search(SearchQuery query, CancellationToken cancellation) => Read(
        answers =>
        {
            var searcher = symbols ??= new(answers.Snapshot);
            return answers.Search(searcher, query, cancellation);
        },
        cancellation);

    public async Task<TextAnswer> SearchText(TextQuery query, CancellationToken cancellation)
    {
        Open();
        var current = answers!;
        using var lease = file!.Lease();
        var searcher = await OpenText(current.Snapshot);
        return await Task.Run(() => current.SearchText(searcher, query, cancellation), cancellation);
    }

    /// <summary>The searcher; a new one where the snapshot or the segments of its repository's index are others since.</summary>
    private async Task<TextSearcher> OpenText(Snapshot snapshot)
    {
        var key = SnapshotKey.Parse(this.GetPrimaryKeyString());
        var segments = folder.Text(key.Repository);
        var now = (snapshot, Directory.GetLastWriteTimeUtc(segments));
        if (text is { } open && textOf == now)
            return open;
        var source = snapshot.Properties.Source;
        var root = RepositorySource.IsUrl(source) ? System.IO.Path.Join(folder.Clones, GitAddress.Parse(source).FolderName) : source;
        var before = text;
        (text, textOf) = (new(snapshot, TextIndex.Open(segments), root), now);
        var opened = text;

        // Searches that are under way end with what they began with.
        if (before is not null)
            await before.DisposeAsync();
        return opened;
    }

    private async Task CloseText()
    {
        if (text is { } open)
            await open.DisposeAsync();
        text = null;
    }
}
