namespace CodeGraph.Gateway.GraphQL;

/// <summary>What a GraphQL request may take. All but its time is checked before anything runs.</summary>
public sealed class GraphQLLimits
{
    /// <summary>Most tokens of a document. Default: 15,000.</summary>
    public int MaxTokens { get; set; } = 15_000;

    /// <summary>Most selection sets, values and types inside of one another in a document. Default: 64.</summary>
    public int MaxNesting { get; set; } = 64;

    /// <summary>Most fields below one another, fragments followed. Default: 24.</summary>
    public int MaxDepth { get; set; } = 24;

    /// <summary>Highest estimated cost: about the values of the answer, and more for questions that take work. Default: 250,000.</summary>
    public long MaxCost { get; set; } = 250_000;

    /// <summary>Longest time that an operation may run. Default: 30 seconds; the gateway gives it the time of a question.</summary>
    public TimeSpan MaxDuration { get; internal set; } = TimeSpan.FromSeconds(30);

    /// <summary>Characters of documents that are kept parsed and validated. Default: 4 Mi.</summary>
    public long CachedCharacters { get; set; } = 4 * 1024 * 1024;

    /// <exception cref="ArgumentException">A limit lets nothing through.</exception>
    public void Validate()
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, long)>)
        [
            (nameof(MaxTokens), MaxTokens), (nameof(MaxNesting), MaxNesting), (nameof(MaxDepth), MaxDepth), (nameof(MaxCost), MaxCost), (nameof(CachedCharacters), CachedCharacters),
        ])
        {
            if (value < 1)
                throw new ArgumentException($"{name} of GraphQL is {value}, which lets nothing through; give 1 or more.");
        }
    }
}
