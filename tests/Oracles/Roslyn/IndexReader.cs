using CodeGraph.Graph;
using CodeGraph.Linking;
using CodeGraph.Model;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Languages;

namespace CodeGraph.Oracles.Roslyn;

/// <summary>What the project's own index says: the targets of the uses at a place, of the tiers that answers trust by default.</summary>
internal sealed class IndexReader
{
    private readonly Snapshot snapshot;
    private readonly Dictionary<Place, List<int>> references = [];
    private readonly Dictionary<Place, List<int>> symbols = [];

    private IndexReader(Snapshot snapshot)
    {
        this.snapshot = snapshot;
        for (var symbol = 0; symbol < snapshot.SymbolCount; symbol++)
            Add(symbols, PlaceOf(symbol), symbol);
        for (var file = 0; file < snapshot.FileCount; file++)
        {
            for (var i = snapshot.File(file).FirstReference; i < snapshot.File(file + 1).FirstReference; i++)
            {
                var reference = snapshot.Reference(i);
                Add(references, new Place(snapshot.Path(file), reference.Line, reference.Column), i);
            }
        }
    }

    public static IndexReader Link(IReadOnlyList<(string Path, byte[] Content)> sources, IReadOnlyList<ProjectFile> manifests)
    {
        using var parser = new FileParser(new ParseLimits());
        var files = new List<LinkFile>();
        foreach (var (path, content) in sources.OrderBy(s => s.Path, StringComparer.Ordinal))
        {
            if (LanguageRegistry.Detect(path) is { } language && parser.Parse(language, content, out var facts) == ParseOutcome.Parsed)
                files.Add(new LinkFile(path, BlobId.OfBlob(content), facts!));
        }
        var properties = new SnapshotProperties
        {
            Source = "oracle", Commit = null, Reference = null, WorkingTree = true, ContentId = "", SourceBytes = 0,
            Skipped = new Dictionary<string, int>(), Failed = [], CreatedAt = DateTimeOffset.UnixEpoch,
        };
        return new IndexReader(new Snapshot(SnapshotEncoder.Encode(Linker.Join(files, manifests, properties, Environment.ProcessorCount, CancellationToken.None))));
    }

    /// <summary>What the use of a name at a place is bound to; empty where it is unresolved, ambiguous or external.</summary>
    public List<Place> TargetsAt(Place place)
    {
        var found = new List<Place>();
        foreach (var i in references.GetValueOrDefault(place, []))
        {
            var reference = snapshot.Reference(i);
            if (reference.State != ReferenceState.Resolved)
                continue;
            foreach (var target in snapshot.TargetsOf(reference))
                found.Add(PlaceOf(target));
        }
        return found;
    }

    /// <summary>What the index says of a use in words, for lists of differences.</summary>
    public string StateAt(Place place)
    {
        var states = references.GetValueOrDefault(place, []).Select(i => Describe(snapshot.Reference(i)));
        return string.Join(" and ", states.DefaultIfEmpty("no use"));
    }

    /// <summary>All relations of one group: pairs of places.</summary>
    public IEnumerable<(Place From, Place To)> Relations(bool ofTypes)
    {
        for (var symbol = 0; symbol < snapshot.SymbolCount; symbol++)
        {
            var (first, end) = snapshot.RelationsFrom(symbol);
            for (var i = first; i < end; i++)
            {
                var relation = snapshot.Relation(i);
                if (snapshot.Symbol(relation.From).Kind.IsType() == ofTypes)
                    yield return (PlaceOf(relation.From), PlaceOf(relation.To));
            }
        }
    }

    private string Describe(in ReferenceEntry reference)
    {
        var targets = new List<string>();
        foreach (var target in snapshot.TargetsOf(reference))
            targets.Add(PlaceOf(target).ToString());
        return $"{reference.State} {(reference.State == ReferenceState.Resolved ? reference.Tier : "")} {string.Join(" + ", targets.Take(3))}".Trim();
    }

    private Place PlaceOf(int symbol)
    {
        var record = snapshot.Symbol(symbol);
        return new Place(snapshot.Path(record.File), record.Line, record.Column);
    }

    private static void Add(Dictionary<Place, List<int>> index, Place place, int item)
    {
        if (!index.TryGetValue(place, out var list))
            index[place] = list = [];
        list.Add(item);
    }
}
