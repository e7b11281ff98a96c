using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>
/// Values that travel with grain calls, from caller to callee but never back. Also opens call-chain reentrancy: without it a grain that
/// calls another that calls back waits for itself until the response timeout.
/// </summary>
public static class RequestContext
{
    /// <summary>The keys that are set.</summary>
    public static IEnumerable<string> Keys => CallScope.Current?.Values?.Keys ?? [];

    /// <summary>The identity of the open reentrancy section; empty when there is none.</summary>
    public static Guid ReentrancyId
    {
        get => CallScope.Current?.ReentrancyId ?? Guid.Empty;
        set => CallScope.Replace(CallScope.Current?.Values, value);
    }

    /// <summary>The value under <paramref name="key"/>, or null.</summary>
    public static object? Get(string key) => CallScope.Current?.Values?.GetValueOrDefault(key);

    /// <summary>Sets a value for the calls made from here on.</summary>
    public static void Set(string key, object value) =>
        CallScope.Replace((CallScope.Current?.Values ?? ImmutableDictionary<string, object>.Empty).SetItem(key, value), ReentrancyId);

    /// <summary>Removes a value; false when it was not set.</summary>
    public static bool Remove(string key)
    {
        if (CallScope.Current?.Values is not { } values || !values.ContainsKey(key)) return false;
        CallScope.Replace(values.Remove(key), ReentrancyId);
        return true;
    }

    /// <summary>Removes all values.</summary>
    public static void Clear() => CallScope.Replace(null, ReentrancyId);

    /// <summary>
    /// Until disposed, calls that come back to this grain through the calls made here may interleave with the current request.
    /// </summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var original = ReentrancyId;
        return new(original, original == Guid.Empty ? Guid.NewGuid() : original);
    }

    /// <summary>Until disposed, calls that come back wait their turn, even inside a section that allows reentrancy.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() => new(ReentrancyId, Guid.Empty);

    /// <summary>A stretch of code with its own reentrancy; disposing it restores what was before.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        private readonly Guid original;
        private readonly Guid current;
        private readonly GrainActivation? activation;

        /// <summary>Opens the section.</summary>
        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            original = originalReentrancyId;
            current = newReentrancyId;
            activation = RuntimeContext.Current;
            if (newReentrancyId != Guid.Empty) activation?.EnterReentrantSection(newReentrancyId);
            if (originalReentrancyId != newReentrancyId) ReentrancyId = newReentrancyId;
        }

        /// <summary>Closes the section.</summary>
        public void Dispose()
        {
            if (current != Guid.Empty) activation?.LeaveReentrantSection(current);
            if (original != current) ReentrancyId = original;
        }
    }
}
