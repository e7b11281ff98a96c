using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using CodeGraph.Client;
using CodeGraph.Grains;
using CodeGraph.Grains.Accounts;
using CodeGraph.Grains.Audit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Problems;

/// <summary>Every error as problem details (RFC 9457). The type names the case, and extension members hold what helps to ask again.</summary>
internal static class GatewayProblems
{
    private const string TypePrefix = "urn:codegraph:problem:";
    private const int LongestShown = 100;

    /// <summary>What the query service could not answer, as every face tells it; null for an exception that is not its own.</summary>
    public static ProblemDetails? Of(Exception exception) => exception switch
    {
        RefusedException e => e.Problem,
        RepositoryNotFoundException e => Details(
            StatusCodes.Status404NotFound, "unknown-repository", "There is no such repository.", $"No repository is named '{e.Repository}'. GET /api/v1/repositories lists them.",
            ("repository", e.Repository), ("nearNames", e.NearNames)),
        NotIndexedException e => Details(
            StatusCodes.Status503ServiceUnavailable, "not-indexed", "The repository has no snapshot yet.",
            e.Status.Job is { Phase: IndexPhase.Failed, Message: { } message } ? $"The last run failed: {message}" : $"Follow GET /api/v1/repositories/{e.Status.Name} until it has one.",
            ("repository", e.Status.Name), ("job", e.Status.Job)),
        SnapshotNotFoundException e when SnapshotKey.Parse(e.Snapshot) is var key => Details(
            StatusCodes.Status404NotFound, "unknown-commit", "There is no snapshot of this commit.", e.Message, ("repository", key.Repository), ("commit", key.Id)),
        AccessDeniedException e => Details(StatusCodes.Status403Forbidden, "forbidden", "The request is refused.", e.Message, ("role", e.Needed), ("repository", e.Repository)),
        SignInWaitException e => Details(
            StatusCodes.Status429TooManyRequests, "sign-in-wait", "Too many sign-ins failed.",
            $"{e.Message} Try again in {WholeSeconds(e.RetryAfter)} s. Other addresses, sessions and API keys are not affected.", ("retryAfterSeconds", WholeSeconds(e.RetryAfter))),
        BusyException e => Details(StatusCodes.Status409Conflict, "busy", "Something else runs at the moment.", e.Message),
        UserNotFoundException e => Details(StatusCodes.Status404NotFound, "unknown-user", "There is no such user.", e.Message),
        InvalidAccountException e => Details(StatusCodes.Status400BadRequest, "invalid-request", "The account cannot be so.", e.Message),
        AccountConflictException e => Details(StatusCodes.Status409Conflict, "account", "The accounts do not allow it.", e.Message),
        InvalidCursorException e => Details(StatusCodes.Status400BadRequest, "cursor", "The cursor does not belong to this question.", e.Message),
        SourceUnreadableException e => Details(StatusCodes.Status503ServiceUnavailable, "source-unreadable", "The texts of the repository cannot be read.", e.Message),
        AuditUnavailableException e => Details(
            StatusCodes.Status503ServiceUnavailable, "audit-unavailable", "The audit log cannot be used.", $"{e.Message} What has to be recorded is refused until then."),
        OverloadedException e => Details(
            StatusCodes.Status503ServiceUnavailable, "overloaded", "The gateway is busy.", e.Message, ("retryAfterSeconds", WholeSeconds(e.RetryAfter))),
        QueryTimeLimitException e => Details(
            StatusCodes.Status504GatewayTimeout, "time-limit", "The answer takes too long.", e.Message, ("query", e.Query), ("limitSeconds", e.Limit.TotalSeconds)),
        _ => null,
    };

    /// <summary>This caller asks too often (429, RFC 6585).</summary>
    public static ProblemDetails TooManyRequests(TimeSpan retryAfter) => Details(
        StatusCodes.Status429TooManyRequests, "rate-limit", "Too many requests.", $"Ask again in {WholeSeconds(retryAfter)} s, and more slowly.", ("retryAfterSeconds", WholeSeconds(retryAfter)));

