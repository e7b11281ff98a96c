using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Grains;

internal sealed partial class SnapshotAnswers
{
    public ComplexAnswer Complex(ComplexQuery query, CancellationToken cancellation)
    {
        Check(query.Limit);
        var question = $"complex {query.By} {Kinds(query.Kinds)} {query.Under}";
        var position = paging.PositionOf(query.Cursor, question);
        var measured = analyses.Get(question, () => MeasureAll(query, cancellation));
        var (found, callables) = measured;
        var page = found.Skip(position).Take(query.Limit).Select(m => Info(m.Symbol)).ToList();
        var next = paging.After(question, position, page.Count, found.Count);
        analyses.Turn(question, measured, next);
        return new(source, page, found.Count, callables - found.Count, next is not null, next);
    }

    private MeasuredCallables MeasureAll(ComplexQuery query, CancellationToken cancellation)
    {
        var files = query.Under is { } under ? Enumerable.Range(0, snapshot.FileCount).Select(f => new PathPrefix(under).Covers(snapshot.Path(f))).ToArray() : null;
        var callables = 0;
        for (var symbol = 0; symbol < snapshot.SymbolCount; symbol++)
            callables += snapshot.Symbol(symbol).Kind.IsCallable() && IsRanked(symbol, query.Kinds, files) ? 1 : 0;
        cancellation.ThrowIfCancellationRequested();
        return new([.. snapshot.AllMetrics().Where(m => IsRanked(m.Symbol, query.Kinds, files)).OrderByDescending(m => Measure(m, query.By)).ThenBy(m => m.Symbol)], callables);
    }

    private int Measure(in MetricsRecord metrics, ComplexityMeasure by) => by switch
    {
        ComplexityMeasure.Cyclomatic => metrics.Cyclomatic,
        ComplexityMeasure.Lines => Lines(snapshot.Symbol(metrics.Symbol)),
        ComplexityMeasure.Nesting => metrics.Nesting,
        _ => metrics.Cognitive,
    };

    private SymbolMetrics? Metrics(int symbol, in SymbolEntry record) =>
        record.Kind.IsCallable() && snapshot.MetricsOf(symbol) is { } metrics ? new(metrics.Cyclomatic, metrics.Cognitive, metrics.Nesting, Lines(record)) : null;

    /// <param name="Found">The most complex first.</param>
    /// <param name="Callables">How many there are, those without metrics included.</param>
    private sealed record MeasuredCallables(List<MetricsRecord> Found, int Callables);

    private static int Lines(in SymbolEntry record) => record.EndLine - record.StartLine + 1;
}
