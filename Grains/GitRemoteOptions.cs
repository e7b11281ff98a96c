namespace CodeGraph.Grains;

/// <summary>How patient one is with remote repositories.</summary>
public sealed class GitRemoteOptions
{
    /// <summary>Tries after the first, where the network or the server failed; at least 1. Default: 2.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>The wait before the second try; about twice as long before each that follows, never the same for two callers. Default: 2 seconds.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Tries of one remote, none of ten minutes that succeeded, after which it is left alone; at least 2. Default: 6, two jobs.</summary>
    public int FailuresBeforeBreak { get; set; } = 6;

    /// <summary>How long it is left alone. Then one try shows whether it is back. Default: 1 minute.</summary>
    public TimeSpan Break { get; set; } = TimeSpan.FromMinutes(1);

    /// <exception cref="ArgumentException">An option is below its least value.</exception>
    public void Validate()
    {
        if (Retries < 1)
            throw new ArgumentException($"{nameof(Retries)} is {Retries}; give 1 or more.");
        if (FailuresBeforeBreak < 2)
            throw new ArgumentException($"{nameof(FailuresBeforeBreak)} is {FailuresBeforeBreak}; give 2 or more.");
        if (Delay < TimeSpan.Zero || Break < TimeSpan.FromMilliseconds(500))
            throw new ArgumentException($"{nameof(Delay)} is {Delay} and {nameof(Break)} {Break}; give no negative delay, and half a second or more for the break.");
    }
}
