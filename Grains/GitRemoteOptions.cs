namespace CodeGraph.Grains;

/// <summary>How patient one is with remote repositories.</summary>
public sealed class GitRemoteOptions
{
    /// <summary>Tries after the first, where the network or the server failed. Default: 2.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>The wait before the second try; about twice as long before each that follows, never the same for two callers. Default: 2 seconds.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Tries in a row that failed, of one remote, after which it is left alone. At least 2. Default: 6, two jobs.</summary>
    public int FailuresBeforeBreak { get; set; } = 6;

    /// <summary>How long it is left alone. Then one try shows whether it is back. Default: 1 minute.</summary>
    public TimeSpan Break { get; set; } = TimeSpan.FromMinutes(1);
}
