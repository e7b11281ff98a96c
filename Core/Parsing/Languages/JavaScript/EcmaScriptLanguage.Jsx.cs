using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.JavaScript;

internal abstract partial class EcmaScriptLanguage
{
    private KindSet jsxAttributes = null!, jsxNamespaces = null!;

    private void DescribeJsx(NodeTable table)
    {
        jsxAttributes = table.Kinds("jsx_attribute");
        jsxNamespaces = table.Kinds("jsx_namespace_name");
        table.On(OpenElement, "jsx_opening_element", "jsx_self_closing_element");
        table.On(CloseElement, "jsx_closing_element");
        table.Literal("jsx_element", "jsx_self_closing_element");
    }

    // `<Panel title={x}/>` calls the component with one object; `<div>` is the platform's.
    private void OpenElement(FactsBuilder facts, int node)
    {
        var element = facts.Child(node, name);
        var isComponent = IsComponent(facts, element);
        if (isComponent)
            facts.SetCall(facts.NameLeaf(element), 1);
        else
            facts.ConsumeAll(element);
        foreach (var child in facts.Children(node))
        {
            if (!facts.Is(child, jsxAttributes))
                continue;
            var attribute = facts.FirstNamedChild(child);
            if (isComponent && !facts.Is(attribute, jsxNamespaces))
            {
                facts.SetRole(attribute, ReferenceRole.Write, ReferenceFlags.Key);
                facts.SetMember(attribute, facts.NameLeaf(element));
                facts.SetKeyPlace(attribute, KeyPlace.Of(0, element: false, result: false));
            }
            else
                facts.ConsumeAll(attribute);
        }
    }

    private void CloseElement(FactsBuilder facts, int node)
    {
        var element = facts.Child(node, name);
        if (!IsComponent(facts, element))
            facts.ConsumeAll(element);
    }

    private bool IsComponent(FactsBuilder facts, int element) =>
        facts.Is(element, members) || (facts.Is(element, identifiers) && facts.Text(element) is not [>= (byte)'a' and <= (byte)'z', ..]);
}
