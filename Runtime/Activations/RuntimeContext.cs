namespace Orleans.Runtime;

/// <summary>Which activation's turn the current thread runs.</summary>
internal static class RuntimeContext
{
    [ThreadStatic]
    private static GrainActivation? t_current;

    internal static GrainActivation? Current
    {
        get => t_current;
        set => t_current = value;
    }
}
