using CodeGraph.Git;
using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Grains;

internal sealed partial class SnapshotAnswers
{
    private const int MostUses = 200;
    private const int MostTargets = 20;

    public LocateAnswer Locate(LocateQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Line);
        if (query.Column is { } column)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(column, nameof(query));
        var file = FindPath(query.Path);
        if (file < 0)
            return new(source, null, 0, [], [], [], 0, snapshot.NearPaths(query.Path));
        var enclosing = FileSymbols(file).Where(s => snapshot.Symbol(s) is var symbol && symbol.StartLine <= query.Line && query.Line <= symbol.EndLine);
        var (first, end) = snapshot.SymbolsOfFile(file);
        var defined = Enumerable.Range(first, end - first)
            .Where(s => snapshot.Symbol(s) is var symbol && symbol.Line == query.Line && Covers(query.Column, symbol.Column, snapshot.Name(s)));
        var (firstUse, endUse) = snapshot.ReferencesOfFile(file);
        var uses = Enumerable.Range(firstUse, endUse - firstUse)
            .Where(r => snapshot.Reference(r) is var use && use.Line == query.Line && Covers(query.Column, use.Column, snapshot.NameText(use.Name))).ToList();
        return new(
            source, snapshot.Path(file), snapshot.File(file).Lines, [.. enclosing.OrderByDescending(s => snapshot.Symbol(s).Start).Select(Info)], [.. defined.Select(Info)],
            [.. uses.Take(MostUses).OrderBy(r => snapshot.Reference(r).Column).Select(r => Located(file, r))], uses.Count, []);
    }

    public StaleAnswer FindStale(IReadOnlyList<string> paths, string? movedTo, CancellationToken cancellation)
    {
        var root = snapshot.Properties.Source;
        if (RepositorySource.IsUrl(root))
            return new(source, [], null, null);
        if (!Directory.Exists(root))
            return new(source, [], $"'{root}' is gone. Index the repository where it is now.", null);
        var stale = new List<StaleFile>();
        foreach (var path in paths)
        {
            cancellation.ThrowIfCancellationRequested();
            if (FindPath(path) is >= 0 and var file && DiskFile.Read(root, snapshot.Path(file), snapshot.Blob(file), out var problem) is null)
                stale.Add(new(snapshot.Path(file), problem!));
        }
        return new(source, stale, null, movedTo);
    }

    private LocatedUse Located(int file, int reference)
    {
        var use = snapshot.Reference(reference);
        var targets = snapshot.TargetsOf(use).ToArray();
        var module = snapshot.ModuleOf(use);
        return new(
            snapshot.NameText(use.Name), new(snapshot.Path(file), use.Line, use.Column), use.Role, use.State, use.State == ReferenceState.Ambiguous ? Tier.Ambiguous : use.Tier,
            [.. targets.Take(MostTargets).Select(Info)], targets.Length, module >= 0 ? snapshot.Path(module) : null);
    }

    /// <summary>Whether a name that begins at <paramref name="start"/> stands at the column; any does where none was asked for.</summary>
    private static bool Covers(int? column, int start, string name) => column is not { } wanted || (start <= wanted && wanted < start + name.EnumerateRunes().Count());
}
