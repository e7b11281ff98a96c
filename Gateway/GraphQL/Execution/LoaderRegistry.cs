namespace CodeGraph.Gateway.GraphQL.Execution;

/// <summary>Looks up keys that came together: as many answers, in the same order; one may fail without the others.</summary>
internal delegate IReadOnlyList<Task<TValue>> BatchLookUp<TKey, TValue>(IReadOnlyList<TKey> keys);

/// <summary>The look-ups of one request, sent in batches: a key that was asked for before is not looked up again.</summary>
internal sealed class LoaderRegistry
{
    private readonly Lock gate = new();
    private readonly Dictionary<object, ILoader> loaders = [];
    private TaskCompletionSource asked = NewSignal();

    private interface ILoader
    {
        /// <summary>Takes what is queued; the action sends it.</summary>
        Action TakeBatch();
    }

    /// <summary>The value of a key; comes once the executor has sent what was asked for together with it.</summary>
    /// <param name="owner">Names the loader: look-ups of one owner come in one batch.</param>
    /// <param name="key">What to look up.</param>
    /// <param name="lookUp">How; the same for all keys of the owner.</param>
    public Task<TValue> Load<TKey, TValue>(object owner, TKey key, BatchLookUp<TKey, TValue> lookUp)
        where TKey : notnull
    {
        lock (gate)
        {
            if (!loaders.TryGetValue(owner, out var loader))
                loaders.Add(owner, loader = new Loader<TKey, TValue>(lookUp));
            asked.TrySetResult();
            return ((Loader<TKey, TValue>)loader).Enqueue(key);
        }
    }

    /// <summary>Sends what was asked for.</summary>
    /// <returns>Ends once something more is asked for.</returns>
    public Task Dispatch()
    {
        List<Action> batches;
        Task next;
        lock (gate)
        {
            batches = [.. loaders.Values.Select(l => l.TakeBatch())];
            asked = NewSignal();
            next = asked.Task;
        }

        foreach (var send in batches)
            send();
        return next;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Loader<TKey, TValue>(BatchLookUp<TKey, TValue> lookUp) : ILoader
        where TKey : notnull
    {
        private readonly Dictionary<TKey, TaskCompletionSource<TValue>> known = [];
        private List<TKey> queued = [];

        public Task<TValue> Enqueue(TKey key)
        {
            if (!known.TryGetValue(key, out var answer))
            {
                known.Add(key, answer = new(TaskCreationOptions.RunContinuationsAsynchronously));
                queued.Add(key);
            }

            return answer.Task;
        }

        public Action TakeBatch()
        {
            var (keys, answers) = (queued, queued.ConvertAll(key => known[key]));
            queued = [];
            return keys.Count == 0 ? () => { } : () => Send(keys, answers);
        }

        private void Send(List<TKey> keys, List<TaskCompletionSource<TValue>> answers)
        {
            var tasks = lookUp(keys);
            for (var i = 0; i < keys.Count; i++)
                _ = Forward(tasks[i], answers[i]);
        }

        /// <summary>Whatever comes of the look-up is told to those who hold the answer, so that nobody needs to wait for this.</summary>
        private static async Task Forward(Task<TValue> task, TaskCompletionSource<TValue> answer)
        {
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            answer.TrySetFromTask(task);
        }
    }
}
