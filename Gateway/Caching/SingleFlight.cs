namespace CodeGraph.Gateway.Caching;

/// <summary>
/// Work that those who want the same at the same time share. It goes on for as long as anybody waits for it: one who gives up ends it for nobody else, the last one does.
/// </summary>
internal sealed class SingleFlight<TKey, T>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Flight> flights = [];

    /// <summary>Does the work, or waits for that of the same key which is under way; its result or failure is that of all who wait.</summary>
    /// <param name="key">What is wanted.</param>
    /// <param name="work">Begun by who comes first; its token ends it once nobody waits any more.</param>
    /// <param name="cancellation">Ends this wait.</param>
    public async Task<T> Run(TKey key, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        Flight? flight;
        bool isFirst;
        lock (flights)
        {
            isFirst = !flights.TryGetValue(key, out flight);
            if (isFirst)
                flights[key] = flight = new();
            flight!.Waiting++;
        }
        if (isFirst)
            _ = Do(key, flight, work);
        try
        {
            return await flight.Result.Task.WaitAsync(cancellation);
        }
        finally
        {
            Leave(key, flight);
        }
    }

    private async Task Do(TKey key, Flight flight, Func<CancellationToken, Task<T>> work)
    {
        try
        {
            var result = await work(flight.Nobody.Token);
            Forget(key, flight);
            flight.Result.SetResult(result);
        }
        catch (Exception exception)
        {
            Forget(key, flight);
            flight.Result.SetException(exception);
        }
    }

    /// <summary>Who comes from now on begins anew.</summary>
    private void Forget(TKey key, Flight flight)
    {
        lock (flights)
            Remove(key, flight);
    }

    private void Remove(TKey key, Flight flight)
    {
        if (flights.GetValueOrDefault(key) == flight)
            flights.Remove(key);
    }

    private void Leave(TKey key, Flight flight)
    {
        lock (flights)
        {
            if (--flight.Waiting > 0)
                return;

            // In the same moment, so that nobody joins what is about to be ended.
            Remove(key, flight);
        }
        if (!flight.Result.Task.IsCompleted)
            flight.Nobody.Cancel();
    }

    private sealed class Flight
    {
        // Those who waited go on beside one another.
        public TaskCompletionSource<T> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Not disposed of, as it may be cancelled in the moment that the work ends; it has no timer that would have to be given back.</summary>
        public CancellationTokenSource Nobody { get; } = new();

        public int Waiting { get; set; }
    }
}
