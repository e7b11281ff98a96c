using System.Globalization;
using CodeGraph.Oracles.Roslyn;

if (args.Length == 0 || !Directory.Exists(args[0]))
{
    Console.Error.WriteLine("usage: RoslynOracle <folder> [--misses N] [--wrong N] [--kind <kind>] [--path <part of a path>]");
    return 2;
}
var comparison = Comparison.Run(args[0]);
Console.WriteLine($"{comparison.Files} files, Roslyn {comparison.RoslynTime.TotalSeconds:F1} s, own index {comparison.IndexTime.TotalSeconds:F1} s");
Console.WriteLine($"{"kind",-16}{"n",8}{"recall",9}{"precision",11}");
foreach (var score in comparison.Scores)
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{score.Kind,-16}{score.Expected,8}{score.Recall,9:F4}{score.Precision,11:F4}"));
Show("misses", comparison.Misses);
Show("wrong", comparison.Wrong);
return 0;

void Show(string option, IEnumerable<Finding> findings)
{
    var count = int.Parse(Option(option, "0"), CultureInfo.InvariantCulture);
    foreach (var finding in findings.Where(f => f.Site.Kind.StartsWith(Option("kind", ""), StringComparison.Ordinal) && f.Site.At.Path.Contains(Option("path", ""), StringComparison.Ordinal)).Spread(count))
        Console.WriteLine($"{option} {finding}");
}

string Option(string name, string missing) => Array.IndexOf(args, "--" + name) is > 0 and var at && at + 1 < args.Length ? args[at + 1] : missing;
