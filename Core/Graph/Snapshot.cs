using System.Text;
using System.Text.Json;
using CodeGraph.Model;

namespace CodeGraph.Graph;

/// <summary>
/// Reads a snapshot: names, ids, files. Symbols, files and references are ints, -1 is none. Holds no state beyond the arrays, so any number of threads
/// may read; where the arrays are mapped, under a lease of the file.
/// </summary>
public sealed partial class Snapshot(SnapshotData data)
{
    /// <summary>Deeper nesting than any program has; ends the walk over damaged parents.</summary>
    private const int MaxNesting = 512;

    private SnapshotProperties? properties;

    public SnapshotData Data => data;

    public SnapshotProperties Properties => properties ??= JsonSerializer.Deserialize(data.Properties.Span, SnapshotJson.Default.SnapshotProperties)
        ?? throw new InvalidDataException("The snapshot says nothing about its source.");

    public int SymbolCount => data.Symbols.Length;

    public int FileCount => data.Files.Length - 1;

    public int ReferenceCount => data.References.Length;

    public int NameCount => data.NameStart.Length - 1;

    public ref readonly SymbolRecord Symbol(int symbol) => ref data.Symbols.Span[symbol];

    public ref readonly FileRecord File(int file) => ref data.Files.Span[file];

    public ref readonly ReferenceRecord Reference(int reference) => ref data.References.Span[reference];

    public ReadOnlySpan<byte> NameBytes(int name)
    {
        var start = data.NameStart.Span;
        return data.NameBytes.Span[start[name]..start[name + 1]];
    }

    public string NameText(int name) => Encoding.UTF8.GetString(NameBytes(name));

    /// <summary>A symbol's simple name.</summary>
    public string Name(int symbol) => NameText(Symbol(symbol).Name);

    /// <summary>The text at an index; null for -1.</summary>
    public string? Text(int text) => text < 0 ? null : Encoding.UTF8.GetString(TextSpan(text));

    public string Path(int file) => Encoding.UTF8.GetString(TextSpan(File(file).Path));

    /// <summary>The symbols of a file, as a half-open range.</summary>
    public (int First, int End) SymbolsOfFile(int file) => (File(file).FirstSymbol, File(file + 1).FirstSymbol);

