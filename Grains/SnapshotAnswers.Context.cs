using System.Text;
using CodeGraph.Graph.Analyses;
using CodeGraph.Model;

namespace CodeGraph.Grains;

internal sealed partial class SnapshotAnswers
{
    /// <summary>Of the budget, the source may take this much before what surrounds it is known to have room.</summary>
    private const double SourceShare = 0.75;

    public async Task<ContextAnswer> Context(ContextQuery query, FileContents sources, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Budget);
        var (resolution, parts) = Resolve(query.Symbol);
        if (parts.Count == 0)
            return new(source, resolution, null, null, [], [], query.Budget, 0, new(0, 0));
        var symbol = parts[0];
        var content = await sources.Read(snapshot, snapshot.Symbol(symbol).File, cancellation);
        var budget = new TokenBudget(query.Budget);
        var code = Slice(symbol, content, budget.Share(SourceShare));
        budget.Take(code.Text);
        var documentation = snapshot.Text(snapshot.Symbol(symbol).Documentation) is { } doc ? TokenBudget.Cut(doc, budget.Left) : null;
        budget.Take(documentation);
        var around = ContextSelection.Of(snapshot, parts, cancellation);
        var items = new List<ContextItem>();
        var leftOut = new Dictionary<ContextRole, int>();
        foreach (var related in around.Symbols)
        {
            // What comes first has the room: nothing farther slips in where something nearer did not fit.
            if (leftOut.Count == 0 && Item(related) is var item && budget.TryTake(item.Text))
                items.Add(item);
            else
                leftOut[related.Role] = leftOut.GetValueOrDefault(related.Role) + 1;
        }
        return new(
            source, resolution, code, documentation, items, [.. leftOut.OrderBy(l => l.Key).Select(l => new ContextLeftOut(l.Key, l.Value))], query.Budget, budget.Used,
            new(around.Unresolved, around.Ambiguous));
    }

    private ContextItem Item(Related related)
    {
        var path = snapshot.Path(related.File);
        var symbol = related.Symbol >= 0 ? Info(related.Symbol) : null;
        var isRelation = related.Role is ContextRole.Caller or ContextRole.Callee or ContextRole.Type;
        var text = new StringBuilder(symbol is null ? path : symbol.Id);
        if (symbol?.Signature is { Length: > 0 } signature)
            text.Append(": ").Append(signature);
        if (symbol?.Documentation is { Length: > 0 } documentation)
            text.Append(" - ").Append(documentation.AsSpan(0, documentation.AsSpan().IndexOf('\n') is >= 0 and var end ? end : documentation.Length).Trim());
        return new(
            related.Role, related.Distance, related.Uses, symbol, path,
            isRelation ? new(snapshot.Path(related.Hop.File), related.Hop.Line, related.Hop.Column) : null, isRelation ? related.Hop.Tier : null, text.ToString());
    }

    /// <summary>The lines of a definition, from the beginning of its first to the end of its last, or as many as there is room for.</summary>
    private SourceSlice Slice(int symbol, FileContents.Content content, int tokens)
    {
        var record = snapshot.Symbol(symbol);
        var lines = record.EndLine - record.StartLine + 1;
        if (content.Bytes is not { } bytes)
            return new(null, record.StartLine, record.StartLine, lines, content.Problem);
        var text = bytes.Span;
        if (record.Start > record.End || record.End > text.Length)
            return new(null, record.StartLine, record.StartLine, lines, "The file's content does not fit its index. Index again with --force.");
        var start = text[..record.Start].LastIndexOf((byte)'\n') + 1;
        var end = record.End + (text[record.End..].IndexOf((byte)'\n') is >= 0 and var rest ? rest : text.Length - record.End);
        var shown = TokenBudget.Cut(Encoding.UTF8.GetString(text[start..end]), tokens);
        var count = shown.Length == 0 ? 0 : shown.AsSpan().TrimEnd('\n').Count('\n') + 1;
        return new(shown, record.StartLine, record.StartLine + Math.Max(count, 1) - 1, lines, null);
    }
}
