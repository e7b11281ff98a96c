using System.Buffers;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Storage;

/// <summary>
/// Facts as bytes: a third of the source's size. All numbers are LEB128 varints of 32 bits. A field that may be -1 is stored as value + 1; one that
/// grows along the file is stored as the zigzag difference from the record before it; fields that mostly have one value are announced by a bit of the record's
/// head instead of being stored. Every value of every field survives, sensible or not.
///
/// Order: language, package, lines, error bytes; strings (count, lengths, bytes); scopes; definitions; references; imports;
/// implementations; flows; arguments; slots; entries; stores; decorations; type arguments; expressions; origins; metrics, each a count and its records.
/// </summary>
public static class FactsCodec
{
    /// <summary>Part of <see cref="FactsStore"/>'s version: raised when the layout changes.</summary>
    public const int Version = 3;

    /// <summary>Encodes facts at the end of a buffer.</summary>
    public static void Encode(FileFacts facts, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(output);
        var writer = new FactsWriter(output);
        writer.Unsigned((uint)facts.Language);
        writer.Optional(facts.Package);
        writer.Signed(facts.Lines);
        writer.Signed(facts.ErrorBytes);
        writer.Signed(facts.FirstLine);
        writer.Strings(facts.Strings);
        writer.Unsigned((uint)facts.Scopes.Length);
        for (var i = 0; i < facts.Scopes.Length; i++)
            writer.Scope(facts.Scopes[i], i);
        writer.Unsigned((uint)facts.Definitions.Length);
        var lastDefinition = default(Definition);
        for (var i = 0; i < facts.Definitions.Length; i++)
        {
            ref readonly var definition = ref facts.Definitions[i];
            writer.Definition(definition, lastDefinition, i);
            lastDefinition = definition;
        }
        writer.Unsigned((uint)facts.References.Length);
        var lastReference = default(Reference);
        for (var i = 0; i < facts.References.Length; i++)
        {
            ref readonly var reference = ref facts.References[i];
            writer.Reference(reference, lastReference, i);
            lastReference = reference;
        }
        writer.Unsigned((uint)facts.Imports.Length);
        foreach (ref readonly var import in facts.Imports.AsSpan())
            writer.Import(import);
        writer.Unsigned((uint)facts.Implementations.Length);
        foreach (var implementation in facts.Implementations)
        {
            writer.Optional(implementation.Type);
            writer.Optional(implementation.Base);
            writer.Optional(implementation.Definition);
        }
        writer.Flows(facts.Flows);
        writer.Unsigned((uint)facts.Arguments.Length);
        foreach (var argument in facts.Arguments)
        {
            writer.Optional(argument.Call);
            writer.Optional(argument.Position);
            writer.Optional(argument.Name);
            writer.PutOperand(argument.Value);
        }
        writer.Unsigned((uint)facts.Slots.Length);
        foreach (var slot in facts.Slots)
        {
            writer.Unsigned((uint)slot.Kind);
            writer.PutOperand(slot.Operand);
            writer.Signed(slot.First);
            writer.Unsigned((uint)slot.Count);
        }
        writer.Unsigned((uint)facts.SlotEntries.Length);
        foreach (var entry in facts.SlotEntries)
        {
            writer.Optional(entry.Key);
            writer.PutOperand(entry.Value);
            writer.Optional(entry.Definition);
        }
        writer.Unsigned((uint)facts.Stores.Length);
        foreach (var store in facts.Stores)
        {
            writer.PutOperand(store.Target);
            writer.PutOperand(store.Value);
        }
        writer.Flows(facts.Decorations);
        writer.Unsigned((uint)facts.TypeArguments.Length);
        foreach (var argument in facts.TypeArguments)
        {
            writer.Optional(argument.Generic);
            writer.Optional(argument.Position);
            writer.Optional(argument.Type);
        }
        Expressions(ref writer, facts);
        writer.Unsigned((uint)facts.Metrics.Length);
        foreach (var metrics in facts.Metrics)
        {
            writer.Signed(metrics.Cyclomatic);
            writer.Signed(metrics.Cognitive);
            writer.Signed(metrics.Nesting);
        }
        writer.Flush();
    }

    private static void Expressions(ref FactsWriter writer, FileFacts facts)
    {
        writer.Unsigned((uint)facts.Expressions.Length);
        var lastSubject = 0;
        for (var i = 0; i < facts.Expressions.Length; i++)
        {
            ref readonly var expression = ref facts.Expressions[i];
            ReadOnlySpan<int> links = [expression.Subject, expression.First, expression.Next, expression.Parent];
            var head = (uint)expression.Kind << 5 | (expression.Flags != 0 ? 16u : 0);
            for (var link = 0; link < links.Length; link++)
                head |= links[link] != -1 ? 1u << link : 0;
            writer.Unsigned(head);
            if (expression.Flags != 0)
                writer.Unsigned(expression.Flags);
            // Subjects go down as the expressions go up; what an expression hangs together with is near.
            for (var link = 0; link < links.Length; link++)
            {
                if (links[link] != -1)
                    writer.Signed(unchecked(links[link] - (link == 0 ? lastSubject : i)));
            }
            if (expression.Subject != -1)
                lastSubject = expression.Subject;
        }
        writer.Unsigned((uint)facts.Origins.Length);
        foreach (var origin in facts.Origins)
        {
            writer.Optional(origin.Definition);
            writer.Optional(origin.Type);
            writer.Optional(origin.Value);
            writer.Unsigned(origin.IsElement ? 1u : 0u);
        }
    }

