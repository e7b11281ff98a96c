using System.Text;
using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Benchmarks.Store;

/// <summary>Snapshots side by side in one graph, as often as wanted: real code in any size. Names are shared, as they would be, or each copy has its own.</summary>
internal static class Tables
{
    public static GraphTables Of(IReadOnlyList<Snapshot> snapshots, int copies, bool ownNames = false)
    {
        var builder = new Builder();
        for (var copy = 0; copy < copies; copy++)
        {
            for (var i = 0; i < snapshots.Count; i++)
                builder.Add(snapshots[i], $"{copy:D3}/{i:D3}/", ownNames && copy > 0 ? $"{(char)('A' + copy)}{(char)('a' + copy)}" : "");
        }
        return builder.Build(snapshots[0].Properties, snapshots[0].Data.BlobIdBytes);
    }

    private sealed class Builder
    {
        private readonly List<FileRecord> files = [];
        private readonly List<string> paths = [];
        private readonly List<string> modules = [];
        private readonly List<byte> blobs = [];
        private readonly List<SymbolRecord> symbols = [];
        private readonly List<ReferenceRecord> references = [];
        private readonly List<int> targets = [];
        private readonly List<RelationRecord> relations = [];
        private readonly Dictionary<string, int> names = new(StringComparer.Ordinal);
        private readonly MemoryStream texts = new();
        private readonly List<int> textStart = [0];

        public void Add(Snapshot from, string prefix, string suffix)
        {
            var (firstSymbol, firstFile, firstModule, firstReference) = (symbols.Count, files.Count, modules.Count, references.Count);
            var moduleCount = 0;
            for (var file = 0; file < from.FileCount; file++)
            {
                var record = from.File(file);
                if (record.Module >= 0)
                {
                    for (; moduleCount <= record.Module; moduleCount++)
                        modules.Add(from.ModuleName(file)!);
                    record.Module += firstModule;
                }
                files.Add(record with { FirstSymbol = record.FirstSymbol + firstSymbol, FirstReference = record.FirstReference + firstReference });
                paths.Add(prefix + from.Path(file));
                var blob = new byte[from.Data.BlobIdBytes];
                from.Blob(file).CopyTo(blob);
                blobs.AddRange(blob);
            }
            for (var i = 0; i < from.SymbolCount; i++)
            {
                var s = from.Symbol(i);
                symbols.Add(new()
                {
                    Name = NameOf(from.NameText(s.Name) + suffix), Parent = s.Parent < 0 ? -1 : s.Parent + firstSymbol, Line = s.Line, Column = s.Column, StartLine = s.StartLine, EndLine = s.EndLine,
                    Start = s.Start, End = s.End, Signature = TextOf(from.Text(s.Signature)), Documentation = TextOf(from.Text(s.Documentation)), Flags = s.Flags, Ordinal = s.Ordinal,
                    Kind = s.Kind, Visibility = s.Visibility, MinArity = s.MinArity, MaxArity = s.MaxArity,
                });
            }
            for (var i = 0; i < from.ReferenceCount; i++)
                references.Add(Use(from, i, firstSymbol, firstFile));
            for (var i = 0; i < from.RelationCount; i++)
            {
                var relation = from.Relation(i);
                relations.Add(relation with { From = relation.From + firstSymbol, To = relation.To + firstSymbol, File = relation.File + firstFile });
            }
        }

        public GraphTables Build(SnapshotProperties properties, int blobIdBytes)
        {
            var all = names.OrderBy(n => n.Value).Select(n => Encoding.UTF8.GetBytes(n.Key)).ToArray();
            var start = new int[all.Length + 1];
            for (var i = 0; i < all.Length; i++)
                start[i + 1] = start[i] + all[i].Length;
            return new()
            {
                Files = [.. files, new() { Module = -1, FirstSymbol = symbols.Count, FirstReference = references.Count }], Paths = paths, Modules = modules, BlobIds = [.. blobs],
                BlobIdBytes = blobIdBytes, Symbols = [.. symbols], References = references.ToArray(), Targets = [.. targets], Relations = [.. relations], NameBytes = [.. all.SelectMany(n => n)],
                NameStart = start, TextBytes = texts.ToArray(), TextStart = [.. textStart], Properties = properties,
            };
        }

        private ReferenceRecord Use(Snapshot from, int index, int firstSymbol, int firstFile)
        {
            var entry = from.Reference(index);
            var use = entry.ToRecord();
            use.Name = NameOf(from.NameText(use.Name));
            if (use.From >= 0)
                use.From += firstSymbol;
            if (use.Payload < 0 || use.State == ReferenceState.Unresolved)
                return use;
            if (use.State == ReferenceState.External)
            {
                use.Payload = TextOf(from.Text(use.Payload));
            }
            else if (use.Form == TargetForm.Several)
            {
                use.Payload = targets.Count;
                var list = from.TargetsOf(entry);
                targets.Add(list.Length);
                foreach (var target in list)
                    targets.Add(target + firstSymbol);
            }
            else
            {
                use.Payload += use.Form == TargetForm.File ? firstFile : firstSymbol;
            }
            return use;
        }

        private int NameOf(string name)
        {
            if (!names.TryGetValue(name, out var number))
                names[name] = number = names.Count;
            return number;
        }

        private readonly Dictionary<string, int> packages = new(StringComparer.Ordinal);

        private int TextOf(string? text)
        {
            if (text is null)
                return -1;

            // Names of packages stand in many uses.
            if (text.Length < 40 && packages.TryGetValue(text, out var known))
                return known;
            texts.Write(Encoding.UTF8.GetBytes(text));
            textStart.Add((int)texts.Length);
            return packages[text] = textStart.Count - 2;
        }
    }
}
