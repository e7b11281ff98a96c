using CodeGraph.Client;
using CodeGraph.Gateway.GraphQL.Execution;
using CodeGraph.Gateway.Problems;
using CodeGraph.Grains;

namespace CodeGraph.Gateway.GraphQL.Schema;

/// <summary>Questions about symbols of the snapshot that a field stands in, those of one level and kind asked together.</summary>
internal static class SnapshotLookUps
{
    /// <summary>A question that no other field asks too.</summary>
    public static Task<TAnswer> Ask<TAnswer>(this FieldContext context, Func<ISnapshotQueries, CancellationToken, Task<TAnswer>> ask)
    {
        var queries = context.Nearest<OpenedSnapshot>().Queries;
        return context.InTurn(cancellation => ask(queries, cancellation));
    }

    /// <summary>A symbol with what surrounds it.</summary>
    /// <exception cref="Language.GraphQLException">No symbol has the name, or several fit.</exception>
    public static async Task<SymbolAnswer> Symbol(this FieldContext context, string name)
    {
        var answer = await context.Resolve(name);
        Check(name, answer.Source, answer.Resolution);
        return answer;
    }

    /// <summary>The same, where several symbols or none are an answer too.</summary>
    public static Task<SymbolAnswer> Resolve(this FieldContext context, string name) =>
        context.LookUp("symbol", name, (queries, key, cancellation) => queries.GetSymbol(key, cancellation));

    public static Task<RelationsAnswer> Callers(this FieldContext context, TraversalQuery query) =>
        context.LookUp("callers", query, (queries, key, cancellation) => queries.Callers(key, cancellation), key => key.Symbol, a => a.Source, a => a.Resolution);

    public static Task<RelationsAnswer> Callees(this FieldContext context, TraversalQuery query) =>
        context.LookUp("callees", query, (queries, key, cancellation) => queries.Callees(key, cancellation), key => key.Symbol, a => a.Source, a => a.Resolution);

    public static Task<ReferencesAnswer> References(this FieldContext context, ReferencesQuery query) =>
        context.LookUp("references", query, (queries, key, cancellation) => queries.References(key, cancellation), key => key.Symbol, a => a.Source, a => a.Resolution);

    public static Task<ContextAnswer> Context(this FieldContext context, ContextQuery query) =>
        context.LookUp("context", query, (queries, key, cancellation) => queries.Context(key, cancellation), key => key.Symbol, a => a.Source, a => a.Resolution);

    public static async Task<ImpactAnswer> Impact(this FieldContext context, TraversalQuery query)
    {
        var answer = await context.LookUp("impact", query, (queries, key, cancellation) => queries.Impact(key, cancellation));
        if (answer.Path is null)
            Check(query.Symbol, answer.Source, answer.Resolution);
        return answer;
    }

    public static Task<OutlineAnswer> Outline(this FieldContext context, string path) =>
        context.LookUp("outline", path, (queries, key, cancellation) => queries.Outline(key, cancellation));

    /// <exception cref="Language.GraphQLException">The name is none of one symbol.</exception>
    public static void Check(string name, AnswerSource source, Resolution resolution)
    {
        if (resolution.Match == Match.Several)
            throw QueryErrors.Of(GatewayProblems.SeveralSymbols(name, source, resolution.Candidates).ProblemDetails);
        if (resolution.Match == Match.NotFound)
            throw QueryErrors.Of(GatewayProblems.UnknownSymbol(name, source, resolution.NearNames).ProblemDetails);
    }

    private static async Task<TAnswer> LookUp<TKey, TAnswer>(
        this FieldContext context, string kind, TKey key, Func<ISnapshotQueries, TKey, CancellationToken, Task<TAnswer>> ask, Func<TKey, string> nameOf,
        Func<TAnswer, AnswerSource> sourceOf, Func<TAnswer, Resolution> resolutionOf)
        where TKey : notnull
    {
        var answer = await context.LookUp(kind, key, ask);
        Check(nameOf(key), sourceOf(answer), resolutionOf(answer));
        return answer;
    }

    private static Task<TAnswer> LookUp<TKey, TAnswer>(
        this FieldContext context, string kind, TKey key, Func<ISnapshotQueries, TKey, CancellationToken, Task<TAnswer>> ask)
        where TKey : notnull
    {
        var snapshot = context.Nearest<OpenedSnapshot>();
        return context.Loaders.Load<TKey, TAnswer>(
            (snapshot.Key, kind), key, keys => [.. keys.Select(k => context.InTurn(cancellation => ask(snapshot.Queries, k, cancellation)))]);
    }
}
