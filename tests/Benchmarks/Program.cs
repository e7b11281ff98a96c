using CodeGraph.Benchmarks;
using CodeGraph.Benchmarks.Branches;
using CodeGraph.Benchmarks.Editing;
using CodeGraph.Benchmarks.Gateways;
using CodeGraph.Benchmarks.Graphs;
using CodeGraph.Benchmarks.Indexing;
using CodeGraph.Benchmarks.Linking;
using CodeGraph.Benchmarks.Memory;
using CodeGraph.Benchmarks.Store;
using CodeGraph.Benchmarks.Search;

const string Usage = """
    dotnet run -c Release --project tests/Benchmarks -- BENCHMARK

      branches FOLDER... [--output FILE]            what a second branch, a worktree and a clone cost beside the first index
      edits FOLDER... [--output FILE]               from an edit to its answer
      grains                                        what a grain call costs
      index FOLDER... [--rounds N] [--output FILE]  indexing against the parse alone, and queries of what was indexed
      linking FOLDER... [--output FILE]             call sites by state and tier, and linking against parsing
      gateway FOLDER [--output FILE]                what HTTP costs beside the query, and look-ups a second by wrk
      graph FOLDER... [--output FILE]               traversals and analyses of the graph against plain scans of its arrays
      memory FOLDER... [--output FILE]              what indexing holds at its peak, and a server that is idle
      store FOLDER... [--output FILE]               what the index takes on the disk, and what storing and opening cost
      search FOLDER... [--small] [--output FILE]    text search beside ripgrep, its index, and symbol search; --small: without 1 GB
      queries FOLDER                                queries of a repository, which is indexed first
    """;

return args switch
{
    [] or ["grains"] => await Grains(),
    ["branches", _, ..] => await BranchBenchmark.Run(args[1..]),
    ["edits", _, ..] => await EditBenchmark.Run(args[1..]),
    ["index", _, ..] => await IndexBenchmark.Run(args[1..]),
    ["linking", _, ..] => await LinkingBenchmark.Run(args[1..]),
    ["gateway", _, ..] => await GatewayBenchmark.Run(args[1..]),
    ["graph", _, ..] => await GraphBenchmark.Run(args[1..]),
    ["memory", _, ..] => await MemoryBenchmark.Run(args[1..]),
    ["store", _, ..] => await StoreBenchmark.Run(args[1..]),
    ["search", _, ..] => await SearchBenchmark.Run(args[1..]),
    ["queries", var folder] => await IndexBenchmark.RunQueries(folder),

    // What the two above run in processes of their own.
    [CorpusRounds.Name, var folder, var rounds] => await CorpusRounds.Run(folder, int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture)),
    [ColdIndex.Name, var folder, var home] => await ColdIndex.Run(folder, home),
    [SnapshotQueries.Name, var file] => SnapshotQueries.Run(file),
    _ => Fail(),
};

static async Task<int> Grains()
{
    await GrainCallBenchmark.RunAsync();
    return 0;
}

static int Fail()
{
    Console.Error.WriteLine(Usage);
    return 1;
}
