using CodeGraph.Model;

namespace CodeGraph.Graph.Analyses;

/// <summary>A test among the dependents.</summary>
/// <param name="Symbol">The test; -1 where it is the code of a file outside of any definition.</param>
/// <param name="Distance">Levels from what changes.</param>
public readonly record struct ReachedTest(int Symbol, int File, int Distance, TestEvidence Evidence);

/// <summary>A place where execution comes in that leads to what changes.</summary>
/// <param name="Symbol">-1 where it is the code of a file outside of any definition.</param>
public readonly record struct ReachedEntry(int Symbol, int File, int Distance, EntryRule Rule);

/// <summary>How much there is at one distance.</summary>
public readonly record struct ImpactLevel(int Distance, int Dependents, int Tests, int EntryPoints);

/// <param name="Dependents">The closure; see <see cref="Traversal.Impact"/>.</param>
/// <param name="Levels">By distance, ascending, without gaps.</param>
/// <param name="Tests">The nearest first, at most the limit.</param>
/// <param name="EntryPoints">The nearest first, at most the limit; tests are none.</param>
public sealed record ImpactResult(
    TraversalResult Dependents, IReadOnlyList<ImpactLevel> Levels, IReadOnlyList<ReachedTest> Tests, int TotalTests, IReadOnlyList<ReachedEntry> EntryPoints, int TotalEntryPoints);

/// <summary>What may break when symbols change: their dependents, and which of those are tests and entry points. One walk; for one thread at a time.</summary>
public sealed class ImpactAnalysis(Snapshot snapshot)
{
    private readonly Traversal traversal = new(snapshot);
    private readonly EntryPoints entries = new(snapshot);
    private readonly TestRules rules = new(snapshot);

    /// <param name="symbols">What changes.</param>
    /// <param name="options">The limit holds for dependents, tests and entry points each.</param>
    /// <param name="ownFile">The file that the symbols make up; -1 for none.</param>
    /// <param name="cancellation">Ends the walk.</param>
    public ImpactResult Run(IReadOnlyList<int> symbols, TraversalOptions options, int ownFile = -1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var levels = new List<ImpactLevel>();
        var tests = new List<ReachedTest>();
        var entryPoints = new List<ReachedEntry>();
        var (totalTests, totalEntries) = (0, 0);
        var dependents = traversal.Impact(symbols, options, ownFile, cancellation, Visit);
        return new(dependents, levels, tests, totalTests, entryPoints, totalEntries);

        void Visit(Hop hop)
        {
            var evidence = hop.From >= 0 ? rules.Of(hop.From) : rules.OfFile(hop.File);
            var entry = evidence.IsTest ? EntryRule.None : EntryOf(hop);
            if (evidence.IsTest && totalTests++ < options.Limit)
                tests.Add(new(hop.From, hop.File, hop.Distance, evidence));
            if (entry != EntryRule.None && totalEntries++ < options.Limit)
                entryPoints.Add(new(hop.From, hop.File, hop.Distance, entry));
            while (levels.Count < hop.Distance)
                levels.Add(new(levels.Count + 1, 0, 0, 0));
            var level = levels[hop.Distance - 1];
            levels[hop.Distance - 1] = level with
            {
                Dependents = level.Dependents + 1,
                Tests = level.Tests + (evidence.IsTest ? 1 : 0),
                EntryPoints = level.EntryPoints + (entry == EntryRule.None ? 0 : 1),
            };
        }
    }

    /// <summary>An import names something and runs none of it.</summary>
    private EntryRule EntryOf(in Hop hop) => hop.From >= 0 ? entries.Of(hop.From) : hop.Kind == RelationKind.Imports ? EntryRule.None : EntryRule.FileLevel;
}