    /// <summary>As <c>Retry-After</c> has it: never less than it takes.</summary>
    public static int WholeSeconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));

    public static ProblemHttpResult Forbidden(string detail) => Problem(StatusCodes.Status403Forbidden, "forbidden", "The request is refused.", detail);

    public static ProblemHttpResult NeedsSession() => Forbidden("This takes a session: sign in with your password; an API key does not do.");

    /// <param name="refusal">What is wrong with the credential; null where there is none.</param>
    public static ProblemHttpResult Unauthenticated(string? refusal) => Problem(
        StatusCodes.Status401Unauthorized, "unauthenticated", "The caller is not known.",
        refusal ?? "Give an access token or an API key: Authorization: Bearer <it>. POST /api/v1/auth/sign-in gives an access token.");

    public static ProblemHttpResult UnknownKey(string id) => Problem(
        StatusCodes.Status404NotFound, "unknown-key", "There is no such API key.", $"The user has no API key '{id}'.");

    public static ProblemHttpResult MalformedAddress(string detail) => Problem(StatusCodes.Status400BadRequest, "invalid-request", "The address cannot be read.", detail);

    /// <param name="name">What the address has.</param>
    /// <param name="parameters">What its endpoint reads.</param>
    public static ProblemHttpResult UnknownParameter(string name, IReadOnlyList<string> parameters) => Problem(
        StatusCodes.Status400BadRequest, "invalid-request", "There is no such parameter.",
        $"'{Shown(name)}' is no parameter of this address.{Suggestions.DidYouMean(name, parameters)} " + (parameters.Count == 0 ? "It has none." : $"It has {string.Join(", ", parameters)}."),
        ("parameter", Shown(name)), ("parameters", parameters));

    public static ProblemHttpResult RepeatedParameter(string name, int times) => Problem(
        StatusCodes.Status400BadRequest, "invalid-request", "A parameter is given more than once.", $"'{name}' is given {times} times, and has one value. Give it once.", ("parameter", name));

    public static ProblemHttpResult BadSource(string detail) => Problem(StatusCodes.Status400BadRequest, "source", "The source cannot be indexed.", detail);

    public static ProblemHttpResult InvalidRequest(string title, string detail) => Problem(StatusCodes.Status400BadRequest, "invalid-request", title, detail);

    /// <summary>Values that no question may have.</summary>
    public static ProblemHttpResult OutOfBounds(IReadOnlyList<ValidationResult> found) => Problem(
        StatusCodes.Status400BadRequest, "invalid-request", "A value is out of bounds.", string.Join(' ', found.Select(f => f.ErrorMessage)),
        ("errors", found.SelectMany(f => f.MemberNames.Select(name => (Name: JsonNamingPolicy.CamelCase.ConvertName(name), f.ErrorMessage)))
            .GroupBy(f => f.Name).ToDictionary(g => g.Key, g => g.Select(f => f.ErrorMessage).ToArray())));

    public static ProblemHttpResult NoLines(string question) => Problem(
        StatusCodes.Status406NotAcceptable, "no-lines", "There are no lines of this answer.", $"An answer to '{question}' is one document: accept application/json.");

    public static ProblemHttpResult UnknownOperation(string operation, IEnumerable<string> operations) => Problem(
        StatusCodes.Status400BadRequest, "invalid-request", "There is no such operation.", $"'{operation}' is no operation.", ("operations", operations.Order(StringComparer.Ordinal)));

    public static ProblemHttpResult UnknownKind(string kind, IEnumerable<string> kinds) => Problem(
        StatusCodes.Status400BadRequest, "invalid-request", "There is no such kind of symbol.", $"'{kind}' is no kind of symbol.", ("kinds", kinds.Order(StringComparer.Ordinal)));

    public static ProblemHttpResult UnknownTiers(string tiers) => Problem(
        StatusCodes.Status400BadRequest, "invalid-request", "There are no such tiers.", $"'{tiers}' names no tiers: give exact, typed, unique and ambiguous, separated by commas.");

    public static ProblemHttpResult UnknownLanguage(string language, IEnumerable<string> languages) => Problem(
        StatusCodes.Status400BadRequest, "invalid-request", "There is no such language.", $"'{language}' is no language.", ("languages", languages.Order(StringComparer.Ordinal)));

    /// <summary>A pattern, a glob or a cursor that cannot be used.</summary>
    public static ProblemHttpResult RefusedSearch(string refusal, AnswerSource source) => Problem(
        StatusCodes.Status400BadRequest, "invalid-search", "This cannot be searched for.", refusal, ("source", source));

    public static ProblemHttpResult UnknownSymbol(string name, AnswerSource source, IReadOnlyList<string> nearNames) => Problem(
        StatusCodes.Status404NotFound, "unknown-symbol", "There is no such symbol.", $"No symbol is named '{name}'.", ("nearNames", nearNames), ("source", source));

    public static ProblemHttpResult UnknownPath(string path, AnswerSource source, IReadOnlyList<string> nearPaths) => Problem(
        StatusCodes.Status404NotFound, "unknown-path", "There is no such file.", $"No indexed file has the path '{path}'.", ("nearPaths", nearPaths), ("source", source));

    public static ProblemHttpResult NoUse(LocateQuery place, AnswerSource source) => Problem(
        StatusCodes.Status404NotFound, "unknown-place", "No name is used there.",
        $"No name is used at {place.Path}:{place.Line}{(place.Column is { } column ? $":{column}" : "")}. Definitions have no reason to tell, only uses have: give the line and column of one.",
        ("source", source));

    public static ProblemHttpResult SeveralSymbols(string name, AnswerSource source, IReadOnlyList<SymbolInfo> candidates) => Problem(
        StatusCodes.Status409Conflict, "several-symbols", "Several symbols fit.",
        $"'{name}' fits several symbols; ask again with the id of one of the candidates.", ("candidates", candidates), ("source", source));

    public static IServiceCollection AddGatewayProblems(this IServiceCollection services)
    {
        services.AddExceptionHandler<ProblemHandler>();
        return services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            if (context.ProblemDetails.Type?.StartsWith(TypePrefix, StringComparison.Ordinal) != true && context.ProblemDetails.Status == 400)
                context.ProblemDetails.Type = TypePrefix + "invalid-request";
        });
    }

    /// <summary>Of a name that may be as long as an address.</summary>
    private static string Shown(string name) => name.Length <= LongestShown ? name : name[..LongestShown] + "...";

    private static ProblemHttpResult Problem(int status, string type, string title, string detail, params ReadOnlySpan<(string Name, object? Value)> extensions) =>
        TypedResults.Problem(Details(status, type, title, detail, extensions));

    private static ProblemDetails Details(int status, string type, string title, string detail, params ReadOnlySpan<(string Name, object? Value)> extensions)
    {
        var problem = new ProblemDetails { Status = status, Type = TypePrefix + type, Title = title, Detail = detail };
        foreach (var (name, value) in extensions)
            problem.Extensions[name] = value;
        return problem;
    }
}
