using CodeGraph.Benchmarks;

var benchmarks = new Dictionary<string, Func<Task>>
{
    ["grains"] = GrainCallBenchmark.RunAsync,
};

foreach (var name in args.Length > 0 ? args : [.. benchmarks.Keys])
{
    if (!benchmarks.TryGetValue(name, out var run)) return Fail(name);
    await run();
}

return 0;

int Fail(string name)
{
    Console.Error.WriteLine($"No benchmark '{name}'. There are: {string.Join(", ", benchmarks.Keys)}.");
    return 1;
}
