using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Keeps records in memory, as JSON so that a state which cannot be stored fails here as in a file. Gone with the process.</summary>
internal sealed class MemoryGrainStorage(JsonSerializerOptions json) : IGrainStorage
{
    private readonly ConcurrentDictionary<(string StateName, GrainId GrainId), (byte[] Json, string ETag)> records = new();
    private long version;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (records.TryGetValue((stateName, grainId), out var record))
        {
            grainState.State = JsonSerializer.Deserialize<T>(record.Json, json)!;
            grainState.ETag = record.ETag;
            grainState.RecordExists = true;
        }
        else
        {
            StateActivator.Reset(grainState);
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var etag = Interlocked.Increment(ref version).ToString(CultureInfo.InvariantCulture);
        var written = (JsonSerializer.SerializeToUtf8Bytes(grainState.State, json), etag);
        var stored = records.AddOrUpdate(
            (stateName, grainId),
            _ => grainState.ETag is null ? written : throw Inconsistent(grainId, null, grainState.ETag),
            (_, current) => current.ETag == grainState.ETag ? written : throw Inconsistent(grainId, current.ETag, grainState.ETag));
        grainState.ETag = stored.ETag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (records.TryGetValue((stateName, grainId), out var current))
        {
            if (current.ETag != grainState.ETag || !records.TryRemove(new((stateName, grainId), current)))
                throw Inconsistent(grainId, current.ETag, grainState.ETag);
        }
        else if (grainState.ETag is not null)
        {
            throw Inconsistent(grainId, null, grainState.ETag);
        }

        StateActivator.Reset(grainState);
        return Task.CompletedTask;
    }

    private static InconsistentStateException Inconsistent(GrainId grainId, string? stored, string? current) =>
        new($"The stored state of {grainId} was changed by another writer.", stored, current);
}
