using CodeGraph.Parsing;

namespace CodeGraph.Storage;

/// <summary>Writes a file of facts anew with what is wanted of it. The file is replaced when its successor is complete; whoever reads it reads on in the one before.</summary>
internal static class FactsCompaction
{
    /// <param name="Before">Bytes of the file.</param>
    /// <param name="After">Bytes of what is left; 0 where nothing is, and the file is gone.</param>
    public readonly record struct Result(long Before, long After)
    {
        public long Freed => Before - After;
    }

    /// <summary>Compacts a file; the caller has the folder for itself.</summary>
    /// <param name="path">The file.</param>
    /// <param name="keep">Which blobs are wanted.</param>
    /// <param name="dryRun">Only say what would be freed.</param>
    /// <exception cref="StorageException">The disk is full or the folder is read-only; the file is unharmed.</exception>
    public static Result Run(string path, Func<FactsEntry, bool> keep, bool dryRun)
    {
        var before = new FileInfo(path).Length;
        if (FactsPack.IsNewer(path))
            return new(before, before);
        using var pack = FactsPack.TryOpen(path);
        var wanted = pack?.Entries().Where(keep).Select(e => e.Key).ToHashSet() ?? [];
        if (pack is null || wanted.Count == 0)
        {
            if (!dryRun)
                File.Delete(path);
            return new(before, 0);
        }
        if (wanted.Count == pack.Count && pack.Length == before && pack.Check().Damaged == 0)
            return new(before, before);
        if (dryRun)
            return new(before, Blocks(pack, wanted).Sum(b => (long)b.Length) + FactsPack.FileHead().Length);
        long after = 0;
        DurableFile.Write(path, file =>
        {
            RandomAccess.Write(file, FactsPack.FileHead(), 0);
            after = FactsPack.FileHead().Length;
            foreach (var block in Blocks(pack, wanted))
            {
                RandomAccess.Write(file, block, after);
                after += block.Length;
            }
        });
        return new(before, after);
    }

    /// <summary>What is wanted, in full blocks. Damaged facts are left out.</summary>
    private static IEnumerable<byte[]> Blocks(FactsPack pack, HashSet<FactsKey> wanted)
    {
        var block = new FactsBlockBuilder();
        foreach (var entry in pack.Entries().Where(e => wanted.Contains(e.Key)))
        {
            if (entry.Outcome != ParseOutcome.Parsed)
                block.AddFailure(entry.Key, entry.Outcome);
            else if (pack.Get(entry.Key) is { } facts)
                block.Add(entry.Key, facts);
            if (block.IsFull)
                yield return block.Seal().Block;
        }
        if (!block.IsEmpty)
            yield return block.Seal().Block;
    }
}
