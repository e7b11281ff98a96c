using System.Text.Json;
using CodeGraph.Grains;

namespace CodeGraph.Cli.Hosting;

/// <summary>Makes ready, on another core, what every command is going to need. A question is answered in a seventh of a second, most of it this kind of work.</summary>
internal static class Readiness
{
    /// <summary>
    /// Begins, and returns at once. The serializer compiles its converters for the grains' state when the first record is read, which takes as long as
    /// to understand the command line and to set up the grains.
    /// </summary>
    public static void Begin() => ThreadPool.UnsafeQueueUserWorkItem(
        static _ =>
        {
            JsonSerializer.Deserialize("""{"entries":[{"name":"","source":""}]}"""u8, StateJson.Default.RepositoriesState);
            JsonSerializer.Deserialize("""{"snapshots":[{"id":"","indexedAt":"2000-01-01T00:00:00Z","summary":{}}]}"""u8, StateJson.Default.RepositoryState);
        },
        null);
}
