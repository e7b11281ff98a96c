using System.ComponentModel.DataAnnotations;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Client;
using CodeGraph.Gateway.Caching;
using CodeGraph.Gateway.Problems;
using CodeGraph.Grains.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CodeGraph.Gateway.Snapshots;

/// <param name="Json">UTF-8.</param>
/// <param name="Tag">Stands for it as long as it stays the same; null where that is not certain.</param>
/// <param name="Problem">Why there is no answer; null where there is one.</param>
internal readonly record struct Answer(ReadOnlyMemory<byte> Json, string? Tag, ProblemDetails? Problem = null);

/// <summary>
/// Answers questions in JSON, from the cache where it can. Whoever asks has opened the snapshot, and so may read it: an answer is the same for everybody who may have it.
/// </summary>
internal sealed class Answerer(AnswerCache cache, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json)
{
    /// <summary>Nothing but what JSON demands is escaped: answers are no part of a page, and say that they are not to be taken for one.</summary>
    private static readonly GraphJson Writing =
        new(new JsonSerializerOptions(GraphJson.Default.Options) { TypeInfoResolver = null, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>A member that no query has is a mistake, and without effect it would not be noticed.</summary>
    private readonly JsonSerializerOptions reading = new(json.Value.SerializerOptions) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private readonly SingleFlight<AnswerKey, FoundAnswer> finding = new();

    /// <exception cref="RefusedException">It is no such query.</exception>
    public TQuery Read<TQuery>(JsonElement query)
        where TQuery : class
    {
        try
        {
            return query.Deserialize((JsonTypeInfo<TQuery>)reading.GetTypeInfo(typeof(TQuery))) ?? throw new JsonException("The query is null.");
        }
        catch (JsonException exception)
        {
            throw new RefusedException(GatewayProblems.InvalidRequest("The query cannot be read.", exception.Message));
        }
    }

    /// <summary>Answers, or tells why not.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="query">With what.</param>
    /// <param name="snapshot">Whom.</param>
    /// <param name="tag">What <see cref="Question{TQuery, TAnswer}.TagOf"/> says of the snapshot.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusedException">A value is out of bounds.</exception>
    public async ValueTask<Answer> Ask<TQuery, TAnswer>(
        Question<TQuery, TAnswer> question, TQuery query, OpenedSnapshot snapshot, string? tag, CancellationToken cancellation)
        where TQuery : class
        where TAnswer : class
    {
        var key = tag is null ? default : new AnswerKey(snapshot.Key.Repository, tag, question.Name, JsonSerializer.Serialize(query, TypeOf<TQuery>()));
        if (tag is not null && cache.Find(key) is { } known)
            return new(known, tag);
        Check(query);
        var found = tag is null ? await Find(question, query, snapshot, cancellation) : await FindOnce(key, question, query, snapshot, cancellation);
        return found.Json is { } json ? new(json, found.IsWhole ? tag : null) : new(default, null, ProblemOf(question, query, (TAnswer)found.Answer));
    }

    /// <summary>Together with those who ask the same at the same time, and keeps the answer.</summary>
    private Task<FoundAnswer> FindOnce<TQuery, TAnswer>(
        AnswerKey key, Question<TQuery, TAnswer> question, TQuery query, OpenedSnapshot snapshot, CancellationToken cancellation)
        where TQuery : class
        where TAnswer : class => finding.Run(
        key,
        async c =>
        {
            var found = await Find(question, query, snapshot, c);
            if (found is { Json: { } bytes, IsWhole: true })
                cache.Add(key, bytes);
            return found;
        },
        cancellation);

    private static async Task<FoundAnswer> Find<TQuery, TAnswer>(Question<TQuery, TAnswer> question, TQuery query, OpenedSnapshot snapshot, CancellationToken cancellation)
        where TQuery : class
        where TAnswer : class
    {
        var answer = await question.Put(snapshot.Queries, query, cancellation);
        return question.FindProblem(query, answer) is null
            ? new(answer, JsonSerializer.SerializeToUtf8Bytes(answer, TypeOf<TAnswer>()), question.IsWhole?.Invoke(answer) != false)
            : new(answer, null, IsWhole: false);
    }

    /// <exception cref="RefusedException">A value is out of bounds.</exception>
    public static void Check(object query)
    {
        var found = new List<ValidationResult>();
        if (!Validator.TryValidateObject(query, new(query), found, validateAllProperties: true))
            throw new RefusedException(GatewayProblems.OutOfBounds(found));
    }

    /// <summary>Why an answer is none: the problem, which holds the answer as <c>answer</c>; null for a good one.</summary>
    public static ProblemDetails? ProblemOf<TQuery, TAnswer>(Question<TQuery, TAnswer> question, TQuery query, TAnswer answer)
        where TQuery : class
        where TAnswer : class
    {
        var problem = question.FindProblem(query, answer)?.ProblemDetails;
        if (problem is not null)
            problem.Extensions["answer"] = answer;
        return problem;
    }

    /// <param name="Answer">As the snapshot gave it.</param>
    /// <param name="Json">As it is sent; null where it is a problem, of which each who asked gets one of their own.</param>
    /// <param name="IsWhole">See <see cref="Question{TQuery, TAnswer}.IsWhole"/>.</param>
    private sealed record FoundAnswer(object Answer, byte[]? Json, bool IsWhole);

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Writing.GetTypeInfo(typeof(T))!;
}
