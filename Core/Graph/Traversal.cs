using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Graph;

/// <summary>One relation on the way of a traversal.</summary>
/// <param name="From">The symbol that holds it; -1 at file level.</param>
/// <param name="File">The file that holds it.</param>
/// <param name="To">The symbol it leads to.</param>
/// <param name="Line">Of its place in <paramref name="File"/>, 1-based, as is <paramref name="Column"/>.</param>
/// <param name="Distance">Levels from the symbols asked for, 1 for direct.</param>
public readonly record struct Hop(int From, int File, int To, RelationKind Kind, Tier Tier, int Line, int Column, int Distance);

/// <param name="Hops">The nearest first, at most the limit.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Unresolved">Uses of which nothing is known, any of which may be one more.</param>
/// <param name="Ambiguous">Uses with several candidates that were met, whether or not they were followed.</param>
/// <param name="OtherTiers">Resolved uses and relations that were met and not followed, as their tier was not asked for.</param>
/// <param name="Files">Files that hold the relations.</param>
public sealed record TraversalResult(IReadOnlyList<Hop> Hops, int Total, int Unresolved, int Ambiguous, int OtherTiers, int Files)
{
    public bool Truncated => Hops.Count < Total;
}

/// <summary>How far a traversal goes.</summary>
/// <param name="Depth">Levels; <see cref="int.MaxValue"/> for all.</param>
/// <param name="Tiers">What to follow; the rest is only counted.</param>
/// <param name="Limit">Most hops to return.</param>
/// <param name="Skip">Hops to leave out at the beginning, as earlier pages had them.</param>
public sealed record TraversalOptions(int Depth = 1, TierSet Tiers = TierSet.Certain, int Limit = 200, int Skip = 0);

/// <summary>
/// Breadth-first walks over a snapshot. Each symbol is expanded once, so cycles end and each use is told once; nothing recurses. All walks go on to
/// the end to count, and keep as many hops as asked for.
/// </summary>
public sealed partial class Traversal
{
    private readonly Snapshot snapshot;

    public Traversal(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        this.snapshot = snapshot;
    }

    /// <summary>Call sites that lead to the symbols, level by level, each once. A call of a type's constructor is a call of the type.</summary>
    public TraversalResult Callers(IReadOnlyList<int> symbols, TraversalOptions options, CancellationToken cancellation = default)
    {
        using var walk = StartCallers(symbols, options, cancellation);
        while (walk.Next(out var symbol))
            ExpandCallers(walk, symbol);
        return walk.ToResult();
    }

    /// <summary>Call sites inside of the symbols and what they lead to, level by level. What a type calls is what its members call.</summary>
    public TraversalResult Callees(IReadOnlyList<int> symbols, TraversalOptions options, CancellationToken cancellation = default)
    {
        using var walk = StartCallees(symbols, options, cancellation);
        while (walk.Next(out var symbol))
            ExpandCallees(walk, symbol);
        return walk.ToResult();
    }

    /// <summary>Every use that leads to the symbols; for a type also where its name stands for its constructor.</summary>
    /// <param name="options">The depth does not count.</param>
    /// <returns>Indexes of references in the order of the snapshot, and how many there are.</returns>
    public ReferencesResult References(IReadOnlyList<int> symbols, TraversalOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var found = new List<int>();
        var ambiguous = 0;
        var otherTiers = new HashSet<int>();
        var names = new HashSet<int>();
        foreach (var symbol in symbols)
        {
            var name = snapshot.Symbol(symbol).Name;
            names.Add(name);
            Collect(symbol, -1);
            if (!snapshot.Symbol(symbol).Kind.IsType())
                continue;
            foreach (var child in snapshot.Children(symbol))
            {
                if (snapshot.Symbol(child).Kind == SymbolKind.Constructor)
                    Collect(child, name);
            }
        }
        // A use with several targets may have come in by more than one of them.
        found.Sort();
        var distinct = found.Distinct().ToList();
        return new([.. distinct.Skip(options.Skip).Take(options.Limit)], distinct.Count, names.Sum(n => snapshot.UnresolvedOf(n).Length), ambiguous, otherTiers.Count);

        void Collect(int symbol, int onlyName)
        {
            var seen = 0;
            foreach (var reference in snapshot.Incoming(symbol))
            {
                if ((seen++ & 0xFFFF) == 0)
                    cancellation.ThrowIfCancellationRequested();
                var use = snapshot.Reference(reference);
                if (onlyName >= 0 && use.Name != onlyName)
                    continue;
                var tier = TierOf(use);
                if (tier == Tier.Ambiguous)
                    ambiguous++;
                if (options.Tiers.Has(tier))
                    found.Add(reference);
                else if (tier != Tier.Ambiguous)
                    otherTiers.Add(reference);
            }
        }
    }

