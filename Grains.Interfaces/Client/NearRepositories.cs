using CodeGraph.Grains;

namespace CodeGraph.Client;

/// <summary>Repositories that may have been meant.</summary>
internal static class NearRepositories
{
    private const int Most = 5;

    /// <summary>Names that contain the given one or are contained in it, or differ in two letters or a third of them at most; nearest first.</summary>
    public static IReadOnlyList<string> Of(string name, IReadOnlyList<RepositoryEntry> entries) =>
    [
        .. entries.Select(e => (e.Name, Distance: Distance(name.ToUpperInvariant(), e.Name.ToUpperInvariant())))
            .Where(e => e.Distance <= Math.Max(2, name.Length / 3)
                || e.Name.Contains(name, StringComparison.OrdinalIgnoreCase) || name.Contains(e.Name, StringComparison.OrdinalIgnoreCase))
            .OrderBy(e => e.Distance).ThenBy(e => e.Name, StringComparer.Ordinal).Take(Most).Select(e => e.Name),
    ];

    /// <summary>Insertions, deletions and replacements of letters (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 0; i < one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < other.Length; j++)
            {
                var replaced = diagonal + (one[i] == other[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[^1];
    }
}
