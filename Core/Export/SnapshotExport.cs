using CodeGraph.Graph;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Export;

/// <summary>
/// Writes a snapshot as JSON lines: every symbol, then every reference, then every edge, each in the order of the snapshot, which depends on
/// nothing but the source. Lines and columns are 1-based, columns count Unicode code points, and a position is that of the name:
/// <code>
/// {"type":"symbol","id":"pkg/a.py#Foo.bar","kind":"method","name":"bar","qualifiedName":"pkg.a.Foo.bar","path":"pkg/a.py","line":12,"column":9,"endLine":30,"parent":"pkg/a.py#Foo","local":false}
/// {"type":"reference","path":"pkg/b.py","line":7,"column":5,"name":"bar","role":"call","from":"pkg/b.py#main","state":"resolved","targets":[{"id":"pkg/a.py#Foo.bar","path":"pkg/a.py","line":12,"tier":"typed"}]}
/// {"type":"edge","kind":"calls","from":"pkg/b.py#main","to":"pkg/a.py#Foo.bar","tier":"typed","path":"pkg/b.py","line":7,"column":5}
/// </code>
/// What stands at file level has no parent and no <c>from</c> (null), and an edge from there starts at the path. There is an edge for each
/// thing that a call runs and each target of an import, and for each inherits, implements and overrides: first those that the snapshot holds, then those
/// that follow from several of them, as a class inherits what its base inherits. The other references stand only as references.
/// </summary>
public sealed class SnapshotExport
{
    private readonly Snapshot snapshot;
    private readonly ReadOnlyMemory<byte>[] names;
    private readonly ReadOnlyMemory<byte>[] paths;
    private readonly ReadOnlyMemory<byte>[] modules;

    /// <summary>What an id is made of, unpacked: ids are most of an export.</summary>
    private readonly (int File, int Parent, int Name, int Ordinal)[] idParts;

    public SnapshotExport(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        this.snapshot = snapshot;
        names = Escaped(snapshot.NameCount, name => snapshot.NameBytes(name));
        paths = Escaped(snapshot.FileCount, file => snapshot.PathBytes(file));
        modules = Escaped(snapshot.FileCount, file => System.Text.Encoding.UTF8.GetBytes(snapshot.ModuleName(file) ?? ""));
        idParts = new (int, int, int, int)[snapshot.SymbolCount];
        for (var file = 0; file < snapshot.FileCount; file++)
        {
            var (first, end) = snapshot.SymbolsOfFile(file);
            for (var symbol = first; symbol < end; symbol++)
                idParts[symbol] = (file, snapshot.Symbol(symbol).Parent, snapshot.Symbol(symbol).Name, snapshot.Symbol(symbol).Ordinal);
        }
    }

    /// <summary>Writes the whole export. The stream is flushed and left open.</summary>
    public void Write(Stream output, CancellationToken cancellation = default)
    {
        using var lines = new JsonLines(output);
        for (var symbol = 0; symbol < snapshot.SymbolCount; symbol++)
        {
            CheckNow(symbol, cancellation);
            WriteSymbol(lines, symbol);
        }

        for (var file = 0; file < paths.Length; file++)
        {
            var (first, end) = snapshot.ReferencesOfFile(file);
            for (var reference = first; reference < end; reference++)
            {
                CheckNow(reference, cancellation);
                WriteReference(lines, file, snapshot.Reference(reference));
            }
        }

        for (var file = 0; file < paths.Length; file++)
        {
            var (first, end) = snapshot.ReferencesOfFile(file);
            for (var reference = first; reference < end; reference++)
            {
                CheckNow(reference, cancellation);
                WriteEdges(lines, file, snapshot.Reference(reference));
            }
        }

        for (var i = 0; i < snapshot.RelationCount; i++)
        {
            var relation = snapshot.Relation(i);
            WriteEdge(lines, relation.Kind, relation.From, relation.File, relation.To, relation.Tier, relation.Line, relation.Column);
        }
        WriteFartherBases(lines, cancellation);
        lines.Flush();
        output.Flush();
    }

