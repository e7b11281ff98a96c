using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Storage;

/// <summary>What stands where in the streams of facts, for both directions; see <see cref="FactsCodec"/>.</summary>
internal static class FactsLayout<T>
    where T : struct, IFactsCoder
{
    private delegate TRecord Coder<TRecord>(ref T coder, in TRecord record, in TRecord last, int index);

    public static FileFacts Facts(ref T coder, FileFacts? facts)
    {
        var language = (Language)coder.Unsigned(FactsStream.File, (uint)(facts?.Language ?? default));
        var package = coder.Optional(FactsStream.File, facts?.Package ?? 0);
        var lines = coder.Delta(FactsStream.File, facts?.Lines ?? 0, 0);
        var errorBytes = coder.Delta(FactsStream.File, facts?.ErrorBytes ?? 0, 0);
        var firstLine = coder.Delta(FactsStream.File, facts?.FirstLine ?? 0, 1);
        var (definitions, descriptions) = Definitions(ref coder, facts?.Definitions, facts?.Descriptions);
        return new()
        {
            Language = language,
            Package = package,
            Lines = lines,
            ErrorBytes = errorBytes,
            FirstLine = firstLine,
            Definitions = definitions,
            Descriptions = descriptions,
            Strings = Strings(ref coder, facts?.Strings, descriptions),
            Scopes = Records(ref coder, facts?.Scopes, static (ref T c, in Scope s, in Scope _, int i) => new Scope(
                (ScopeKind)c.Unsigned(FactsStream.ScopeKind, (uint)s.Kind), c.Delta(FactsStream.ScopeParent, s.Parent, i), c.Optional(FactsStream.ScopeOwner, s.Owner))),
            Imports = Records(ref coder, facts?.Imports, FactsRecords<T>.Import),
            References = References(ref coder, facts?.References, definitions),
            Implementations = Records(ref coder, facts?.Implementations, static (ref T c, in Implementation m, in Implementation last, int _) => new Implementation(
                c.Delta(FactsStream.Implementations, m.Type, last.Type), c.Delta(FactsStream.Implementations, m.Base, last.Base), c.Optional(FactsStream.Implementations, m.Definition))),
            Flows = Records(ref coder, facts?.Flows, Flow),
            Arguments = Records(ref coder, facts?.Arguments, Argument),
            Slots = Records(ref coder, facts?.Slots, static (ref T c, in Slot s, in Slot last, int _) => new Slot(
                (SlotKind)c.Unsigned(FactsStream.SlotKind, (uint)s.Kind), c.Operand(FactsStream.SlotOperandKind, FactsStream.SlotOperand, s.Operand, last.Operand.Reference),
                c.Delta(FactsStream.SlotFirst, s.First, last.First), (int)c.Unsigned(FactsStream.SlotCount, (uint)s.Count))),
            SlotEntries = Records(ref coder, facts?.SlotEntries, static (ref T c, in SlotEntry e, in SlotEntry last, int _) => new SlotEntry(
                c.Optional(FactsStream.EntryKey, e.Key), c.Operand(FactsStream.EntryKind, FactsStream.EntryValue, e.Value, last.Value.Reference),
                c.Optional(FactsStream.EntryDefinition, e.Definition))),
            Stores = Records(ref coder, facts?.Stores, static (ref T c, in Store s, in Store last, int _) => new Store(
                c.Operand(FactsStream.StoreKind, FactsStream.StoreTarget, s.Target, last.Target.Reference),
                c.Operand(FactsStream.StoreKind, FactsStream.StoreValue, s.Value, last.Value.Reference))),
            Decorations = Records(ref coder, facts?.Decorations, Flow),
            Reaching = Records(ref coder, facts?.Reaching, static (ref T c, in ReachingValue r, in ReachingValue last, int _) => new ReachingValue(
                c.Delta(FactsStream.ReachingUse, r.Reference, last.Reference), c.Operand(FactsStream.ReachingKind, FactsStream.ReachingValue, r.Value, last.Value.Reference))),
            TypeArguments = Records(ref coder, facts?.TypeArguments, TypeArgument),
            Expressions = Expressions(ref coder, facts?.Expressions),
            Metrics = Records(ref coder, facts?.Metrics, static (ref T c, in CallableMetrics m, in CallableMetrics _, int _) => new CallableMetrics(
                c.Delta(FactsStream.MetricsCyclomatic, m.Cyclomatic, 1), c.Delta(FactsStream.MetricsCognitive, m.Cognitive, 0), c.Delta(FactsStream.MetricsNesting, m.Nesting, 0))),
            Origins = Records(ref coder, facts?.Origins, static (ref T c, in Origin o, in Origin last, int _) => new Origin(
                c.Delta(FactsStream.OriginDefinition, o.Definition, last.Definition), c.Delta(FactsStream.OriginType, o.Type, last.Type),
                c.Delta(FactsStream.OriginValue, o.Value, last.Value), c.Unsigned(FactsStream.OriginElement, o.IsElement ? 1u : 0) != 0)),
        };
    }

    private static TRecord[] Records<TRecord>(ref T coder, TRecord[]? records, Coder<TRecord> code)
        where TRecord : struct
    {
        var all = T.Reads ? new TRecord[coder.Count(0)] : records!;
        if (!T.Reads)
            coder.Count(all.Length);
        TRecord last = default;
        for (var i = 0; i < all.Length; i++)
        {
            var coded = code(ref coder, all[i], last, i);
            if (T.Reads)
                all[i] = coded;
            last = coded;
        }
        return all;
    }

    /// <summary>Identifiers and texts in streams of their own: a string is a text where a definition says so.</summary>
    private static StringTable Strings(ref T coder, StringTable? strings, Description[] descriptions)
    {
        var count = coder.Count(strings?.Count ?? 0);
        var isText = new bool[count];
        foreach (ref readonly var description in descriptions.AsSpan())
        {
            foreach (var text in (ReadOnlySpan<int>)[description.Signature, description.Documentation])
            {
                if ((uint)text < (uint)count)
                    isText[text] = true;
            }
        }
        var offsets = new int[count + 1];
        for (var i = 0; i < count; i++)
            offsets[i + 1] = checked(offsets[i] + (int)coder.Unsigned(isText[i] ? FactsStream.TextLength : FactsStream.StringLength, (uint)(strings?[i].Length ?? 0)));
        if (offsets[^1] > coder.Count(offsets[^1]))
            throw new InvalidDataException("The bytes are no encoded facts.");
        var bytes = new byte[offsets[^1]];
        for (var i = 0; i < count; i++)
        {
            var one = bytes.AsSpan(offsets[i]..offsets[i + 1]);
            if (!T.Reads)
                strings![i].CopyTo(one);
            coder.Bytes(isText[i] ? FactsStream.Texts : FactsStream.Identifiers, one);
        }
        return new(bytes, offsets);
    }

    private static (Definition[], Description[]) Definitions(ref T coder, Definition[]? definitions, Description[]? descriptions)
    {
        var count = coder.Count(definitions?.Length ?? 0);
        var (all, described) = T.Reads ? (new Definition[count], new Description[count]) : (definitions!, descriptions!);
        Definition last = default;
        for (var i = 0; i < all.Length; i++)
        {
            (last, var description) = FactsRecords<T>.Definition(ref coder, all[i], described[i], last, i);
            if (T.Reads)
                (all[i], described[i]) = (last, description);
        }
        return (all, described);
    }

    private static Reference[] References(ref T coder, Reference[]? references, Definition[] definitions)
    {
        var all = T.Reads ? new Reference[coder.Count(0)] : references!;
        if (!T.Reads)
            coder.Count(all.Length);
        Reference last = default;
        for (var i = 0; i < all.Length; i++)
        {
            last = FactsRecords<T>.Reference(ref coder, all[i], last, i, definitions);
            if (T.Reads)
                all[i] = last;
        }
        return all;
    }

    private static Flow Flow(ref T coder, in Flow flow, in Flow last, int index) =>
        new(coder.Delta(FactsStream.FlowDefinition, flow.Definition, last.Definition), coder.Operand(FactsStream.FlowKind, FactsStream.FlowValue, flow.Value, last.Value.Reference));

    private static Argument Argument(ref T coder, in Argument argument, in Argument last, int index)
    {
        var call = coder.Delta(FactsStream.ArgumentCall, argument.Call, last.Call);
        return new(
            call, coder.Optional(FactsStream.ArgumentPosition, argument.Position), coder.Optional(FactsStream.ArgumentName, argument.Name),
            coder.Operand(FactsStream.ArgumentKind, FactsStream.ArgumentValue, argument.Value, call));
    }

    private static TypeArgument TypeArgument(ref T coder, in TypeArgument argument, in TypeArgument last, int index)
    {
        var generic = coder.Delta(FactsStream.TypeArgumentGeneric, argument.Generic, last.Generic);
        return new(generic, coder.Optional(FactsStream.TypeArgumentPosition, argument.Position), coder.Delta(FactsStream.TypeArgumentType, argument.Type, generic));
    }

    private static Expression[] Expressions(ref T coder, Expression[]? expressions)
    {
        var all = T.Reads ? new Expression[coder.Count(0)] : expressions!;
        if (!T.Reads)
            coder.Count(all.Length);
        var lastSubjects = new int[64];
        for (var i = 0; i < all.Length; i++)
        {
            var expression = FactsRecords<T>.Expression(ref coder, all[i], i, lastSubjects);
            if (T.Reads)
                all[i] = expression;
        }

        // The parents follow from the children, but for damaged facts.
        var parents = ParentsOf(all);
        for (var i = 0; i < all.Length; i++)
        {
            var parent = coder.Delta(FactsStream.ExpressionParent, all[i].Parent, parents[i]);
            if (T.Reads)
                all[i].Parent = parent;
        }
        return all;
    }

    /// <summary>Whose child each expression is, by the lists of children; -1 where it is in none. Lists that do not end are followed for as many steps as there are expressions.</summary>
    private static int[] ParentsOf(Expression[] expressions)
    {
        var parents = new int[expressions.Length];
        Array.Fill(parents, -1);
        var steps = expressions.Length;
        for (var parent = 0; parent < expressions.Length; parent++)
        {
            for (var child = expressions[parent].First; (uint)child < (uint)expressions.Length && steps > 0; child = expressions[child].Next, steps--)
                parents[child] = parent;
        }
        return parents;
    }
}
