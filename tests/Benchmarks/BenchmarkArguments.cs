namespace CodeGraph.Benchmarks;

/// <summary>What benchmarks of repositories are given: <c>FOLDER... [--output FILE]</c>, and flags of their own.</summary>
/// <param name="Folders">The repositories, as full paths.</param>
/// <param name="Output">Where the report goes besides the console; null for nowhere.</param>
internal sealed record BenchmarkArguments(IReadOnlyList<string> Folders, string? Output)
{
    private const string OutputOption = "--output";

    public static BenchmarkArguments Of(string[] arguments)
    {
        var folders = arguments.Where((a, i) => !a.StartsWith("--", StringComparison.Ordinal) && (i == 0 || arguments[i - 1] != OutputOption)).Select(Path.GetFullPath);
        return new([.. folders], Array.IndexOf(arguments, OutputOption) is >= 0 and var at && at + 1 < arguments.Length ? arguments[at + 1] : null);
    }
}
