using System.Threading.Channels;
using CodeGraph.Git;
using CodeGraph.Parsing.Languages;
using CodeGraph.Parsing.TreeSitter;

namespace CodeGraph.Benchmarks.Indexing;

/// <summary>
/// The least that any index of these files costs: git writes their contents into a pipe, and all processors parse them with tree-sitter as it comes,
/// with its own allocator. Listing the files is not part of it.
/// </summary>
internal static class Yardstick
{
    /// <param name="files">In the order in which they are read.</param>
    public static async Task Run(GitRepository repository, IReadOnlyList<SourceFile> files)
    {
        var contents = Channel.CreateUnbounded<SourceContent>();
        var parsing = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(() => Parse(contents.Reader))).ToArray();
        await new BlobPipeline(repository, files, contents.Writer, new ByteBudget(new SourceOptions().MaxBytesInFlight)).Run(CancellationToken.None);
        contents.Writer.Complete();
        await Task.WhenAll(parsing);
    }

    private static async Task Parse(ChannelReader<SourceContent> input)
    {
        using var parser = new PlainParser();
        await foreach (var content in input.ReadAllAsync())
        {
            using (content)
                parser.Parse(LanguageRegistry.Detect(content.File.Path)!.Table.Grammar, content.Utf8.Span);
        }
    }
}
