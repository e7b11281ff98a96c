using System.Buffers;
using CodeGraph.Model;

namespace CodeGraph.Graph.Differences;

/// <summary>
/// Finds what two snapshots have in common. Files go by path; what is in a file that is the same blob goes one by one, in other files names are followed from both ends and over gaps.
/// What is not found is no error: it is stored as new.
/// </summary>
/// <param name="here">The snapshot to tell.</param>
/// <param name="there">The base.</param>
/// <param name="usesHere">The uses of the snapshot.</param>
/// <param name="usesThere">The uses of the base.</param>
internal sealed class AlignmentFinder(Snapshot here, Snapshot there, UnpackedUses usesHere, UnpackedUses usesThere)
{
    /// <summary>How far an edit is looked over for what comes after it.</summary>
    private const int MaxGap = 64;

    private readonly int[] files = None(here.FileCount);
    private readonly int[] names = None(here.NameCount);
    private readonly int[] ranks = None(here.NameCount);
    private readonly int[] symbols = None(here.SymbolCount);
    private readonly int[] uses = None(here.ReferenceCount);
    private readonly int[] texts = None(here.Texts.Count);
    private readonly int[] targetLists = None(here.TargetLists.Count);

    /// <summary>In the order of <see cref="Space"/>.</summary>
    public Alignment[] Find(CancellationToken cancellation)
    {
        Parallel.Invoke(new ParallelOptions { CancellationToken = cancellation }, AlignFiles, AlignNames);
        for (var file = 0; file < files.Length; file++)
        {
            if (files[file] >= 0)
                AlignContents(file, files[file]);
        }
        cancellation.ThrowIfCancellationRequested();
        int[] relations = [], metrics = [];
        Parallel.Invoke(
            new ParallelOptions { CancellationToken = cancellation }, AlignTexts, AlignTargetLists, () => relations = Relations(), () => metrics = Metrics());
        return
        [
            Alignment.Dense(files, there.FileCount), Alignment.Dense(Modules(), there.Modules.Count), Alignment.Dense(names, there.NameCount), Alignment.Dense(ranks, there.NameCount),
            Alignment.Dense(symbols, there.SymbolCount), Alignment.Dense(uses, there.ReferenceCount), Alignment.Dense(relations, there.RelationCount), Alignment.Dense(texts, there.Texts.Count),
            Alignment.Dense(targetLists, there.TargetLists.Count), Alignment.Dense(metrics, there.Metrics.Count),
        ];
    }

    private static int[] None(int count)
    {
        var none = new int[count];
        Array.Fill(none, -1);
        return none;
    }

    private void AlignFiles()
    {
        for (int i = 0, j = 0; i < here.FileCount && j < there.FileCount;)
        {
            var order = string.CompareOrdinal(here.Path(i), there.Path(j));
            if (order == 0)
                files[i] = j;
            (i, j) = (order <= 0 ? i + 1 : i, order >= 0 ? j + 1 : j);
        }
    }

    private void AlignNames()
    {
        for (int i = 0, j = 0; i < here.NameCount && j < there.NameCount;)
        {
            var (name, other) = (here.NameOfRank(i), there.NameOfRank(j));
            var order = here.NameBytes(name).SequenceCompareTo(there.NameBytes(other));
            if (order == 0)
                (names[name], ranks[i]) = (other, j);
            (i, j) = (order <= 0 ? i + 1 : i, order >= 0 ? j + 1 : j);
        }
    }

