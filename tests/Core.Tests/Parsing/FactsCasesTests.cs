using System.Runtime.CompilerServices;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Facts;
using CodeGraph.Parsing.Languages;

namespace CodeGraph.Tests.Parsing;

/// <summary>
/// Source in, facts out: each file under <c>Cases/</c> has its expected facts beside it as <c>FILE.facts</c>. With the environment variable
/// CODEGRAPH_UPDATE_CASES=1 a run writes the expectations instead of checking them; read the difference before committing it.
/// </summary>
public sealed class FactsCasesTests
{
    public static TheoryData<string> Cases()
    {
        var cases = new TheoryData<string>();
        foreach (var file in Directory.EnumerateFiles(Folder(), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (!file.EndsWith(".facts", StringComparison.Ordinal))
                cases.Add(Path.GetRelativePath(Folder(), file));
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Facts_are_as_written_beside_the_source(string file)
    {
        var path = Path.Combine(Folder(), file);
        var language = LanguageRegistry.DetectHeader(file, File.ReadAllBytes(path));
        Assert.NotNull(language);
        using var parser = new FileParser(new ParseLimits());
        Assert.Equal(ParseOutcome.Parsed, parser.Parse(language, File.ReadAllBytes(path), out var facts));
        var actual = FactsText.Write(facts!);
        if (Environment.GetEnvironmentVariable("CODEGRAPH_UPDATE_CASES") == "1")
            File.WriteAllText(path + ".facts", actual);
        Assert.True(File.Exists(path + ".facts"), $"{file}.facts is missing; run once with CODEGRAPH_UPDATE_CASES=1 and read what it writes.");
        Assert.Equal(File.ReadAllText(path + ".facts"), actual);
    }

    internal static string Folder([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "Cases");
}
