using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodeGraph.Benchmarks.Indexing;

/// <summary>What <see cref="CorpusRounds"/> measured of a repository. Medians; times in seconds.</summary>
/// <param name="YardstickProcessor">Processor time of this process in the yardstick; git's is not in it, as in <paramref name="IndexProcessor"/>.</param>
/// <param name="Stages">Seconds by stage of the index.</param>
internal sealed record RoundsResult(
    string Commit, int Files, long Bytes, int Rounds, double Yardstick, double YardstickProcessor, double Index, double IndexProcessor, double FirstIndex,
    IReadOnlyDictionary<string, double> Stages, int Symbols, int References, long SnapshotBytes);

/// <summary>One index in a process that does nothing else.</summary>
/// <param name="Seconds">From the start of <c>Main</c>, nothing being compiled yet.</param>
/// <param name="PeakBytes">Most memory the process held (VmHWM).</param>
internal sealed record ColdResult(double Seconds, double Processor, long PeakBytes);

/// <summary>Latencies of one kind of query in microseconds.</summary>
internal sealed record LatencyResult(string Query, int Count, double Median, double Percentile95, double Longest);

[JsonSerializable(typeof(RoundsResult))]
[JsonSerializable(typeof(ColdResult))]
[JsonSerializable(typeof(IReadOnlyList<LatencyResult>))]
internal sealed partial class MeasurementsJson : JsonSerializerContext
{
    public static void Print<T>(T result) => Console.WriteLine(JsonSerializer.Serialize(result, typeof(T), Default));
}
