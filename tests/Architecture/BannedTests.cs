using System.Text.RegularExpressions;

namespace CodeGraph.Architecture;

/// <summary>What no file of this repository says.</summary>
public sealed class BannedTests
{
    private static readonly string[] Products = ["Core", "Runtime", "Grains.Interfaces", "Grains", "Workers", "Silo", "Gateway", "Cli"];

    [Theory]
    [InlineData(@"\bDateTime(Offset)?\.(Now|Today)\b", "time comes from TimeProvider")]
    [InlineData(@"\bThread\.Sleep\(", "nothing sleeps")]
    [InlineData(@"\bcatch\s*(\(\s*(System\.)?Exception(\s+\w+)?\s*\))?\s*\{\s*\}", "no failure is swallowed")]
    [InlineData(@"\bNotImplementedException\b", "nothing is left for later")]
    [InlineData(@"#pragma warning disable(?! (CA|IDE|CS|SYSLIB|ORLEANSEXP)\d)", "a warning is silenced by its number")]
    public void Product_code_does_not_use(string pattern, string because) => AssertNowhere(Products, pattern, because);

    [Theory]
    [InlineData(@"\bTask\.Delay\((?!0\)|Timeout\.Infinite)", "a test waits for what it tests, not for time")]
    [InlineData(@"\bThread\.Sleep\(", "a test waits for what it tests, not for time")]
    public void Tests_do_not_use(string pattern, string because) => AssertNowhere(["tests"], pattern, because);

    [Fact]
    public void Grains_stay_on_their_scheduler() => AssertNowhere(["Grains", "Workers"], @"\.ConfigureAwait\(false\)", "a grain continues in its turn");

    /// <summary>The runtime takes the results of tasks that have ended; nobody else may wait so.</summary>
    [Fact]
    public void Only_the_runtime_takes_a_result_without_awaiting() =>
        AssertNowhere(
        [.. Products.Except(["Runtime"])], @"\.GetAwaiter\(\)\.GetResult\(\)|(\)|[Tt]asks?(\[\w+\])?)\.Result\b", "a task is awaited");

    /// <summary>Beyond the rooms that may: the one file that hands out the bytes of a mapping.</summary>
    [Fact]
    public void Unsafe_code_stays_in_parsing_search_and_the_mapped_file()
    {
        var files = Products.SelectMany(project => SourceTree.Files(project))
            .Where(path => !path.StartsWith("Core/Parsing/", StringComparison.Ordinal) && !path.StartsWith("Core/Search/", StringComparison.Ordinal))
            .Where(path => path != "Core/Storage/MappedFile.cs")
            .Where(path => Regex.IsMatch(SourceTree.Code(path), @"\bunsafe\b"));

        Assert.Empty(files);
    }

    private static void AssertNowhere(string[] folders, string pattern, string because)
    {
        var found = folders.SelectMany(folder => SourceTree.Files(folder)).SelectMany(path =>
        {
            var code = SourceTree.Code(path);
            return Regex.Matches(code, pattern).Select(match => $"{path}:{SourceTree.LineOf(code, match.Index)}: {match.Value} ({because})");
        });

        Assert.Empty(found);
    }
}
