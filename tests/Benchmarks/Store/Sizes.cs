using System.Globalization;
using CodeGraph.Graph;
using CodeGraph.Indexing;
using CodeGraph.Storage;

namespace CodeGraph.Benchmarks.Store;

/// <summary>Bytes of an index by part.</summary>
internal sealed record Sizes(string Name, string Commit, long Source, long Facts, long Snapshot, long Symbols, long Uses, long Lists, long Names, long Texts)
{
    public static Sizes Of(string name, IndexResult result, DataFolder folder)
    {
        long Sum(params string[] beginnings) => Enum.GetValues<SnapshotSection>().Where(s => beginnings.Any(b => s.ToString().StartsWith(b, StringComparison.Ordinal))).Sum(s => (long)result.Data[s].Length);
        return new(
            name, result.Properties.Commit![..9], result.Properties.SourceBytes, new FileInfo(folder.Facts("benchmark")).Length, new FileInfo(folder.Snapshot("benchmark", "snapshot")).Length,
            Sum("Symbol"), Sum("Use"), Sum("Target", "Incoming", "Outgoing", "Children", "Namesake", "Unresolved", "Relation"), Sum("Name", "Path", "Module") - Sum("Namesake"), Sum("Text"));
    }

    public static Sizes Sum(IReadOnlyList<Sizes> all) => new(
        "**all**", "", all.Sum(s => s.Source), all.Sum(s => s.Facts), all.Sum(s => s.Snapshot), all.Sum(s => s.Symbols), all.Sum(s => s.Uses), all.Sum(s => s.Lists), all.Sum(s => s.Names),
        all.Sum(s => s.Texts));

    public string Row()
    {
        var parts = new[] { Source, Facts, Snapshot, Symbols, Uses, Lists, Names, Texts, Snapshot - Symbols - Uses - Lists - Names - Texts };
        return $"| {Name} | {Commit} | {string.Join(" | ", parts.Select(p => (p / 1e6).ToString("F2", CultureInfo.InvariantCulture)))} | {((double)(Facts + Snapshot) / Source).ToString("F2", CultureInfo.InvariantCulture)} |\n";
    }
}
