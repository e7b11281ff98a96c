using CodeGraph.Model;

namespace CodeGraph.Graph.Analyses;

/// <summary>Relations from one file or folder to another, by kind.</summary>
public readonly record struct DependencyCounts(int Calls, int References, int Imports, int Inherits, int Implements, int Overrides)
{
    public int Total => Calls + References + Imports + Inherits + Implements + Overrides;

    public DependencyCounts With(RelationKind kind) => kind switch
    {
        RelationKind.Calls => this with { Calls = Calls + 1 },
        RelationKind.Imports => this with { Imports = Imports + 1 },
        RelationKind.Inherits => this with { Inherits = Inherits + 1 },
        RelationKind.Implements => this with { Implements = Implements + 1 },
        RelationKind.Overrides => this with { Overrides = Overrides + 1 },
        _ => this with { References = References + 1 },
    };

    public static DependencyCounts operator +(DependencyCounts a, DependencyCounts b) => new(
        a.Calls + b.Calls, a.References + b.References, a.Imports + b.Imports, a.Inherits + b.Inherits, a.Implements + b.Implements, a.Overrides + b.Overrides);
}

/// <summary>That one node depends on another.</summary>
/// <param name="To">A node.</param>
/// <param name="Counts">How many relations say so.</param>
/// <param name="Example">One of them: a reference, or the complement of a relation.</param>
/// <param name="Target">The symbol that the example leads to; -1 for a file as a module.</param>
public readonly record struct Dependency(int To, DependencyCounts Counts, int Example, int Target);

/// <summary>
/// Files or folders and what each depends on: a sparse matrix. A relation within a node is none; one use with several targets in a file counts once there. A base
/// that the linker made a relation of counts as the relation, and not as a use too. A namespace belongs to no file, so to name
/// one (C#'s <c>using</c>) is no dependency.
/// </summary>
public sealed partial class DependencyGraph
{
    private readonly int[] start;
    private readonly Dependency[] entries;

    private DependencyGraph(string[] nodes, int[] start, Dependency[] entries)
    {
        Nodes = nodes;
        this.start = start;
        this.entries = entries;
    }

    /// <summary>Paths in ordinal order; of folders <c>.</c> is the root.</summary>
    public IReadOnlyList<string> Nodes { get; }

    public int Count => entries.Length;

    /// <summary>What a node depends on, by node.</summary>
    public ReadOnlySpan<Dependency> Of(int node) => entries.AsSpan(start[node]..start[node + 1]);

    /// <summary>Start of each node's run in the list of all targets, and one more.</summary>
    internal ReadOnlySpan<int> Starts => start;

    internal int[] Targets() => Array.ConvertAll(entries, e => e.To);

    internal Dependency Entry(int index) => entries[index];

    /// <summary>The dependencies between folders.</summary>
    /// <param name="depth">Parts of the path that name a folder, from the root; what lies deeper belongs to it. Zero or less for all.</param>
    public DependencyGraph ByFolder(int depth)
    {
        var folders = Nodes.Select(n => FolderOf(n, depth)).ToArray();
        var nodes = folders.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var numbers = nodes.Select((n, i) => (n, i)).ToDictionary(p => p.n, p => p.i, StringComparer.Ordinal);
        var folderOf = Array.ConvertAll(folders, f => numbers[f]);
        var rows = new Dictionary<int, Dependency>[nodes.Length];
        for (var file = 0; file < folderOf.Length; file++)
        {
            var from = folderOf[file];
            foreach (var entry in Of(file))
            {
                var to = folderOf[entry.To];
                if (to == from)
                    continue;
                var row = rows[from] ??= [];
                row[to] = row.TryGetValue(to, out var known) ? known with { Counts = known.Counts + entry.Counts } : entry with { To = to };
            }
        }
        var starts = new int[nodes.Length + 1];
        var all = new List<Dependency>();
        for (var node = 0; node < nodes.Length; node++)
        {
            if (rows[node] is { } row)
                all.AddRange(row.Values.OrderBy(e => e.To));
            starts[node + 1] = all.Count;
        }
        return new(nodes, starts, [.. all]);
    }

    private static string FolderOf(string path, int depth)
    {
        var end = 0;
        for (var part = 0; depth <= 0 || part < depth; part++)
        {
            var slash = path.IndexOf('/', end == 0 ? 0 : end + 1);
            if (slash < 0)
                break;
            end = slash;
        }
        return end == 0 ? "." : path[..end];
    }
}
