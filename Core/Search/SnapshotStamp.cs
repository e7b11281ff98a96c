using System.Globalization;
using System.Text;
using CodeGraph.Graph;
using CodeGraph.Storage;

namespace CodeGraph.Search;

/// <summary>What a cursor remembers of its snapshot: the same commit indexed again may have other files and symbols under the same numbers.</summary>
internal static class SnapshotStamp
{
    public static ulong Of(Snapshot snapshot) => XxHash64.Hash(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{snapshot.Properties.ContentId} {snapshot.Properties.CreatedAt.UtcTicks} {snapshot.FileCount} {snapshot.SymbolCount} {snapshot.NameCount}")));
}
