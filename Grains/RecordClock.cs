using CodeGraph.Client;
using CodeGraph.Storage;

namespace CodeGraph.Grains;

/// <summary>The time of records that are files, written by this process or others; see <see cref="RecordAge"/>.</summary>
internal sealed class RecordClock(DataFolder folder, TimeProvider time) : IRecordClock
{
    private readonly RecordAge repositories = RecordAge.OfRepositories(folder, time);
    private readonly RecordAge records = RecordAge.OfRecords(folder, time);

    public RecordTime? Now() => repositories.Now() is { } list && records.Now() is { } record ? new(list, record) : null;
}
