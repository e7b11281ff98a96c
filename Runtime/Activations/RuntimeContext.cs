namespace Orleans.Runtime;

/// <summary>Which activation's turn the current thread runs.</summary>
internal static class RuntimeContext
{
    [ThreadStatic]
    private static GrainActivation? current;

    internal static GrainActivation? Current
    {
        get => current;
        set => current = value;
    }
}
