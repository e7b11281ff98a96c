using System.Text;
using CodeGraph.Linking;
using CodeGraph.Model;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Languages;

namespace CodeGraph.Tests.Linking;

/// <summary>The reasons that are told for a use.</summary>
public sealed class ExplanationTests
{
    [Fact]
    public void What_reaches_a_use_is_told_and_what_was_replaced_is_not()
    {
        var bytes = Encoding.UTF8.GetBytes("def a(): pass\ndef b(): pass\nf = a\nf = b\nf()\n");
        using var parser = new FileParser(new ParseLimits());
        Assert.Equal(ParseOutcome.Parsed, parser.Parse(LanguageRegistry.Detect("use.py")!, bytes, out var facts));
        var explanation = Linker.Explain([new LinkFile("use.py", BlobId.OfBlob(bytes), facts!)], [], "use.py", line: 5, column: 1, threads: 1, CancellationToken.None);
        Assert.NotNull(explanation);
        Assert.Equal(["b", "f"], explanation.Targets.Select(target => target.Text).Order());
        Assert.Contains(explanation.Steps, step => step.Text.Contains("the last before this use", StringComparison.Ordinal));
        Assert.Contains(explanation.Steps, step => step.Text.Contains("it can be", StringComparison.Ordinal) && step.Text.EndsWith('b'));
        Assert.DoesNotContain(explanation.Steps, step => step.Text.Contains("it can be", StringComparison.Ordinal) && step.Text.EndsWith('a'));
    }
}
