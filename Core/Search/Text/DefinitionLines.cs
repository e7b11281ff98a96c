using System.Text;
using CodeGraph.Graph;

namespace CodeGraph.Search;

/// <summary>The lines on which symbols are defined whose names have a word of a pattern in them: they come first in a search.</summary>
internal sealed class DefinitionLines(Snapshot snapshot)
{
    /// <summary>A word that is in the names of more symbols stands for those with just that name: the files of all would be read before the first page.</summary>
    private const int MaxSymbols = 2000;

    private const int MaxWords = 8;

    /// <summary>Shorter words must be the whole name.</summary>
    private const int MinPart = 3;

    private readonly Lazy<byte[]> folded = new(() => Fold(snapshot.AllNameBytes));

    /// <summary>The symbols by file, in the order of the file.</summary>
    public SortedDictionary<int, List<int>> Of(IReadOnlyList<string> words, bool ignoreCase)
    {
        var byFile = new SortedDictionary<int, List<int>>();
        foreach (var symbol in words.Take(MaxWords).SelectMany(word => SymbolsWith(word, ignoreCase)).Distinct())
        {
            var file = snapshot.Symbol(symbol).File;
            if (!byFile.TryGetValue(file, out var symbols))
                byFile.Add(file, symbols = []);
            symbols.Add(symbol);
        }
        foreach (var symbols in byFile.Values)
            symbols.Sort();
        return byFile;
    }

    private List<int> SymbolsWith(string word, bool ignoreCase)
    {
        var symbols = SymbolsOf(NamesWith(word, ignoreCase));
        return symbols.Count <= MaxSymbols ? symbols : SymbolsOf(snapshot.FindName(word) is >= 0 and var equal ? [equal] : []);
    }

    /// <summary>At most one more than are wanted.</summary>
    private List<int> SymbolsOf(IEnumerable<int> names)
    {
        var symbols = new List<int>();
        foreach (var name in names)
        {
            foreach (var symbol in snapshot.SymbolsOf(name))
            {
                if (!snapshot.IsLocal(symbol))
                    symbols.Add(symbol);
                if (symbols.Count > MaxSymbols)
                    return symbols;
            }
        }
        return symbols;
    }

    private List<int> NamesWith(string word, bool ignoreCase)
    {
        var names = new List<int>();
        if (word.Length < MinPart)
        {
            if (snapshot.FindName(word) is >= 0 and var equal)
                names.Add(equal);
            return names;
        }
        var wanted = Encoding.UTF8.GetBytes(word);
        if (ignoreCase)
            wanted = Fold(wanted);
        var bytes = ignoreCase ? folded.Value : snapshot.AllNameBytes;
        var starts = snapshot.NameStarts;
        for (var at = 0; bytes[at..].IndexOf(wanted) is >= 0 and var next;)
        {
            at += next;
            var name = starts.BinarySearch(at);

            // Of names that begin at one place, all but the last are empty.
            name = name >= 0 ? name : ~name - 1;
            while (starts[name + 1] <= at)
                name++;
            if (at + wanted.Length > starts[name + 1])
            {
                at++;
                continue;
            }
            names.Add(name);
            at = starts[name + 1];
        }
        return names;
    }

    private static byte[] Fold(ReadOnlySpan<byte> bytes)
    {
        var folded = new byte[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
            folded[i] = Trigrams.Folded(bytes[i]);
        return folded;
    }
}