    private int[] Modules()
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < there.Modules.Count; i++)
            known.TryAdd(there.Modules[i], i);
        return [.. Enumerable.Range(0, here.Modules.Count).Select(i => known.Remove(here.Modules[i], out var other) ? other : -1)];
    }

    private void AlignContents(int file, int other)
    {
        var same = here.Blob(file) == there.Blob(other);
        Align(symbols, here.SymbolsOfFile(file), there.SymbolsOfFile(other), same, (i, j) => names[here.Symbol(i).Name] == there.Symbol(j).Name && here.Symbol(i).Kind == there.Symbol(j).Kind);
        Align(uses, here.ReferencesOfFile(file), there.ReferencesOfFile(other), same, (i, j) => names[here.Reference(i).Name] == there.Reference(j).Name && here.Reference(i).Role == there.Reference(j).Role);
    }

    private static void Align(int[] found, (int First, int End) range, (int First, int End) other, bool same, Func<int, int, bool> isSame)
    {
        var (i, j, end, otherEnd) = (range.First, other.First, range.End, other.End);
        if (same && end - i == otherEnd - j)
        {
            for (; i < end; i++, j++)
                found[i] = j;
            return;
        }
        for (; i < end && j < otherEnd && isSame(end - 1, otherEnd - 1); end--, otherEnd--)
            found[end - 1] = otherEnd - 1;
        while (i < end && j < otherEnd)
        {
            if (isSame(i, j))
            {
                found[i++] = j++;
                continue;
            }
            var (skip, otherSkip) = Gap(i, end, j, otherEnd, isSame);
            if (skip + otherSkip == 0)
                return;
            (i, j) = (i + skip, j + otherSkip);
        }
    }

    /// <summary>The fewest to leave out on both sides so that the next two of each are the same; none where there are not.</summary>
    private static (int Here, int There) Gap(int i, int end, int j, int otherEnd, Func<int, int, bool> isSame)
    {
        for (var gap = 1; gap <= MaxGap; gap++)
        {
            for (var skip = 0; skip <= gap; skip++)
            {
                var (next, other) = (i + skip, j + gap - skip);
                if (next + 1 < end && other + 1 < otherEnd && isSame(next, other) && isSame(next + 1, other + 1))
                    return (skip, gap - skip);
            }
        }
        return (0, 0);
    }

    private void AlignTexts()
    {
        var taken = new bool[there.Texts.Count];

        // The same build of the engines finds the same texts in the same blob.
        var sameEngine = here.Properties.Engine is { } engine && engine == there.Properties.Engine;
        foreach (var section in (SnapshotSection[])[SnapshotSection.SymbolSignature, SnapshotSection.SymbolDocumentation])
        {
            var (told, toldThere) = (UnpackedUses.Rent(here, section), UnpackedUses.Rent(there, section));
            for (var file = 0; file < files.Length; file++)
            {
                var (first, end) = here.SymbolsOfFile(file);
                var isSame = sameEngine && files[file] >= 0 && here.Blob(file) == there.Blob(files[file]);
                for (var symbol = first; symbol < end; symbol++)
                {
                    if (symbols[symbol] is >= 0 and var other)
                        AlignText(told[symbol] - 1, toldThere[other] - 1, isSame, taken);
                }
            }
            ArrayPool<int>.Shared.Return(told);
            ArrayPool<int>.Shared.Return(toldThere);
        }
        for (var use = 0; use < uses.Length; use++)
        {
            // Few packages have millions of uses: the first that is met says which is which.
            if (uses[use] >= 0 && usesHere.Package(use) is >= 0 and var package && texts[package] < 0)
                AlignText(package, usesThere.Package(uses[use]), isSame: false, taken);
        }
    }

    private void AlignText(int text, int other, bool isSame, bool[] taken)
    {
        if (text >= 0 && other >= 0 && texts[text] < 0 && !taken[other] && (isSame || string.Equals(here.Texts[text], there.Texts[other], StringComparison.Ordinal)))
        {
            texts[text] = other;
            taken[other] = true;
        }
    }

    private void AlignTargetLists()
    {
        var last = -1;
        for (var i = 0; i < uses.Length; i++)
        {
            if (uses[i] >= 0 && usesHere.TargetList(i) is >= 0 and var list && usesThere.TargetList(uses[i]) is >= 0 and var other && other > last)
                targetLists[list] = last = other;
        }
    }

    /// <summary>Both are ordered by the symbol they start from, then by kind and target.</summary>
    private int[] Relations()
    {
        var relations = None(here.RelationCount);
        var last = -1;
        for (var from = 0; from < symbols.Length; from++)
        {
            if (symbols[from] < 0)
                continue;
            var ((i, end), (j, otherEnd)) = (here.RelationsFrom(from), there.RelationsFrom(symbols[from]));
            j = Math.Max(j, last + 1);
            for (; i < end; i++)
            {
                var relation = here.Relation(i);
                for (var other = j; other < otherEnd; other++)
                {
                    if (!IsSame(relation, there.Relation(other)))
                        continue;
                    relations[i] = last = other;
                    j = other + 1;
                    break;
                }
            }
        }
        return relations;
    }

    private bool IsSame(in RelationRecord relation, in RelationRecord other) =>
        relation.Kind == other.Kind && symbols[relation.To] == other.To && files[relation.File] == other.File;

    private int[] Metrics()
    {
        var metrics = None(here.Metrics.Count);
        for (var i = 0; i < metrics.Length; i++)
        {
            if (symbols[here.Metrics.SymbolOf(i)] is >= 0 and var other)
                metrics[i] = there.Metrics.IndexOf(other);
        }
        return metrics;
    }
}
