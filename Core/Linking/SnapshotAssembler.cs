using CodeGraph.Graph;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>Joins the linked files into one graph.</summary>
internal static class SnapshotAssembler
{
    /// <param name="context">The tables that all files share.</param>
    /// <param name="modules">By file: what precedes its names in qualified names.</param>
    /// <param name="linked">By file: its uses.</param>
    /// <param name="bases">The bases of types.</param>
    /// <param name="properties">What the snapshot says about itself.</param>
    /// <param name="isLast">Nothing will be linked after: files let go of what they hold as soon as it is in the graph, which has a place for all of it.</param>
    /// <param name="threads">Threads to work on.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static GraphTables Assemble(
        LinkContext context, string[] modules, LinkedFile[] linked, List<BaseLink> bases, SnapshotProperties properties, bool isLast, int threads, CancellationToken cancellation)
    {
        var program = context.Program;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        RelationRecord[] relations = [];
        var related = false;
        var metrics = new List<MetricsRecord>?[linked.Length];
        var texts = new TextLayout(context);
        var symbols = GC.AllocateUninitializedArray<SymbolRecord>(program.SymbolCount);
        var (firstUse, firstTarget, targets) = LayUses(linked);
        // Relations are found by one thread; the others fill the arrays meanwhile.
        Parallel.Invoke(
            parallel,
            () =>
            {
                relations = RelationLinker.Run(context, bases);
                Volatile.Write(ref related, true);
            },
            () => Parallel.For(0, linked.Length, parallel, () => new Ordinals(program), (file, _, ordinals) =>
            {
                var facts = program.Facts(file);
                AddSymbols(program, file, facts, texts, ordinals, symbols);
                metrics[file] = Metrics(facts, program.FirstSymbol[file]);
                if (isLast && Volatile.Read(ref related))
                    program.Files[file].Release();
                return ordinals;
            }, _ => { }));
        var (nameBytes, nameStart) = program.Names.ToArrays();
        var blobBytes = program.Files.Count == 0 ? BlobId.Sha1Length : program.Files[0].Blob.Length;
        var blobs = new byte[program.Files.Count * blobBytes];
        for (var file = 0; file < program.Files.Count; file++)
            program.Files[file].Blob.CopyTo(blobs.AsSpan(file * blobBytes, blobBytes));
        var (files, moduleNames) = Files(program, modules, firstUse);
        return new()
        {
            Files = files,
            Paths = [.. program.Files.Select(f => f.Path)],
            Modules = moduleNames,
            BlobIds = blobs,
            BlobIdBytes = blobBytes,
            Symbols = symbols,
            References = Uses(firstUse, firstTarget, linked),
            Targets = targets,
            Relations = relations,
            NameBytes = nameBytes,
            NameStart = nameStart,
            TextBytes = texts.Bytes,
            TextStart = texts.Start,
            Metrics = [.. metrics.SelectMany(m => m ?? [])],
            Properties = properties,
        };
    }

    private static void AddSymbols(LinkProgram program, int file, FileFacts facts, TextLayout texts, Ordinals ordinals, SymbolRecord[] symbols)
    {
        var first = program.FirstSymbol[file];
        var text = texts.Of(file);
        ordinals.Open(file);
        for (var i = 0; i < facts.Definitions.Length; i++)
        {
            ref var definition = ref facts.Definitions[i];
            ref var description = ref facts.Descriptions[i];
            symbols[first + i] = new SymbolRecord
            {
                Name = program.NameOf[file][definition.Name],
                Parent = program.ParentOf[first + i],
                Line = definition.Line,
                Column = definition.Column,
                StartLine = description.StartLine,
                EndLine = description.EndLine,
                Start = definition.Start,
                End = definition.End,
                Signature = text.Add(facts.Strings, description.Signature),
                Documentation = text.Add(facts.Strings, description.Documentation),
                Flags = definition.Flags,
                Ordinal = ordinals.Next(i),
                Kind = definition.Kind,
                Visibility = definition.Visibility,
                MinArity = definition.MinArity,
                MaxArity = definition.MaxArity,
            };
        }
    }

    /// <summary>Where the uses and the targets of each file begin, and all targets.</summary>
    private static (int[] FirstUse, int[] FirstTarget, int[] Targets) LayUses(LinkedFile[] linked)
    {
        var (firstUse, firstTarget) = (new int[linked.Length + 1], new int[linked.Length]);
        var count = 0;
        for (var file = 0; file < linked.Length; file++)
        {
            firstUse[file + 1] = checked(firstUse[file] + linked[file].UseCount);
            firstTarget[file] = count;
            count = checked(count + linked[file].Targets.Count);
        }
        var targets = new int[count];
        for (var file = 0; file < linked.Length; file++)
            linked[file].Targets.CopyTo(targets, firstTarget[file]);
        return (firstUse, firstTarget, targets);
    }

    /// <summary>In a method of its own, as a function keeps alive all that the functions beside it use: here the program.</summary>
    private static UseList Uses(int[] firstUse, int[] firstTarget, LinkedFile[] linked) => new(firstUse, firstTarget, (int file, ref ReferenceRecord[] buffer) => linked[file].Read(ref buffer));

    /// <summary>How complex the callables of a file are; null where that is not known of any.</summary>
    private static List<MetricsRecord>? Metrics(FileFacts facts, int first)
    {
        List<MetricsRecord>? metrics = null;
        var callable = 0;
        for (var i = 0; i < facts.Definitions.Length && facts.Metrics.Length > 0; i++)
        {
            if (!facts.Definitions[i].Kind.IsCallable())
                continue;
            var (cyclomatic, cognitive, nesting) = facts.Metrics[callable++];
            if (cyclomatic > 0)
                (metrics ??= []).Add(new() { Symbol = first + i, Cyclomatic = Capped(cyclomatic), Cognitive = Capped(cognitive), Nesting = Capped(nesting) });
        }
        return metrics;

        static ushort Capped(int value) => (ushort)Math.Min(value, ushort.MaxValue);
    }

    private static (FileRecord[] Files, List<string> Modules) Files(LinkProgram program, string[] modules, int[] firstUse)
    {
        var moduleNames = new List<string>();
        var moduleNumbers = new Dictionary<string, int>(StringComparer.Ordinal) { [""] = -1 };
        var files = new FileRecord[modules.Length + 1];
        for (var file = 0; file < modules.Length; file++)
        {
            var source = program.Files[file];
            if (!moduleNumbers.TryGetValue(modules[file], out var module))
            {
                moduleNumbers[modules[file]] = module = moduleNames.Count;
                moduleNames.Add(modules[file]);
            }
            files[file] = new FileRecord
            {
                Module = module,
                FirstSymbol = program.FirstSymbol[file],
                FirstReference = firstUse[file],
                Lines = source.Lines,
                FirstLine = (ushort)Math.Min(source.FirstLine, ushort.MaxValue),
                ErrorBytes = source.ErrorBytes,
                Language = source.Language,
            };
        }
        files[^1] = new FileRecord { Module = -1, FirstSymbol = program.SymbolCount, FirstReference = firstUse[^1] };
        return (files, moduleNames);
    }

    /// <summary>Counts the symbols of one path and qualified name: the <c>(n)</c> of their ids.</summary>
    private sealed class Ordinals(LinkProgram program)
    {
        // By names of a path: the first symbol that bears them, which stands for all, and how many there are.
        private readonly Dictionary<(int Parent, int Name), (int First, int Count)> chains = [];
        private int[] named = [];
        private int file;
        private int first;

        public void Open(int opened)
        {
            (file, first) = (opened, program.FirstSymbol[opened]);
            chains.Clear();
            if (named.Length < program.Files[opened].Definitions.Length)
                named = new int[program.Files[opened].Definitions.Length];
        }

        /// <param name="definition">The definition, asked for in their order.</param>
        public int Next(int definition)
        {
            var parent = program.ParentOf[first + definition];
            var chain = (parent >= first && parent < first + definition ? named[parent - first] : parent, program.NameOf[file][program.Files[file].Definitions[definition].Name]);
            var (firstNamed, before) = chains.GetValueOrDefault(chain, (first + definition, 0));
            chains[chain] = (firstNamed, before + 1);
            named[definition] = firstNamed;
            return before + 1;
        }
    }

    /// <summary>
    /// Texts behind one another, not made distinct: signatures and comments hardly ever repeat. The packages come first, so that the text of a package has its number;
    /// then those of each file, whose place is known before any is copied.
    /// </summary>
    private sealed class TextLayout
    {
        private readonly int[] firstText;

        public TextLayout(LinkContext context)
        {
            var program = context.Program;
            firstText = new int[program.Files.Count];
            var firstByte = new int[program.Files.Count];
            var texts = context.Packages.Count;
            var bytes = context.Packages.Sum(System.Text.Encoding.UTF8.GetByteCount);
            for (var file = 0; file < firstText.Length; file++)
            {
                (firstText[file], firstByte[file]) = (texts, bytes);
                (texts, bytes) = (texts + program.Files[file].TextCount, checked(bytes + program.Files[file].TextBytes));
            }
            Bytes = GC.AllocateUninitializedArray<byte>(bytes);
            Start = new int[texts + 1];
            var end = 0;
            for (var package = 0; package < context.Packages.Count; package++)
                Start[package + 1] = end += System.Text.Encoding.UTF8.GetBytes(context.Packages[package], Bytes.AsSpan(end));
            for (var file = 0; file < firstText.Length; file++)
                Start[firstText[file]] = firstByte[file];
            Start[^1] = bytes;
        }

        public byte[] Bytes { get; }

        public int[] Start { get; }

        public Writer Of(int file) => new(this, firstText[file]);

        /// <summary>Copies the texts of one file.</summary>
        public ref struct Writer(TextLayout layout, int next)
        {
            /// <returns>The text's index; -1 for none.</returns>
            public int Add(StringTable strings, int text)
            {
                if (text < 0)
                    return -1;
                var start = layout.Start[next];
                strings[text].CopyTo(layout.Bytes.AsSpan(start));
                layout.Start[next + 1] = start + strings[text].Length;
                return next++;
            }
        }
    }
}
