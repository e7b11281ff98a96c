using CodeGraph.Model;

namespace CodeGraph.Graph;

/// <summary>A piece of a long result.</summary>
/// <param name="Result">The hops since the piece before; its counts are those up to here.</param>
/// <param name="Last">Whether the walk has ended, and with it the counts are whole.</param>
public sealed record TraversalPart(TraversalResult Result, bool Last);

public sealed partial class Traversal
{
    private const int PartLength = 256;

    /// <summary>As <see cref="Callers"/>, piece by piece while the walk goes on: what was handed out is not held. Neither a limit nor a skip.</summary>
    public IEnumerable<TraversalPart> CallersInParts(IReadOnlyList<int> symbols, TraversalOptions options, CancellationToken cancellation = default) =>
        InParts(() => StartCallers(symbols, Whole(options), cancellation), ExpandCallers);

    /// <summary>As <see cref="Callees"/>, piece by piece; see <see cref="CallersInParts"/>.</summary>
    public IEnumerable<TraversalPart> CalleesInParts(IReadOnlyList<int> symbols, TraversalOptions options, CancellationToken cancellation = default) =>
        InParts(() => StartCallees(symbols, Whole(options), cancellation), ExpandCallees);

    private static TraversalOptions Whole(TraversalOptions options) => options with { Limit = int.MaxValue, Skip = 0 };

    private static IEnumerable<TraversalPart> InParts(Func<Walk> start, Action<Walk, int> expand)
    {
        using var walk = start();
        while (walk.Next(out var symbol))
        {
            expand(walk, symbol);
            if (walk.Waiting >= PartLength)
                yield return new(walk.TakePart(), Last: false);
        }
        yield return new(walk.TakePart(), Last: true);
    }

    private Walk StartCallers(IReadOnlyList<int> symbols, TraversalOptions options, CancellationToken cancellation)
    {
        var walk = new Walk(this, options, cancellation);
        foreach (var symbol in symbols)
            walk.AddRoot(symbol);
        return walk;
    }

    private void ExpandCallers(Walk walk, int symbol)
    {
        walk.CountUnresolved(snapshot.Symbol(symbol).Name, callsOnly: true);
        if (!snapshot.Symbol(symbol).Kind.IsCallable() && !snapshot.Symbol(symbol).Kind.IsType())
            return;
        foreach (var reference in snapshot.Incoming(symbol))
        {
            var use = snapshot.Reference(reference);
            if (use.Role != ReferenceRole.Call || !walk.Follows(use, reference))
                continue;

            // A construction leads to the type and to its constructor, and is one call.
            if (use.Form != TargetForm.Several || walk.IsNew(reference))
                walk.Take(reference, use, symbol);
            walk.ReachWithConstructors(use.From);
        }
    }

    private Walk StartCallees(IReadOnlyList<int> symbols, TraversalOptions options, CancellationToken cancellation)
    {
        var walk = new Walk(this, options, cancellation);
        foreach (var symbol in symbols)
            walk.AddRootWithMembers(symbol);
        return walk;
    }

    private void ExpandCallees(Walk walk, int symbol)
    {
        foreach (var reference in snapshot.Outgoing(symbol))
        {
            var use = snapshot.Reference(reference);
            if (use.Role != ReferenceRole.Call)
                continue;
            if (use.State == ReferenceState.Unresolved)
                walk.Unresolved++;
            if (!walk.Follows(use, reference))
                continue;
            foreach (var target in snapshot.TargetsOf(use))
            {
                if (!snapshot.Runs(use, target))
                    continue;
                walk.Take(reference, use, target);
                walk.Reach(target);
            }
        }
    }
}
