using System.Diagnostics.Metrics;

namespace CodeGraph.Gateway.Caching;

/// <param name="Repository">The repository's name.</param>
/// <param name="Tag">The snapshot; see <see cref="EntityTag"/>.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Query">With what, as JSON.</param>
internal readonly record struct AnswerKey(string Repository, string Tag, string Question, string Query)
{
    public int Bytes => sizeof(char) * (Repository.Length + Tag.Length + Question.Length + Query.Length);
}

/// <summary>
/// Answers as they are sent, those asked for last, within a number of bytes. An answer belongs to a snapshot, which never changes, so none gets stale: those of old snapshots
/// are not asked for any more and go first.
/// </summary>
internal sealed class AnswerCache
{
    /// <summary>Of all bytes, an answer may take this part, so that a few large ones do not drive out all others.</summary>
    private const int LargestPart = 16;

    /// <summary>What an entry takes beside its texts, roughly: two nodes and the headers of four objects.</summary>
    private const int Overhead = 200;

    private readonly Dictionary<AnswerKey, LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> byUse = [];
    private readonly Lock access = new();
    private readonly long capacity;
    private readonly Counter<long> requests;
    private readonly Counter<long> evictions;
    private long bytes;

    public AnswerCache(GatewayOptions options, IMeterFactory meters)
    {
        capacity = options.AnswerCacheBytes;
        var meter = meters.Create("CodeGraph.Gateway.Cache");
        requests = meter.CreateCounter<long>("codegraph.gateway.cache.requests", "{request}", "Answers looked up, with result hit or miss.");
        evictions = meter.CreateCounter<long>("codegraph.gateway.cache.evictions", "{answer}", "Answers that made room for others.");
        meter.CreateObservableGauge("codegraph.gateway.cache.size", () => Bytes, "By", "Bytes of the answers that are held.");
    }

    /// <summary>What is held at the moment.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>The answer in JSON; null where it is not held.</summary>
    public ReadOnlyMemory<byte>? Find(in AnswerKey key)
    {
        ReadOnlyMemory<byte>? found = null;
        lock (access)
        {
            if (entries.TryGetValue(key, out var node))
            {
                byUse.Remove(node);
                byUse.AddFirst(node);
                found = node.Value.Json;
            }
        }
        requests.Add(1, new KeyValuePair<string, object?>("result", found is null ? "miss" : "hit"));
        return found;
    }

    /// <summary>Holds an answer, unless it is too large.</summary>
    public void Add(in AnswerKey key, byte[] json)
    {
        var entry = new Entry(key, json);
        if (entry.Bytes > capacity / LargestPart)
            return;
        lock (access)
        {
            if (entries.ContainsKey(key))
                return;
            entries[key] = byUse.AddFirst(entry);
            Interlocked.Add(ref bytes, entry.Bytes);
            while (bytes > capacity)
                RemoveLast();
        }
    }

    private void RemoveLast()
    {
        var last = byUse.Last!.Value;
        byUse.RemoveLast();
        entries.Remove(last.Key);
        Interlocked.Add(ref bytes, -last.Bytes);
        evictions.Add(1);
    }

    private sealed record Entry(AnswerKey Key, byte[] Json)
    {
        public long Bytes => Json.Length + Key.Bytes + Overhead;
    }
}
