using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.JavaScript;

/// <summary>Functions of the language that define properties, and call what they are given.</summary>
internal abstract partial class EcmaScriptLanguage
{
    private void Reflection(FactsBuilder facts, int node, int callee, int list)
    {
        var holder = facts.Child(callee, objectField);
        var isObject = facts.Text(holder).SequenceEqual("Object"u8);
        var isReflect = facts.Text(holder).SequenceEqual("Reflect"u8);
        if (!(isObject || isReflect) || facts.FindVisible(facts.Text(holder)) >= 0)
            return;
        var called = facts.Text(facts.Child(callee, property));
        var first = facts.FirstNamedChild(list);
        var second = NextNamed(facts, first);
        if (called.SequenceEqual("defineProperty"u8))
            DefineProperty(facts, first, StringText(facts, second), NextNamed(facts, second));
        else if (called.SequenceEqual("defineProperties"u8))
            DefineProperties(facts, first, second);
        else if (isReflect && (called.SequenceEqual("apply"u8) || called.SequenceEqual("construct"u8)) && first >= 0)
            facts.ImplyCall(callee, first);
        else if (isReflect && called.SequenceEqual("set"u8))
            facts.StoreUnder(first, StringText(facts, second), NextNamed(facts, second));
    }

    private void DefineProperties(FactsBuilder facts, int holder, int descriptors)
    {
        if (!facts.Is(descriptors, objects))
            return;
        foreach (var pair in facts.Children(descriptors))
        {
            if (facts.Is(pair, pairs))
                DefineProperty(facts, holder, KeyText(facts, facts.Child(pair, key)), facts.Child(pair, value));
        }
    }

    // `{ value: f }`; the value of an accessor is what its function returns.
    private void DefineProperty(FactsBuilder facts, int holder, ReadOnlySpan<byte> name, int descriptor)
    {
        if (!facts.Is(descriptor, objects))
            return;
        foreach (var pair in facts.Children(descriptor))
        {
            if (facts.Is(pair, pairs) && KeyText(facts, facts.Child(pair, key)).SequenceEqual("value"u8))
                facts.StoreUnder(holder, name, facts.Child(pair, value));
            else if (facts.Is(pair, methods) && facts.Text(facts.Child(pair, this.name)).SequenceEqual("value"u8))
                facts.StoreUnder(holder, name, pair);
        }
    }

    private int NextNamed(FactsBuilder facts, int node)
    {
        do
            node = node < 0 ? -1 : facts.NextSibling(node);
        while (node >= 0 && (!facts[node].IsNamed || facts.Is(node, comments)));
        return node;
    }
}
