using System.Text.Json;
using CodeGraph.Client;
using CodeGraph.Gateway.Caching;
using CodeGraph.Gateway.Problems;
using CodeGraph.Grains.Json;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>Answers a request with the snapshot that it names: as a document, as lines, or with the word that the client has the answer.</summary>
internal sealed class QuestionEndpoint(ICodeGraph graph, Answerer answerer)
{
    /// <summary>A question that is all in the URL.</summary>
    public async Task<IResult> Get<TQuery, TAnswer>(Question<TQuery, TAnswer> question, TQuery query, HttpContext context, CancellationToken cancellation)
        where TQuery : class
        where TAnswer : class
    {
        var snapshot = await Open(context, cancellation);
        if (WantedLines(question, context.Request) is { } lines)
            return await Lines(question, lines, query, context.Request.Query.ContainsKey("limit"), snapshot, cancellation);
        var tag = question.TagOf(snapshot.Stored);
        return tag is not null && EntityTag.IsKnownTo(context.Request, tag)
            ? AnswerResult.NotModified(tag)
            : Result(await answerer.Ask(question, query, snapshot, tag, cancellation));
    }

    /// <summary>A question in the body. Its answer has no entity tag: that would be one of the URL.</summary>
    public async Task<IResult> Post<TQuery, TAnswer>(Question<TQuery, TAnswer> question, HttpContext context, CancellationToken cancellation)
        where TQuery : class
        where TAnswer : class
    {
        var body = await ReadBody(context.Request, cancellation);
        var query = answerer.Read<TQuery>(body);
        var snapshot = await Open(context, cancellation);
        return WantedLines(question, context.Request) is { } lines
            ? await Lines(question, lines, query, body.EnumerateObject().Any(m => m.Name.Equals("limit", StringComparison.OrdinalIgnoreCase)), snapshot, cancellation)
            : Result(await answerer.Ask(question, query, snapshot, question.TagOf(snapshot.Stored), cancellation) with { Tag = null });
    }

    private static IResult Result(in Answer answer) => answer.Problem is { } problem ? TypedResults.Problem(problem) : new AnswerResult(answer);

    private static async Task<JsonElement> ReadBody(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            return await request.ReadFromJsonAsync<JsonElement>(cancellation);
        }
        catch (JsonException exception)
        {
            throw new RefusedException(GatewayProblems.InvalidRequest("The query cannot be read.", exception.Message));
        }
    }

    /// <summary>The snapshot that the route and its <c>commit</c> name.</summary>
    private Task<OpenedSnapshot> Open(HttpContext context, CancellationToken cancellation) => graph.OpenSnapshot(
        (string)context.Request.RouteValues["name"]!, context.Request.Query["commit"] is [{ Length: > 0 } commit] ? commit : null, cancellation);

    /// <summary>The question as one that is answered in lines; null where a document is wanted.</summary>
    /// <exception cref="RefusedException">Nothing but lines is wanted, and the answer has none.</exception>
    private static ILongQuestion<TQuery, TAnswer>? WantedLines<TQuery, TAnswer>(Question<TQuery, TAnswer> question, HttpRequest request)
        where TQuery : class
        where TAnswer : class
    {
        if (!JsonLines.IsWanted(request, out var nothingElse))
            return null;
        var lines = question as ILongQuestion<TQuery, TAnswer>;
        return lines is null && nothingElse ? throw new RefusedException(GatewayProblems.NoLines(question.Name)) : lines;
    }

    /// <summary>What is wrong with the question is a problem still: nothing is sent before the first part is there.</summary>
    private static async Task<IResult> Lines<TQuery, TAnswer>(
        Question<TQuery, TAnswer> question, ILongQuestion<TQuery, TAnswer> lines, TQuery query, bool limited, OpenedSnapshot snapshot, CancellationToken cancellation)
        where TQuery : class
        where TAnswer : class
    {
        Answerer.Check(query);
        var parts = await StartedStream<TAnswer>.Of(lines.InParts(snapshot.Queries, query, limited, cancellation), cancellation);
        if (Answerer.ProblemOf(question, query, parts.First) is { } problem)
        {
            await parts.DisposeAsync();
            return TypedResults.Problem(problem);
        }
        return JsonLines.Of(async output =>
        {
            await using (parts)
                await new AnswerLines<TAnswer>(lines.List, lines.Item).Write(parts, output, int.MaxValue, cancellation);
        });
    }
}
