using System.Text;

namespace Orleans.Runtime;

/// <summary>Describes who waits for whom around a request that got no response in time.</summary>
internal static class CallChain
{
    /// <summary>
    /// The timeout as its caller sees it: the chain from the outermost caller to the innermost call that is still open, as
    /// <c>RepositoryGrain(a).Index -> FileGrain(b).Parse -> RepositoryGrain(a).Status</c>, and whether it closed into a deadlock.
    /// </summary>
    internal static TimeoutException Timeout(GrainRequest request, TimeSpan timeout)
    {
        var chain = Collect(request);
        var text = new StringBuilder($"{request} did not respond within {timeout}. Call chain: ").AppendJoin(" -> ", chain).Append('.');
        if (chain.SkipLast(1).Any(earlier => earlier.Target == chain[^1].Target))
        {
            text.Append($" The last call waits for a grain that is itself waiting in this chain. Make the method [AlwaysInterleave], "
                + "the grain [Reentrant], or the outer call inside RequestContext.AllowCallChainReentrancy().");
        }

        return new TimeoutException(text.ToString());
    }

    private static List<GrainRequest> Collect(GrainRequest request)
    {
        var chain = new List<GrainRequest>();
        for (var caller = request; caller is not null && !chain.Contains(caller); caller = caller.Caller) chain.Insert(0, caller);
        for (var callee = request.Awaiting; callee is { Responded: false } && !chain.Contains(callee); callee = callee.Awaiting) chain.Add(callee);
        return chain;
    }
}
