namespace CodeGraph.Gateway.Problems;

/// <summary>Too many passwords of a name were wrong.</summary>
internal sealed class SignInWaitException(TimeSpan retryAfter) : Exception("Too many sign-ins with this name failed from this address.")
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}