    private static void CheckNow(int index, CancellationToken cancellation)
    {
        if ((index & 0xfff) == 0)
            cancellation.ThrowIfCancellationRequested();
    }

    private void WriteSymbol(JsonLines lines, int index)
    {
        var symbol = snapshot.Symbol(index);
        var (file, parent, name, _) = idParts[index];
        lines.Raw("{\"type\":\"symbol\",\"id\":\""u8);
        WriteId(lines, index);
        lines.Raw("\",\"kind\":\""u8);
        lines.Raw(Wire.Kind(symbol.Kind));
        lines.Raw("\",\"name\":\""u8);
        lines.Raw(names[name].Span);
        lines.Raw("\",\"qualifiedName\":\""u8);
        var root = index;
        while (idParts[root].Parent >= 0)
            root = idParts[root].Parent;
        if (modules[idParts[root].File] is { Length: > 0 } module)
        {
            lines.Raw(module.Span);
            lines.Raw("."u8);
        }

        WriteNames(lines, index);
        lines.Raw("\",\"path\":\""u8);
        lines.Raw(paths[file].Span);
        WritePosition(lines, symbol.Line, symbol.Column);
        lines.Raw(",\"endLine\":"u8);
        lines.Number(symbol.EndLine);
        lines.Raw(",\"parent\":"u8);
        WriteIdOrNull(lines, parent);
        lines.Raw((symbol.Flags & DefinitionFlags.Local) != 0 ? ",\"local\":true}\n"u8 : ",\"local\":false}\n"u8);
    }

    private void WriteReference(JsonLines lines, int file, in ReferenceEntry reference)
    {
        lines.Raw("{\"type\":\"reference\",\"path\":\""u8);
        lines.Raw(paths[file].Span);
        WritePosition(lines, reference.Line, reference.Column);
        lines.Raw(",\"name\":\""u8);
        lines.Raw(names[reference.Name].Span);
        lines.Raw("\",\"role\":\""u8);
        lines.Raw(Wire.Role(reference.Role));
        lines.Raw("\",\"from\":"u8);
        WriteIdOrNull(lines, reference.From);
        lines.Raw(",\"state\":\""u8);
        lines.Raw(Wire.State(reference.State));
        lines.Raw("\",\"targets\":["u8);
        var first = true;
        foreach (var target in snapshot.TargetsOf(reference))
        {
            lines.Raw(first ? "{\"id\":\""u8 : ",{\"id\":\""u8);
            first = false;
            WriteId(lines, target);
            lines.Raw("\",\"path\":\""u8);
            lines.Raw(paths[idParts[target].File].Span);
            lines.Raw("\",\"line\":"u8);
            lines.Number(snapshot.Symbol(target).Line);
            lines.Raw(",\"tier\":\""u8);
            lines.Raw(Wire.Tier(reference.Tier));
            lines.Raw("\"}"u8);
        }

        if (snapshot.ModuleOf(reference) is >= 0 and var module)
        {
            lines.Raw("{\"id\":\""u8);
            lines.Raw(paths[module].Span);
            lines.Raw("\",\"path\":\""u8);
            lines.Raw(paths[module].Span);
            lines.Raw("\",\"line\":"u8);
            lines.Number(Math.Max(1, (int)snapshot.File(module).FirstLine));
            lines.Raw(",\"tier\":\""u8);
            lines.Raw(Wire.Tier(reference.Tier));
            lines.Raw("\"}"u8);
        }

        lines.Raw("]}\n"u8);
    }

    private void WriteEdges(JsonLines lines, int file, in ReferenceEntry reference)
    {
        if (reference.Role is not (ReferenceRole.Call or ReferenceRole.Import))
            return;
        var kind = reference.Role == ReferenceRole.Call ? RelationKind.Calls : RelationKind.Imports;
        foreach (var target in snapshot.TargetsOf(reference))
        {
            if (kind == RelationKind.Calls && !snapshot.Runs(reference, target))
                continue;
            WriteEdge(lines, kind, reference.From, file, target, reference.Tier, reference.Line, reference.Column);
        }
    }