    /// <summary>
    /// Everything that depends on the symbols, each once at its shortest distance with a relation that led there: callers, other users, derived types,
    /// overriders, and so on from those. A type's members count as the type. What is used at file level is told once a file.
    /// </summary>
    /// <param name="ownFile">The file that the symbols make up: its own file-level code is not told; -1 for none.</param>
    /// <param name="visit">Sees every hop, also those beyond the limit.</param>
    public TraversalResult Impact(
        IReadOnlyList<int> symbols, TraversalOptions options, int ownFile = -1, CancellationToken cancellation = default, Action<Hop>? visit = null)
    {
        using var walk = new Walk(this, options, cancellation) { Visit = visit };
        if (ownFile >= 0)
            walk.ReachFile(ownFile);
        foreach (var symbol in symbols)
            walk.AddRootWithMembers(symbol);
        while (walk.Next(out var symbol))
        {
            walk.CountUnresolved(snapshot.Symbol(symbol).Name, callsOnly: false);
            foreach (var index in snapshot.RelationsTo(symbol))
            {
                var relation = snapshot.Relation(index);
                if (walk.Follows(relation) && walk.ReachWithConstructors(relation.From))
                    walk.Take(relation);
            }
            ExpandUses(walk, symbol);
        }
        return walk.ToResult();
    }

    /// <summary>A file that imports the symbol and runs it is told for running it.</summary>
    private void ExpandUses(Walk walk, int symbol)
    {
        var imported = false;
        foreach (var reference in snapshot.Incoming(symbol))
        {
            var use = snapshot.Reference(reference);
            if (use.From < 0 && use.Role == ReferenceRole.Import)
                imported = true;
            else if (walk.Follows(use, reference) && (use.From >= 0 ? walk.ReachWithConstructors(use.From) : walk.ReachFile(snapshot.FileOfReference(reference))))
                walk.Take(reference, use, symbol);
        }
        if (!imported)
            return;
        foreach (var reference in snapshot.Incoming(symbol))
        {
            var use = snapshot.Reference(reference);
            if (use.From < 0 && use.Role == ReferenceRole.Import && walk.Follows(use, reference) && walk.ReachFile(snapshot.FileOfReference(reference)))
                walk.Take(reference, use, symbol);
        }
    }

    /// <summary>What the symbol inherits, implements or overrides.</summary>
    public IReadOnlyList<Hop> Bases(int symbol)
    {
        var (first, end) = snapshot.RelationsFrom(symbol);
        var hops = new List<Hop>(end - first);
        for (var relation = first; relation < end; relation++)
            hops.Add(HopOf(snapshot.Relation(relation), 1));
        return hops;
    }

    /// <summary>What inherits, implements or overrides the symbol.</summary>
    public IReadOnlyList<Hop> Derived(int symbol)
    {
        var hops = new List<Hop>();
        foreach (var relation in snapshot.RelationsTo(symbol))
            hops.Add(HopOf(snapshot.Relation(relation), 1));
        return hops;
    }

    /// <summary>The kind of relation that a use of a name is.</summary>
    public static RelationKind KindOf(ReferenceRole role) => role switch
    {
        ReferenceRole.Call => RelationKind.Calls,
        ReferenceRole.Import => RelationKind.Imports,
        ReferenceRole.Inherit => RelationKind.Inherits,
        _ => RelationKind.References,
    };

    private static Tier TierOf(in ReferenceEntry use) => use.State == ReferenceState.Ambiguous ? Tier.Ambiguous : use.Tier;

    /// <summary>The hop of a reference to one of its targets.</summary>
    private Hop HopOf(int reference, in ReferenceEntry use, int target, int distance) => new(
        use.From,
        use.From >= 0 ? snapshot.Symbol(use.From).File : snapshot.FileOfReference(reference),
        target,
        KindOf(use.Role),
        TierOf(use),
        use.Line,
        use.Column,
        distance);

    private Hop HopOf(in RelationRecord relation, int distance) =>
        new(relation.From, relation.File, relation.To, relation.Kind, relation.Tier, relation.Line, relation.Column, distance);

    /// <summary>The symbols and everything inside of types and namespaces among them, locals aside.</summary>
    private void AddMembers(int root, Func<int, bool> add)
    {
        var open = new Stack<int>();
        open.Push(root);
        while (open.TryPop(out var symbol))
        {
            if (!add(symbol))
                continue;
            var kind = snapshot.Symbol(symbol).Kind;
            if (!kind.IsType() && !kind.IsNamespace())
                continue;
            foreach (var child in snapshot.Children(symbol))
            {
                if ((snapshot.Symbol(child).Flags & DefinitionFlags.Local) == 0)
                    open.Push(child);
            }
        }
    }
}

/// <param name="References">Indexes of references, ascending, at most the limit.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Unresolved">Uses of the same name of which nothing is known.</param>
/// <param name="Ambiguous">Uses that may mean the symbol or another.</param>
/// <param name="OtherTiers">Resolved uses that were left out, as their tier was not asked for.</param>
public sealed record ReferencesResult(IReadOnlyList<int> References, int Total, int Unresolved, int Ambiguous, int OtherTiers);
