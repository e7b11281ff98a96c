namespace CodeGraph.Grains;

/// <summary>How many index jobs run at a time, and how patient they are.</summary>
public sealed class IndexJobOptions
{
    /// <summary>Jobs that run at a time in a process; each uses all processors it may. Default: 2.</summary>
    public int AtATime { get; set; } = 2;

    /// <summary>Jobs that wait for their turn; more are refused. Default: 100.</summary>
    public int Waiting { get; set; } = 100;

    /// <summary>
    /// Bytes of memory, about, for what jobs leave for the next job of the same repository, so that another branch or commit is indexed in the time of what differs; 0 for none. Default: 0.
    /// </summary>
    public long KeptMemoryBytes { get; set; }

    /// <summary>How patient jobs are with remote repositories.</summary>
    public GitRemoteOptions Remotes { get; set; } = new();

    /// <exception cref="ArgumentException">With these options nothing would run.</exception>
    public void Validate()
    {
        if (AtATime < 1)
            throw new ArgumentException($"{nameof(AtATime)} is {AtATime}, and no index job would run; give 1 or more.");
        if (Waiting < 0)
            throw new ArgumentException($"{nameof(Waiting)} is {Waiting}; give 0 to let no index job wait, or more.");
        if (KeptMemoryBytes < 0)
            throw new ArgumentException($"{nameof(KeptMemoryBytes)} is {KeptMemoryBytes}; give 0 to keep nothing, or more.");
        Remotes.Validate();
    }
}
