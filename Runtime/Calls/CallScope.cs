using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>
/// What flows with the execution of one request, across awaits and to the calls it makes: the request itself, the <see cref="RequestContext"/>
/// values and the reentrancy section. A request is its own scope, so the common call without values allocates nothing extra.
/// </summary>
internal class CallScope
{
    private static readonly AsyncLocal<CallScope?> Ambient = new();

    internal static CallScope? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    internal GrainRequest? Request { get; private protected init; }

    internal ImmutableDictionary<string, object>? Values { get; set; }

    internal Guid ReentrancyId { get; set; }

    /// <summary>Changes the ambient scope for the code that follows, and for the calls it makes.</summary>
    internal static void Replace(ImmutableDictionary<string, object>? values, Guid reentrancyId) =>
        Current = new CallScope { Request = Current?.Request, Values = values, ReentrancyId = reentrancyId };
}
