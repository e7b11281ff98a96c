using System.Text;
using CodeGraph.Graph;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Tests.Graph;

/// <summary>Snapshots made of chance: cycles, self-calls, ambiguous and unresolved uses, uses at file level, types with constructors.</summary>
internal static class RandomGraph
{
    public static SnapshotData Make(int seed, int files = 4, int symbolsPerFile = 10, int referencesPerFile = 30, int names = 12) =>
        SnapshotEncoder.Encode(Tables(seed, files, symbolsPerFile, referencesPerFile, names));

    public static GraphTables Tables(int seed, int files = 4, int symbolsPerFile = 10, int referencesPerFile = 30, int names = 12)
    {
        var random = new Random(seed);
        var symbols = new List<SymbolRecord>();
        var references = new List<ReferenceRecord>();
        var targets = new List<int>();
        var records = new List<FileRecord>();
        var total = files * symbolsPerFile;
        for (var file = 0; file < files; file++)
        {
            records.Add(new() { Module = -1, FirstSymbol = symbols.Count, FirstReference = references.Count, Language = Language.Python, Lines = 100 });
            var first = symbols.Count;
            for (var i = 0; i < symbolsPerFile; i++)
            {
                var parent = i == 0 || random.Next(3) > 0 ? -1 : first + random.Next(i);
                var kind = random.Next(5) switch { 0 => SymbolKind.Class, 1 => SymbolKind.Variable, _ => SymbolKind.Function };
                if (parent >= 0 && symbols[parent].Kind == SymbolKind.Class && random.Next(2) == 0)
                    kind = SymbolKind.Constructor;
                symbols.Add(new()
                {
                    Name = random.Next(names), Parent = parent, Kind = kind, Line = i + 1, Column = 1, StartLine = i + 1, EndLine = i + 1, Start = i,
                    Signature = -1, Documentation = -1, Ordinal = 1, Flags = random.Next(10) == 0 ? DefinitionFlags.Local : 0,
                });
            }
            for (var i = 0; i < referencesPerFile; i++)
                references.Add(Use(random, targets, names, first, symbolsPerFile, total, line: i + 1));
        }
        records.Add(new() { Module = -1, FirstSymbol = symbols.Count, FirstReference = references.Count });
        var relations = Enumerable.Range(0, total / 3).Select(i => new RelationRecord
        {
            From = random.Next(total), To = random.Next(total), File = random.Next(files), Line = i + 1, Column = 1,
            Kind = (RelationKind)random.Next((int)RelationKind.Inherits, (int)RelationKind.Overrides + 1), Tier = (Tier)random.Next(4),
        }).OrderBy(r => r.From).ThenBy(r => r.Kind).ThenBy(r => r.To).ToArray();
        return Assemble(records, symbols, references, targets, relations, [.. Enumerable.Range(0, names).Select(n => $"name{n}")], [.. Enumerable.Range(0, files).Select(f => $"f{f:D6}.py")]);
    }

    private static ReferenceRecord Use(Random random, List<int> targets, int names, int first, int symbolsPerFile, int total, int line)
    {
        var use = new ReferenceRecord
        {
            Name = random.Next(names), Line = line, Column = 1, Role = random.Next(2) == 0 ? ReferenceRole.Call : (ReferenceRole)random.Next(6),
            From = random.Next(8) == 0 ? -1 : first + random.Next(symbolsPerFile), State = (ReferenceState)random.Next(4), Tier = (Tier)random.Next(3), Payload = -1,
        };
        if (use.State == ReferenceState.Resolved && random.Next(4) > 0)
        {
            use.Payload = random.Next(total);
        }
        else if (use.State is ReferenceState.Resolved or ReferenceState.Ambiguous)
        {
            var some = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(total)).Distinct().Order().ToList();
            use.Form = TargetForm.Several;
            use.Payload = targets.Count;
            targets.Add(some.Count);
            targets.AddRange(some);
        }
        return use;
    }

    private static GraphTables Assemble(
        List<FileRecord> files, List<SymbolRecord> symbols, List<ReferenceRecord> references, List<int> targets, RelationRecord[] relations, string[] names, string[] paths)
    {
        var (nameBytes, nameStart) = Strings(names);
        var (textBytes, textStart) = Strings(["a text", "", new string('x', 40_000)]);
        return new()
        {
            Metrics = [.. symbols.Select((s, i) => new MetricsRecord { Symbol = i, Cyclomatic = (ushort)(i + 1), Cognitive = (ushort)(i * 3), Nesting = (ushort)(i % 4) })
                .Where(m => symbols[m.Symbol].Kind.IsCallable() && m.Symbol % 5 > 0)],
            Files = [.. files], Paths = paths, Modules = [], BlobIds = new byte[(files.Count - 1) * 20], BlobIdBytes = 20, Symbols = [.. symbols], References = references.ToArray(),
            Targets = [.. targets], Relations = relations, NameBytes = nameBytes, NameStart = nameStart, TextBytes = textBytes, TextStart = textStart, Properties = Properties,
        };
    }

    public static SnapshotProperties Properties { get; } = new()
    {
        Source = "/src", Commit = new string('a', 40), Reference = "main", WorkingTree = false, ContentId = new string('a', 40), SourceBytes = 1,
        Skipped = new Dictionary<string, int>(), Failed = [], CreatedAt = DateTimeOffset.UnixEpoch,
    };

    private static (byte[] Bytes, int[] Start) Strings(string[] strings)
    {
        var encoded = strings.Select(Encoding.UTF8.GetBytes).ToArray();
        var start = new int[strings.Length + 1];
        for (var i = 0; i < encoded.Length; i++)
            start[i + 1] = start[i] + encoded[i].Length;
        return (encoded.SelectMany(b => b).ToArray(), start);
    }
}