    /// <summary>Bases of bases, and members that are redefined over several steps: at the place of the first step, with the least trusted tier on the way.</summary>
    private void WriteFartherBases(JsonLines lines, CancellationToken cancellation)
    {
        var seen = new HashSet<int>();
        var queue = new Queue<(int To, RelationKind Kind, Tier Tier, bool IsDirect)>();
        var relations = Enumerable.Range(0, snapshot.RelationCount).Select(snapshot.Relation).ToArray();
        for (var first = 0; first < relations.Length; first++)
        {
            CheckNow(first, cancellation);
            ref readonly var start = ref relations[first];
            // One search for each symbol: its relations lie side by side.
            if (first > 0 && relations[first - 1].From == start.From)
                continue;
            seen.Clear();
            seen.Add(start.From);
            for (var i = first; i < relations.Length && relations[i].From == start.From; i++)
            {
                if (seen.Add(relations[i].To))
                    queue.Enqueue((relations[i].To, relations[i].Kind, relations[i].Tier, true));
            }
            while (queue.TryDequeue(out var step))
            {
                if (!step.IsDirect)
                    WriteEdge(lines, step.Kind, start.From, start.File, step.To, step.Tier, start.Line, start.Column);
                var (from, end) = snapshot.RelationsFrom(step.To);
                for (var i = from; i < end; i++)
                {
                    ref readonly var next = ref relations[i];
                    if (seen.Add(next.To))
                        queue.Enqueue((next.To, step.Kind == RelationKind.Implements ? step.Kind : next.Kind, (Tier)Math.Max((byte)step.Tier, (byte)next.Tier), false));
                }
            }
        }
    }

    private void WriteEdge(JsonLines lines, RelationKind kind, int from, int file, int to, Tier tier, int line, int column)
    {
        lines.Raw("{\"type\":\"edge\",\"kind\":\""u8);
        lines.Raw(Wire.Relation(kind));
        lines.Raw("\",\"from\":\""u8);
        if (from < 0) lines.Raw(paths[file].Span);
        else WriteId(lines, from);
        lines.Raw("\",\"to\":\""u8);
        WriteId(lines, to);
        lines.Raw("\",\"tier\":\""u8);
        lines.Raw(Wire.Tier(tier));
        lines.Raw("\",\"path\":\""u8);
        lines.Raw(paths[file].Span);
        WritePosition(lines, line, column);
        lines.Raw("}\n"u8);
    }

    private static void WritePosition(JsonLines lines, int line, int column)
    {
        lines.Raw("\",\"line\":"u8);
        lines.Number(line);
        lines.Raw(",\"column\":"u8);
        lines.Number(column);
    }

    private void WriteIdOrNull(JsonLines lines, int symbol)
    {
        if (symbol < 0)
        {
            lines.Raw("null"u8);
            return;
        }

        lines.Raw("\""u8);
        WriteId(lines, symbol);
        lines.Raw("\""u8);
    }

    private void WriteId(JsonLines lines, int symbol)
    {
        var (file, _, _, ordinal) = idParts[symbol];
        lines.Raw(paths[file].Span);
        lines.Raw("#"u8);
        WriteNames(lines, symbol);
        if (ordinal <= 1)
            return;
        lines.Raw("("u8);
        lines.Number(ordinal);
        lines.Raw(")"u8);
    }

    private void WriteNames(JsonLines lines, int symbol)
    {
        var (_, parent, name, _) = idParts[symbol];
        if (parent >= 0)
        {
            WriteNames(lines, parent);
            lines.Raw("."u8);
        }

        lines.Raw(names[name].Span);
    }

    private delegate ReadOnlySpan<byte> Utf8Of(int index);

    private static ReadOnlyMemory<byte>[] Escaped(int count, Utf8Of text)
    {
        var escaped = new ReadOnlyMemory<byte>[count];
        for (var i = 0; i < count; i++)
            escaped[i] = JsonLines.Escape(text(i).ToArray());
        return escaped;
    }
}
