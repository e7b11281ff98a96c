using System.Runtime.InteropServices;
using System.Text;
using CodeGraph.Graph;

namespace CodeGraph.Benchmarks.Search;

/// <summary>A snapshot of as many symbols as wanted: a real one several times over, each time with names of its own.</summary>
internal static class SymbolCorpus
{
    public static Snapshot Repeat(SnapshotData data, int symbols)
    {
        var copies = (symbols + data.Symbols.Length - 1) / data.Symbols.Length;
        var names = data.NameStart.Length - 1;
        var (nameBytes, nameStart) = (new List<byte>(), new List<int> { 0 });
        var records = new SymbolRecord[copies * data.Symbols.Length];
        for (var copy = 0; copy < copies; copy++)
        {
            var suffix = Encoding.UTF8.GetBytes(copy == 0 ? "" : ((char)('A' + copy)).ToString() + (char)('a' + copy));
            for (var name = 0; name < names; name++)
            {
                nameBytes.AddRange(data.NameBytes.Span[data.NameStart.Span[name]..data.NameStart.Span[name + 1]]);
                nameBytes.AddRange(suffix);
                nameStart.Add(nameBytes.Count);
            }
            for (var symbol = 0; symbol < data.Symbols.Length; symbol++)
            {
                var record = data.Symbols.Span[symbol];
                record.Name += copy * names;
                record.Parent = record.Parent < 0 ? -1 : record.Parent + (copy * data.Symbols.Length);
                records[(copy * data.Symbols.Length) + symbol] = record;
            }
        }
        return new(new SnapshotData
        {
            Files = data.Files, BlobIds = data.BlobIds, BlobIdBytes = data.BlobIdBytes, Symbols = records, References = data.References, Targets = data.Targets,
            Relations = data.Relations, RelationsByTarget = data.RelationsByTarget,
            IncomingStart = Starts(data.IncomingStart, copies), Incoming = Entries(data.Incoming, copies, 0),
            OutgoingStart = Starts(data.OutgoingStart, copies), Outgoing = Entries(data.Outgoing, copies, 0),
            ChildrenStart = Starts(data.ChildrenStart, copies), Children = Entries(data.Children, copies, data.Symbols.Length),
            NameBytes = nameBytes.ToArray(), NameStart = nameStart.ToArray(), NameTable = new int[1],
            SymbolsByNameStart = Starts(data.SymbolsByNameStart, copies), SymbolsByName = Entries(data.SymbolsByName, copies, data.Symbols.Length),
            UnresolvedByNameStart = Starts(data.UnresolvedByNameStart, copies), UnresolvedByName = Entries(data.UnresolvedByName, copies, 0),
            TextBytes = data.TextBytes, TextStart = data.TextStart, Properties = data.Properties,
        });
    }

    private static int[] Starts(ReadOnlyMemory<int> starts, int copies)
    {
        var (all, owners) = (new int[((starts.Length - 1) * copies) + 1], starts.Length - 1);
        for (var i = 0; i < all.Length; i++)
            all[i] = i == all.Length - 1 ? starts.Span[^1] * copies : starts.Span[i % owners] + (i / owners * starts.Span[^1]);
        return all;
    }

    private static int[] Entries(ReadOnlyMemory<int> entries, int copies, int shift)
    {
        var all = new List<int>(entries.Length * copies);
        for (var copy = 0; copy < copies; copy++)
        {
            foreach (var entry in MemoryMarshal.ToEnumerable(entries))
                all.Add(entry + (copy * shift));
        }
        return [.. all];
    }
}
