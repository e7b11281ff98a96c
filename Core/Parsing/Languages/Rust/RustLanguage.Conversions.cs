using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Rust;

/// <summary>Conversions that run code of the type that is expected: <c>let b: B = a.into()</c> runs <c>B::from</c>.</summary>
internal sealed partial class RustLanguage
{
    /// <summary>The place of a value expects a type: a conversion that gives the value is applied to it, as <c>parse::&lt;T&gt;()</c> is.</summary>
    private void Expect(FactsBuilder facts, int valueNode, int typeNode)
    {
        var isTaken = false;
        for (var depth = 0; typeNode >= 0 && valueNode >= 0 && depth < MaxDepth; depth++)
        {
            if (facts.Is(valueNode, tryExpression))
            {
                (valueNode, isTaken) = (facts.FirstNamedChild(valueNode), true);
                continue;
            }
            var called = facts.Is(valueNode, callExpression) ? facts.Child(valueNode, function) : -1;
            if (!facts.Is(called, fieldExpression))
                return;
            var leaf = facts.Child(called, field);
            var method = facts.Text(leaf);
            if (method.SequenceEqual("unwrap"u8) || method.SequenceEqual("expect"u8))
            {
                (valueNode, isTaken) = (facts.Child(called, value), true);
                continue;
            }
            if (method.SequenceEqual("into"u8) && !isTaken)
                facts.ApplyType(leaf, 0, typeNode);
            else if (method.SequenceEqual("try_into"u8) || method.SequenceEqual("parse"u8))
                facts.ApplyType(leaf, 0, isTaken ? typeNode : FirstType(facts, typeNode));
            return;
        }
    }

    private void AppliedMethod(FactsBuilder facts, int node)
    {
        var leaf = facts.NameLeaf(facts.Child(node, function));
        if (facts.Text(leaf).SequenceEqual("parse"u8))
            facts.ApplyType(leaf, 0, facts.FirstNamedChild(facts.Child(node, typeArguments)));
    }
}
