using System.Text;
using CodeGraph.Git;
using CodeGraph.Graph;
using CodeGraph.Indexing;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;
using CodeGraph.Parsing.Languages;
using CodeGraph.Search;

namespace CodeGraph.Benchmarks.Search;

/// <summary>The sources of repositories in a folder without git, so that ripgrep reads the same files, and a snapshot that has files and nothing else.</summary>
internal sealed class TextCorpus
{
    private readonly List<(string Path, BlobId Blob, Language Language)> files = [];

    /// <summary>The folder of the copies.</summary>
    public required string Folder { get; init; }

    public required string Segments { get; init; }

    public int Files => files.Count;

    public long Bytes { get; private set; }

    /// <summary>Processor seconds to extract trigrams, and to write segments.</summary>
    public double Extracting { get; private set; }

    public double Writing { get; private set; }

    /// <summary>Processor seconds to parse the same files into facts.</summary>
    public double Parsing { get; private set; }

    /// <summary>Copies the files that are indexed; more than once with a line at the end that makes each copy a content of its own.</summary>
    public async Task Add(string repository, int copies, bool parse)
    {
        await using var tree = await SourceTree.OpenCommit(repository, null, Indexer.Sources);
        using var text = TextIndexWriter.Open(Segments);
        using var parser = new CodeGraph.Parsing.FileParser(new());
        await tree.Read([.. tree.Files], (content, _) =>
        {
            using (content)
            {
                if (content.Skip is null && LanguageRegistry.Detect(content.File.Path) is { } language)
                    Copy(Path.GetFileName(repository), content, language, copies, text, parse ? parser : null);
            }
            return ValueTask.CompletedTask;
        });
        Writing += Processor(text.Commit);
    }

    public Snapshot ToSnapshot()
    {
        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        var records = new FileRecord[files.Count + 1];
        var blobs = new byte[files.Count * BlobId.Sha1Length];
        for (var file = 0; file < files.Count; file++)
        {
            records[file] = new() { Module = -1, Language = files[file].Language };
            files[file].Blob.CopyTo(blobs.AsSpan(file * BlobId.Sha1Length));
        }
        records[^1] = new() { Module = -1 };
        return new(SnapshotEncoder.Encode(new()
        {
            Files = records, Paths = [.. files.Select(f => f.Path)], Modules = [], BlobIds = blobs, BlobIdBytes = BlobId.Sha1Length, Symbols = [], References = Array.Empty<ReferenceRecord>(), Targets = [],
            Relations = [], NameBytes = [], NameStart = [0], TextBytes = [], TextStart = [0],
            Properties = new()
            {
                Source = "", Commit = null, Reference = null, WorkingTree = true, ContentId = "benchmark", SourceBytes = 0, Skipped = new Dictionary<string, int>(), Failed = [],
                CreatedAt = DateTimeOffset.UnixEpoch,
            },
        }));
    }

    private void Copy(string repository, SourceContent content, LanguageDefinition language, int copies, TextIndexWriter text, CodeGraph.Parsing.FileParser? parser)
    {
        for (var copy = 0; copy < copies; copy++)
        {
            var path = $"{repository}/{copy}/{content.File.Path}";
            byte[] bytes = copies == 1 ? content.Utf8.ToArray() : [.. content.Utf8.Span, .. Encoding.UTF8.GetBytes($"\n// copy {copy}\n")];
            var target = Path.Combine(Folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, bytes);
            var blob = BlobId.OfBlob(bytes);
            Extracting += Processor(() => text.Add(blob, files.Count, bytes));
            if (parser is not null)
                Parsing += Processor(() => parser.Parse(language, bytes, out FileFacts? _));
            files.Add((path, blob, language.Language));
            Bytes += bytes.Length;
        }
    }

    private static double Processor(Action work)
    {
        var before = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }
}
