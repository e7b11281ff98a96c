namespace Orleans.Storage;

/// <summary>Makes the state of a grain that has stored nothing yet.</summary>
internal static class StateActivator
{
    internal static T Create<T>()
    {
        try
        {
            return Activator.CreateInstance<T>();
        }
        catch (MissingMethodException exception)
        {
            throw new Runtime.OrleansException($"State type {typeof(T)} needs a public constructor without parameters.", exception);
        }
    }

    /// <summary>Leaves <paramref name="state"/> as that of a grain without a record.</summary>
    internal static void Reset<T>(IGrainState<T> state)
    {
        state.State = Create<T>();
        state.ETag = null;
        state.RecordExists = false;
    }
}
