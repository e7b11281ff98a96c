namespace Orleans;

/// <summary>On a grain class: how long an activation may be idle before it is collected, instead of the host-wide collection age.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CollectionAgeLimitAttribute : Attribute
{
    /// <summary>Added to the other parts. Default: 0.</summary>
    public double Days { get; init; }

    /// <summary>Added to the other parts. Default: 0.</summary>
    public double Hours { get; init; }

    /// <summary>Added to the other parts. Default: 0.</summary>
    public double Minutes { get; init; }

    /// <summary>Never collected as idle. Default: false.</summary>
    public bool AlwaysActive { get; init; }

    internal TimeSpan Amount => AlwaysActive
        ? Timeout.InfiniteTimeSpan
        : TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes);
}
