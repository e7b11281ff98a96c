using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Graph;

/// <summary>How often symbols are used.</summary>
/// <param name="Calls">As <see cref="Traversal.Callers"/> counts them.</param>
/// <param name="Others">Uses of other roles, as <see cref="Traversal.References"/> counts them.</param>
/// <param name="Unresolved">Uses of the same names of which nothing is known.</param>
/// <param name="Ambiguous">Uses that may mean one of the symbols or another.</param>
public readonly record struct UseTotals(int Calls, int Others, int Unresolved, int Ambiguous);

public sealed partial class Traversal
{
    /// <summary>Counts the certain uses of symbols. Nothing is gathered: a look-up of a symbol with a million uses takes no memory.</summary>
    public UseTotals CountUses(IReadOnlyList<int> symbols, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        var names = new HashSet<int>();
        var several = new HashSet<int>();
        var (calls, others, ambiguous) = (0, 0, 0);
        foreach (var symbol in symbols)
        {
            var record = snapshot.Symbol(symbol);
            names.Add(record.Name);
            Count(symbol, record.Kind.IsCallable() || record.Kind.IsType(), -1);
            if (!record.Kind.IsType())
                continue;
            foreach (var child in snapshot.Children(symbol))
            {
                if (snapshot.Symbol(child).Kind == SymbolKind.Constructor)
                    Count(child, true, record.Name);
            }
        }
        return new(calls, others, names.Sum(n => snapshot.UnresolvedOf(n).Length), ambiguous);

        void Count(int symbol, bool isCallable, int onlyName)
        {
            var seen = 0;
            foreach (var reference in snapshot.Incoming(symbol))
            {
                if ((seen++ & 0xFFFF) == 0)
                    cancellation.ThrowIfCancellationRequested();
                var use = snapshot.Reference(reference);
                var isNamed = onlyName < 0 || use.Name == onlyName;
                var tier = TierOf(use);
                if (tier == Tier.Ambiguous && isNamed)
                    ambiguous++;
                var isCall = use.Role == ReferenceRole.Call;
                if (!TierSet.Certain.Has(tier) || !(isCall ? isCallable : isNamed))
                    continue;

                // One with several targets may come in by more than one of them.
                if (use.Form == TargetForm.Several && !several.Add(reference))
                    continue;
                if (isCall)
                    calls++;
                else
                    others++;
            }
        }
    }
}
