using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using CodeGraph.Linking;

namespace CodeGraph.Oracles.Roslyn;

/// <param name="Expected">Uses of what the folder declares.</param>
/// <param name="Answered">Uses, of any kind that Roslyn could bind, for which the index named something.</param>
internal sealed record Score(string Kind, int Expected, int Found, int Answered)
{
    public double Recall => Expected == 0 ? 1 : (double)Found / Expected;

    public double Precision => Answered == 0 ? 1 : (double)Found / Answered;
}

/// <summary>The index held against the compiler, use by use. A use counts as found only where all that the index names is what the compiler names.</summary>
internal sealed class Comparison
{
    private static readonly string[] LeftOut = ["bin", "obj", ".git", "node_modules"];

    public required int Files { get; init; }

    public TimeSpan RoslynTime { get; init; }

    public TimeSpan IndexTime { get; init; }

    public List<Score> Scores { get; } = [];

    public List<Finding> Misses { get; } = [];

    public List<Finding> Wrong { get; } = [];

    public static Comparison Run(string folder)
    {
        var paths = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(folder, p).Replace('\\', '/'))
            .Where(p => !p.Split('/').Any(LeftOut.Contains)).ToList();
        var sources = paths.Where(p => p.EndsWith(".cs", StringComparison.Ordinal)).Select(p => (p, File.ReadAllBytes(Path.Combine(folder, p)))).ToList();
        var manifests = paths.Where(Linker.IsManifest).Select(p => new ProjectFile(p, File.ReadAllBytes(Path.Combine(folder, p)))).ToList();
        return Run(sources, manifests);
    }

    public static Comparison Run(IReadOnlyList<(string Path, byte[] Content)> sources, IReadOnlyList<ProjectFile> manifests)
    {
        var watch = Stopwatch.StartNew();
        var sites = RoslynReader.Read(sources.Select(s => (s.Path, Encoding.UTF8.GetString(s.Content).TrimStart('\uFEFF'))), Usings(manifests));
        var roslyn = watch.Elapsed;
        watch.Restart();
        var index = IndexReader.Link(sources, manifests);
        var comparison = new Comparison { Files = sources.Count, RoslynTime = roslyn, IndexTime = watch.Elapsed };
        foreach (var group in sites.Where(s => s.Kind is not (Kinds.Inheritance or Kinds.Overrides)).GroupBy(s => s.Kind).OrderBy(g => g.Key, StringComparer.Ordinal))
            comparison.Uses(group.Key, group, index);
        comparison.References();
        comparison.Relations(Kinds.Inheritance, sites, index, ofTypes: true);
        comparison.Relations(Kinds.Overrides, sites, index, ofTypes: false);
        return comparison;
    }

    private static IEnumerable<string> Usings(IEnumerable<ProjectFile> manifests) =>
        manifests.SelectMany(m => Regex.Matches(Encoding.UTF8.GetString(m.Content.Span), "<Using\\s+Include=\"([\\w.]+)\"([^>]*)>").Select(u => u.Groups[2].Value.Contains("Alias", StringComparison.Ordinal) ? ""
            : (u.Groups[2].Value.Contains("Static", StringComparison.Ordinal) ? "static " : "") + u.Groups[1].Value)).Where(u => u.Length > 0).Distinct();

    private void Uses(string kind, IEnumerable<Site> sites, IndexReader index)
    {
        int expected = 0, found = 0, answered = 0;
        foreach (var site in sites)
        {
            var targets = index.TargetsAt(site.At);
            expected += site.Declarations.Length > 0 ? 1 : 0;
            answered += targets.Count > 0 ? 1 : 0;
            if (site.Declarations.Length > 0 && targets.Any(site.Declarations.Contains) && targets.All(t => site.Declarations.Contains(t) || site.Alternatives.Contains(t)))
                found++;
            else if (targets.Count > 0)
                Wrong.Add(new Finding(site, index.StateAt(site.At)));
            else if (site.Declarations.Length > 0)
                Misses.Add(new Finding(site, index.StateAt(site.At)));
        }
        Scores.Add(new Score(kind, expected, found, answered));
    }

    /// <summary>All kinds of references together.</summary>
    private void References()
    {
        var parts = Scores.Where(s => s.Kind.StartsWith("reference", StringComparison.Ordinal)).ToList();
        Scores.Add(new Score("references", parts.Sum(p => p.Expected), parts.Sum(p => p.Found), parts.Sum(p => p.Answered)));
    }

    private void Relations(string kind, List<Site> sites, IndexReader index, bool ofTypes)
    {
        var open = sites.Where(s => s.Kind == kind && s.Declarations.Length == 0).Select(s => s.At).ToHashSet();
        var said = index.Relations(ofTypes).Where(r => !open.Contains(r.From)).ToHashSet();
        var right = new HashSet<(Place, Place)>();
        int expected = 0, found = 0;
        foreach (var site in sites.Where(s => s.Kind == kind && !open.Contains(s.At)).DistinctBy(s => (s.At, s.Declarations[0])))
        {
            expected++;
            // Of a type in parts, any part may be the one that is named.
            var matches = site.Declarations.Select(to => (site.At, to)).Where(said.Contains).ToList();
            found += matches.Count > 0 ? 1 : 0;
            right.UnionWith(matches);
            if (matches.Count == 0)
                Misses.Add(new Finding(site, "no relation"));
        }
        foreach (var (from, to) in said.Where(pair => !right.Contains(pair)))
            Wrong.Add(new Finding(new Site(kind, from, "", [], []), to.ToString()));
        Scores.Add(new Score(kind, expected, found, found + said.Count - right.Count));
    }
}

internal static class Sampling
{
    /// <summary>Some of the items, evenly spread over all.</summary>
    public static IEnumerable<T> Spread<T>(this IEnumerable<T> items, int count)
    {
        var all = items.ToList();
        for (var i = 0; i < Math.Min(count, all.Count); i++)
            yield return all[(int)((long)i * all.Count / Math.Min(count, all.Count))];
    }
}