    /// <exception cref="InvalidDataException">The bytes are no encoded facts.</exception>
    public static FileFacts Decode(ReadOnlySpan<byte> input)
    {
        try
        {
            var reader = new FactsReader(input);
            var language = (Language)reader.Unsigned();
            var package = reader.Optional();
            var lines = reader.Signed();
            var errorBytes = reader.Signed();
            var firstLine = reader.Signed();
            var strings = reader.Strings();
            var scopes = new Scope[reader.Count()];
            for (var i = 0; i < scopes.Length; i++)
                scopes[i] = reader.Scope(i);
            var definitions = new Definition[reader.Count()];
            for (var i = 0; i < definitions.Length; i++)
                reader.Definition(ref definitions[i], i == 0 ? default : definitions[i - 1], i);
            var references = new Reference[reader.Count()];
            for (var i = 0; i < references.Length; i++)
                reader.Reference(ref references[i], i == 0 ? default : references[i - 1], i);
            var imports = new Import[reader.Count()];
            for (var i = 0; i < imports.Length; i++)
                imports[i] = reader.Import();
            var implementations = new Implementation[reader.Count()];
            for (var i = 0; i < implementations.Length; i++)
                implementations[i] = new(reader.Optional(), reader.Optional(), reader.Optional());
            var flows = reader.Flows();
            var arguments = new Argument[reader.Count()];
            for (var i = 0; i < arguments.Length; i++)
                arguments[i] = new(reader.Optional(), reader.Optional(), reader.Optional(), reader.ReadOperand());
            var slots = new Slot[reader.Count()];
            for (var i = 0; i < slots.Length; i++)
                slots[i] = new((SlotKind)reader.Unsigned(), reader.ReadOperand(), reader.Signed(), (int)reader.Unsigned());
            var entries = new SlotEntry[reader.Count()];
            for (var i = 0; i < entries.Length; i++)
                entries[i] = new(reader.Optional(), reader.ReadOperand(), reader.Optional());
            var stores = new Store[reader.Count()];
            for (var i = 0; i < stores.Length; i++)
                stores[i] = new(reader.ReadOperand(), reader.ReadOperand());
            var decorations = reader.Flows();
            var typeArguments = new TypeArgument[reader.Count()];
            for (var i = 0; i < typeArguments.Length; i++)
                typeArguments[i] = new(reader.Optional(), reader.Optional(), reader.Optional());
            var expressions = new Expression[reader.Count()];
            var lastSubject = 0;
            for (var i = 0; i < expressions.Length; i++)
            {
                var head = reader.Unsigned();
                var flags = (head & 16) != 0 ? (byte)reader.Unsigned() : (byte)0;
                var subject = (head & 1) != 0 ? lastSubject = unchecked(reader.Signed() + lastSubject) : -1;
                var first = (head & 2) != 0 ? unchecked(reader.Signed() + i) : -1;
                var next = (head & 4) != 0 ? unchecked(reader.Signed() + i) : -1;
                expressions[i] = new((ExpressionKind)(head >> 5), flags, subject, first, next, (head & 8) != 0 ? unchecked(reader.Signed() + i) : -1);
            }
            var origins = new Origin[reader.Count()];
            for (var i = 0; i < origins.Length; i++)
                origins[i] = new(reader.Optional(), reader.Optional(), reader.Optional(), reader.Unsigned() != 0);
            var metrics = new CallableMetrics[reader.Count()];
            for (var i = 0; i < metrics.Length; i++)
                metrics[i] = new(reader.Signed(), reader.Signed(), reader.Signed());
            if (!reader.AtEnd)
                throw new InvalidDataException("Bytes follow the encoded facts.");
            return new()
            {
                Language = language,
                Package = package,
                Lines = lines,
                ErrorBytes = errorBytes,
                FirstLine = firstLine,
                Strings = strings,
                Scopes = scopes,
                Definitions = definitions,
                References = references,
                Imports = imports,
                Implementations = implementations,
                Flows = flows,
                Arguments = arguments,
                Slots = slots,
                SlotEntries = entries,
                Stores = stores,
                Decorations = decorations,
                TypeArguments = typeArguments,
                Expressions = expressions,
                Origins = origins,
                Metrics = metrics,
            };
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("The bytes are no encoded facts.", exception);
        }
    }
}
