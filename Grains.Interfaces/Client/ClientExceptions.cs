using System.Globalization;
using CodeGraph.Grains;
using Orleans;

namespace CodeGraph.Client;

/// <summary>The caller can see no repository of that name.</summary>
/// <param name="repository">The name that was asked for.</param>
/// <param name="nearNames">Names that may have been meant, of repositories that the caller can see.</param>
public sealed class RepositoryNotFoundException(string repository, IReadOnlyList<string> nearNames)
    : Exception($"No repository is named '{repository}'." + (nearNames.Count > 0 ? $" Did you mean {string.Join(" or ", nearNames)}?" : ""))
{
    public string Repository { get; } = repository;

    public IReadOnlyList<string> NearNames { get; } = nearNames;
}

/// <summary>The repository has no snapshot yet.</summary>
/// <param name="status">The repository; its job says whether one is being made, or why the last run failed.</param>
public sealed class NotIndexedException(RepositoryStatus status)
    : Exception($"{status.Name} has no snapshot yet{(status.Job?.Message is { } message ? $": the last run failed ({message})" : "")}.")
{
    public RepositoryStatus Status { get; } = status;
}

/// <summary>The caller's role does not reach. Only said of what the caller may know of.</summary>
/// <param name="needed">The role that it takes.</param>
/// <param name="repository">Where; null for the server as a whole.</param>
public sealed class AccessDeniedException(RepositoryRole needed, string? repository)
    : Exception($"This takes the role {needed.ToString().ToLowerInvariant()} {(repository is null ? "on the server" : $"in {repository}")}.")
{
    public RepositoryRole Needed { get; } = needed;

    public string? Repository { get; } = repository;
}

/// <summary>Too many others are served at the moment. Worth another try after <see cref="RetryAfter"/>.</summary>
[GenerateSerializer, Alias("CodeGraph.OverloadedException")]
public sealed class OverloadedException(string message, TimeSpan retryAfter) : Exception(message)
{
    [Id(0)]
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>A question took longer than one may take. The work was ended.</summary>
/// <param name="query">The question's name.</param>
/// <param name="limit">How long one may take.</param>
public sealed class QueryTimeLimitException(string query, TimeSpan limit)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{query} was not answered within {limit.TotalSeconds:0.###} seconds. Ask for less: a smaller depth, limit or part of the repository."))
{
    public string Query { get; } = query;

    public TimeSpan Limit { get; } = limit;
}