    /// <summary>The file that a reference stands in.</summary>
    public int FileOfReference(int reference)
    {
        var files = data.Files.Span;
        var (low, high) = (0, files.Length - 2);
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (files[middle].FirstReference <= reference)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    /// <summary>The file of a path; -1 where the snapshot has none.</summary>
    public int FindFile(ReadOnlySpan<char> path)
    {
        var (low, high) = (0, FileCount - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = Path(middle).AsSpan().SequenceCompareTo(path);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return -1;
    }

    /// <summary>The index of a name; -1 where nothing has it.</summary>
    public int FindName(ReadOnlySpan<char> name)
    {
        Span<byte> buffer = name.Length <= 170 ? stackalloc byte[512] : new byte[Encoding.UTF8.GetMaxByteCount(name.Length)];
        return FindName(buffer[..Encoding.UTF8.GetBytes(name, buffer)]);
    }

    public int FindName(ReadOnlySpan<byte> name)
    {
        var table = data.NameTable.Span;
        for (var slot = SnapshotData.NameHash(name); ; slot++)
        {
            var entry = table[(int)(slot & (uint)(table.Length - 1))];
            if (entry == 0)
                return -1;
            if (NameBytes(entry - 1).SequenceEqual(name))
                return entry - 1;
        }
    }

    /// <summary>Symbols of a name, locals included.</summary>
    public ReadOnlySpan<int> SymbolsOf(int name) => Run(data.SymbolsByNameStart, data.SymbolsByName, name);

    /// <summary>References that have the symbol among their targets.</summary>
    public ReadOnlySpan<int> Incoming(int symbol) => Run(data.IncomingStart, data.Incoming, symbol);

    /// <summary>References inside of the symbol.</summary>
    public ReadOnlySpan<int> Outgoing(int symbol) => Run(data.OutgoingStart, data.Outgoing, symbol);

    /// <summary>Symbols directly inside of the symbol.</summary>
    public ReadOnlySpan<int> Children(int symbol) => Run(data.ChildrenStart, data.Children, symbol);

    /// <summary>Uses of a name of which nothing is known.</summary>
    public ReadOnlySpan<int> UnresolvedOf(int name) => Run(data.UnresolvedByNameStart, data.UnresolvedByName, name);

    public bool IsLocal(int symbol) => (Symbol(symbol).Flags & Parsing.Facts.DefinitionFlags.Local) != 0;

    /// <summary>The symbols that a reference leads to: one, several, or none where it is external or unresolved.</summary>
    public ReadOnlySpan<int> TargetsOf(in ReferenceRecord reference)
    {
        if (reference.State is ReferenceState.External or ReferenceState.Unresolved || reference.Payload < 0)
            return default;
        return reference.Form switch
        {
            TargetForm.Symbol => System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(in reference.Payload, 1),
            TargetForm.Several => data.Targets.Span.Slice(reference.Payload + 1, data.Targets.Span[reference.Payload]),
            _ => default,
        };
    }

    /// <summary>The file that a reference leads to as a module; -1 where it leads to no file.</summary>
    public int ModuleOf(in ReferenceRecord reference) => reference is { State: ReferenceState.Resolved, Form: TargetForm.File } ? reference.Payload : -1;

    /// <summary>
    /// Whether a call runs one of its targets: a callable does run, and a type where no constructor is written. What runs behind a variable that is
    /// called is not known, so the variable is used but nothing is called.
    /// </summary>
    public bool Runs(in ReferenceRecord call, int target)
    {
        var kind = Symbol(target).Kind;
        if (!kind.IsType())
            return kind.IsCallable();
        foreach (var other in TargetsOf(call))
        {
            if (Symbol(other).Kind.IsCallable())
                return false;
        }
        return true;
    }

    /// <summary>How complex a callable is; null where that is not known: it has no body, or its language has no table of control flow.</summary>
    public MetricsRecord? MetricsOf(int symbol)
    {
        var metrics = data.Metrics.Span;
        var (low, high) = (0, metrics.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (metrics[middle].Symbol == symbol)
                return metrics[middle];
            if (metrics[middle].Symbol < symbol)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return null;
    }

    /// <summary>Relations that start at the symbol, as a range of <see cref="SnapshotData.Relations"/>.</summary>
    public (int First, int End) RelationsFrom(int symbol)
    {
        var relations = data.Relations.Span;
        return (FirstFrom(relations, symbol), FirstFrom(relations, symbol + 1));

        static int FirstFrom(ReadOnlySpan<RelationRecord> relations, int symbol)
        {
            var (low, high) = (0, relations.Length);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (relations[middle].From < symbol)
                    low = middle + 1;
                else
                    high = middle;
            }
            return low;
        }
    }

    /// <summary>Relations that lead to the symbol, as indexes into <see cref="SnapshotData.Relations"/>.</summary>
    public ReadOnlySpan<int> RelationsTo(int symbol)
    {
        var order = data.RelationsByTarget.Span;
        var relations = data.Relations.Span;
        return order[FirstTo(order, relations, symbol)..FirstTo(order, relations, symbol + 1)];

        static int FirstTo(ReadOnlySpan<int> order, ReadOnlySpan<RelationRecord> relations, int symbol)
        {
            var (low, high) = (0, order.Length);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (relations[order[middle]].To < symbol)
                    low = middle + 1;
                else
                    high = middle;
            }
            return low;
        }
    }

    /// <summary>Names of the symbol and what encloses it, outermost first, joined by dots; without module or package.</summary>
    public string LocalName(int symbol) => Chain(symbol, null);

    /// <summary>Module or package of the outermost enclosing symbol's file, then <see cref="LocalName"/>.</summary>
    public string QualifiedName(int symbol)
    {
        var root = symbol;
        for (var depth = 0; depth < MaxNesting && Symbol(root).Parent >= 0; depth++)
            root = Symbol(root).Parent;
        return Chain(symbol, Text(File(Symbol(root).File).Module));
    }

    /// <summary><c>path#Qualified.Name</c>, with <c>(n)</c> for the n-th of the same name in the path.</summary>
    public string Id(int symbol)
    {
        var record = Symbol(symbol);
        var id = Path(record.File) + "#" + LocalName(symbol);
        return record.Ordinal > 1 ? $"{id}({record.Ordinal})" : id;
    }

    private string Chain(int symbol, string? prefix)
    {
        Span<int> chain = stackalloc int[MaxNesting];
        var length = 0;
        for (var at = symbol; at >= 0 && length < MaxNesting; at = Symbol(at).Parent)
            chain[length++] = at;
        if (length == 1 && string.IsNullOrEmpty(prefix))
            return Name(symbol);
        var text = new StringBuilder(prefix);
        for (var i = length - 1; i >= 0; i--)
        {
            if (text.Length > 0)
                text.Append('.');
            text.Append(Name(chain[i]));
        }
        return text.ToString();
    }

    private ReadOnlySpan<byte> TextSpan(int text)
    {
        var start = data.TextStart.Span;
        return data.TextBytes.Span[start[text]..start[text + 1]];
    }

    private static ReadOnlySpan<int> Run(ReadOnlyMemory<int> start, ReadOnlyMemory<int> entries, int owner)
    {
        var starts = start.Span;
        return entries.Span[starts[owner]..starts[owner + 1]];
    }
}
