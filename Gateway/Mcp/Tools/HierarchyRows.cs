using CodeGraph.Gateway.Mcp.Text;
using CodeGraph.Grains;
using CodeGraph.Model;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>What a symbol inherits, implements or overrides, and what does so to it, level by level.</summary>
internal static class HierarchyRows
{
    /// <summary>Symbols looked at on all levels together; a question beyond that is for a type further down.</summary>
    private const int MostSymbols = 2000;

    public static async Task<string> Answer(ToolCall call, ISnapshotQueries snapshot, string symbol, int depth, CancellationToken cancellation)
    {
        var question = $"hierarchy {symbol} {depth}";
        var answer = await snapshot.GetSymbol(symbol, cancellation);
        if (answer.Resolution is not { Symbol: { } found })
            return Misunderstanding.Of(call, symbol, answer.Source, answer.Resolution)!;
        var (bases, allBases) = await Walk(snapshot, answer, depth, up: true, cancellation);
        var (derived, allDerived) = await Walk(snapshot, answer, depth, up: false, cancellation);
        var rows = bases.Select(b => (b.Level, Way: "up", b.Relation)).Concat(derived.Select(d => (d.Level, Way: "down", d.Relation))).ToList();
        var skipped = PositionCursor.PositionOf(call.Cursor, answer.Source, question);
        var text = new AnswerText(call.Budget);
        text.Head($"{Wording.Of(found)} in {Wording.Of(answer.Source)}");
        text.Head($"{Wording.Number(bases.Count)} up (bases), {Wording.Number(derived.Count)} down (derived) on {Wording.Count(depth, "level", "levels")}; columns: level, way, place, relation, tier");
        var shown = rows.Skip(skipped).TakeWhile(row => text.TryRow(Row(row.Level, row.Way, row.Relation))).ToList();
        if (skipped + shown.Count < rows.Count)
            text.Remark($"left out: {Wording.Number(rows.Count - skipped - shown.Count)}; to go on: cursor \"{PositionCursor.At(answer.Source, question, skipped + shown.Count)}\"");
        if (!allBases || !allDerived)
            text.Remark($"left out: what follows after {Wording.Number(MostSymbols)} symbols; ask about one of those above, or with less depth");
        text.Remark("Bases outside of the repository are not listed.");
        await Staleness.Tell(text, snapshot, shown.Select(r => r.Relation.Site.Path), cancellation);
        return text.ToString();
    }

    private static string Row(int level, string way, RelationInfo relation) =>
        $"{Wording.Number(level)} {way} {relation.Site.Path}:{Wording.Number(relation.Site.Line)} "
        + $"{(relation.From is { } from ? Wording.InFile(from) : "")} {relation.Kind.ToWire()} {OneLine.Of(relation.To.Id)} {relation.Tier.ToWire()}";

    /// <summary>Breadth first, each symbol once.</summary>
    private static async Task<(List<(int Level, RelationInfo Relation)> Rows, bool IsAll)> Walk(
        ISnapshotQueries snapshot, SymbolAnswer start, int depth, bool up, CancellationToken cancellation)
    {
        var rows = new List<(int, RelationInfo)>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { start.Resolution.Symbol!.Id };
        var level = new List<SymbolAnswer> { start };
        for (var distance = 1; distance <= depth; distance++)
        {
            var next = new List<string>();
            foreach (var relation in level.SelectMany(s => up ? s.Bases : s.Derived))
            {
                rows.Add((distance, relation));
                if ((up ? relation.To : relation.From) is { } other && seen.Add(other.Id))
                    next.Add(other.Id);
            }
            if (next.Count == 0 || distance == depth)
                break;
            if (seen.Count > MostSymbols)
                return (rows, false);
            level.Clear();
            foreach (var id in next)
                level.Add(await snapshot.GetSymbol(id, cancellation));
        }
        return (rows, true);
    }
}
