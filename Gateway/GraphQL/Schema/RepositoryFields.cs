using CodeGraph.Client;
using CodeGraph.Gateway.GraphQL.Execution;
using CodeGraph.Gateway.Problems;
using CodeGraph.Grains;

namespace CodeGraph.Gateway.GraphQL.Schema;

/// <summary>The roots, and repositories with their jobs.</summary>
internal static class RepositoryFields
{
    public static void Bind(SchemaBinding schema) => schema
        .BindRoot("Query",
            ("repositories", c => List(c).AsField()),
            ("repository", c => Graph(c).GetRepository(c.Text("name"), c.Cancellation).AsField()))
        .BindRoot("Mutation",
            ("startIndex", c => StartIndex(c).AsField()),
            ("cancelIndex", c => CancelIndex(c).AsField()),
            ("removeRepository", c => RemoveRepository(c).AsField()))
        .Bind<StartedIndex>("StartedIndex",
            ("repository", (s, c) => Graph(c).GetRepository(s.Repository, c.Cancellation).AsField()),
            ("job", (s, _) => new(s.Job.Id)),
            ("joined", (s, _) => new(s.Job.Joined)))
        .Bind<CancelledIndex>("CancelledIndex", ("repository", (s, c) => Graph(c).GetRepository(s.Repository, c.Cancellation).AsField()))
        .Bind<RemovedRepository>("RemovedRepository")
        .Bind<RepositoryStatus>("Repository", ("snapshot", (r, c) => Graph(c).OpenSnapshot(r.Name, c.Argument<string>("commit"), c.Cancellation).AsField()))
        .Bind<IndexProgress>("IndexJob", ("elapsedSeconds", (p, _) => new(p.Elapsed.TotalSeconds)))
        .Bind<IndexSummary>("IndexSummary",
            ("skipped", (s, _) => new(Counts(s.Skipped))),
            ("relationsByTier", (s, _) => new(Counts(s.RelationsByTier))))
        .Bind<NamedCount>("NamedCount");

    private static ICodeGraph Graph(FieldContext context) => context.Service<ICodeGraph>();

    private static async Task<RepositoryStatus[]> List(FieldContext context)
    {
        var graph = Graph(context);
        var entries = await graph.ListRepositories(context.Cancellation);
        return await Task.WhenAll(entries.Select(e => graph.GetRepository(e.Name, context.Cancellation)));
    }

    private static async Task<StartedIndex> StartIndex(FieldContext context)
    {
        var input = context.Argument<IReadOnlyDictionary<string, object?>>("input")!;
        var source = (string)input["source"]!;
        if (!RepositorySource.IsUrl(source) && !Path.IsPathFullyQualified(source))
            throw QueryErrors.Of(GatewayProblems.BadSource($"'{source}' is neither a full path on the gateway's machine nor a git URL.").ProblemDetails);
        try
        {
            return await Graph(context).StartIndex(
                new(source, (string?)input.GetValueOrDefault("reference"), (bool)input["workingTree"]!, (bool)input["force"]!), context.Cancellation);
        }
        catch (Exception exception) when (exception is ArgumentException or DirectoryNotFoundException)
        {
            throw QueryErrors.Of(GatewayProblems.BadSource(exception.Message).ProblemDetails);
        }
    }

    private static async Task<CancelledIndex> CancelIndex(FieldContext context)
    {
        var name = context.Text("repository");
        return new(name, await Graph(context).CancelIndex(name, context.Cancellation));
    }

    private static async Task<RemovedRepository> RemoveRepository(FieldContext context)
    {
        var name = context.Text("name");
        try
        {
            await Graph(context).RemoveRepository(name, context.Cancellation);
        }
        catch (InvalidOperationException exception)
        {
            throw new Language.GraphQLException(Language.GraphQLError.Of("BUSY", exception.Message));
        }

        return new(name);
    }

    private static IEnumerable<NamedCount> Counts(IReadOnlyDictionary<string, int> counts) =>
        counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new NamedCount(c.Key, c.Value));
}

internal sealed record CancelledIndex(string Repository, bool Cancelled);

internal sealed record RemovedRepository(string Name);

internal sealed record NamedCount(string Name, int Count);
