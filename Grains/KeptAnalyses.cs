namespace CodeGraph.Grains;

/// <summary>
/// Results of analyses whose pages are being read, so that each is computed once and not for every page: the latest few, each until its last page was told. A snapshot
/// never changes, so one that was let go of comes out the same again.
/// </summary>
internal sealed class KeptAnalyses
{
    /// <summary>An analysis of a graph of a million symbols takes some megabytes.</summary>
    private const int Most = 4;

    private readonly LinkedList<(string Question, object Result)> kept = [];
    private readonly Lock access = new();

    /// <summary>A result that is kept, else a new one. Two who ask for the same at the same time may both compute it.</summary>
    /// <param name="question">Stands for the analysis with its filters, whatever the page.</param>
    /// <param name="analyse">Computes all pages.</param>
    public T Get<T>(string question, Func<T> analyse)
        where T : class => Find(question) as T ?? analyse();

    /// <summary>Keeps a result of which there are pages to come, and lets go of one that was told to its end.</summary>
    /// <param name="question">As it was asked for.</param>
    /// <param name="result">All pages.</param>
    /// <param name="next">The cursor of the next page; null after the last.</param>
    public void Turn(string question, object result, string? next)
    {
        lock (access)
        {
            Remove(question);
            if (next is null)
                return;
            kept.AddFirst((question, result));
            if (kept.Count > Most)
                kept.RemoveLast();
        }
    }

    private object? Find(string question)
    {
        lock (access)
        {
            foreach (var (asked, result) in kept)
            {
                if (asked == question)
                    return result;
            }
            return null;
        }
    }

    private void Remove(string question)
    {
        for (var node = kept.First; node is not null; node = node.Next)
        {
            if (node.Value.Question != question)
                continue;
            kept.Remove(node);
            return;
        }
    }
}
