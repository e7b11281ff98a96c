using CodeGraph.StateWriter;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;

// Writes one grain's state over and over and reports each completed write on a line, until it is killed.
var services = new ServiceCollection();
services.AddEmbeddedGrains(grains => grains
    .AddAssembly(typeof(CounterGrain).Assembly)
    .AddFileGrainStorage("codegraph", options => options.Folder = args[0]));
await using var provider = services.BuildServiceProvider();
var counter = provider.GetRequiredService<IGrainFactory>().GetGrain<ICounter>("counter");
while (true) Console.WriteLine(await counter.Advance());
