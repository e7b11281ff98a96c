using CodeGraph.Git;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;
using CodeGraph.Parsing.Languages;
using CodeGraph.Storage;
using Orleans;

namespace CodeGraph.Grains;

/// <summary>
/// Keeps the summary of one blob's facts, which never changes. The facts themselves are in the repository's store; what is missing there is read from git and parsed
/// by a worker, and not stored: the index job is the store's only writer.
/// </summary>
internal sealed class FileGrain(DataFolder folder) : Grain, IFileGrain
{
    private FileSummary? summary;

    public async Task<FileSummary?> GetSummary(CancellationToken cancellation) => summary ??= await Read(FileKey.Parse(this.GetPrimaryKeyString()), cancellation);

    private async Task<FileSummary?> Read(FileKey key, CancellationToken cancellation)
    {
        if (LanguageRegistry.Detect(key.Path) is not { } language)
            return null;
        var blob = BlobId.Parse(key.Blob);
        var stored = await Task.Run(() => ReadStored(key, new(blob, language.Language)), cancellation);
        if (stored is not null)
            return Summarize(stored);
        var source = (await GrainFactory.GetGrain<IRepositoryGrain>(key.Repository).GetStatus()).Source;
        if (source is null || await ReadBlob(source, blob, cancellation) is not { } text)
            return null;
        var parsed = (await GrainFactory.GetGrain<IParseWorkerGrain>(0).Parse([new((LanguageRegistry.DetectHeader(key.Path, text.Span) ?? language).Language, text)], cancellation))[0];
        return parsed.Failure is null
            ? Summarize(FactsCodec.Decode(parsed.Facts.Span))
            : new(language.Language, 0, 0, 0, [], [], parsed.Failure);
    }

    private FileFacts? ReadStored(FileKey key, FactsKey facts)
    {
        using var store = FactsStore.OpenForReading(folder.Facts(key.Repository));
        return store.Get(facts);
    }

    private async Task<ReadOnlyMemory<byte>?> ReadBlob(string source, BlobId blob, CancellationToken cancellation)
    {
        var root = RepositorySource.IsUrl(source) ? new GitClone(folder.Clones).FolderOf(source) : source;
        if (!Directory.Exists(root) || await GitRepository.Discover(root, cancellation) is not { } repository)
            return null;
        await using var reader = new BlobReader(repository);
        return await reader.Read(blob, cancellation);
    }

    private static FileSummary Summarize(FileFacts facts)
    {
        var shown = new List<FileDefinition>();
        var positions = new Dictionary<int, int> { [-1] = -1 };
        for (var i = 0; i < facts.Definitions.Length; i++)
        {
            ref readonly var definition = ref facts.Definitions[i];
            ref readonly var description = ref facts.Descriptions[i];
            if ((definition.Flags & DefinitionFlags.Local) != 0)
                continue;
            positions[i] = shown.Count;
            shown.Add(new(
                definition.Kind, facts.Strings.Text(definition.Name), positions.GetValueOrDefault(definition.Parent, -1), definition.Line, definition.Column,
                description.EndLine, description.Signature < 0 ? null : facts.Strings.Text(description.Signature)));
        }
        var imports = facts.Imports.Where(i => i.Module >= 0).Select(i => facts.Strings.Text(i.Module)).Distinct(StringComparer.Ordinal);
        return new(facts.Language, facts.Lines, facts.ErrorBytes, facts.References.Length, [.. imports], shown, null);
    }
}
