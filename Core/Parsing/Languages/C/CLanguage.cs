using CodeGraph.Model;

namespace CodeGraph.Parsing.Languages.C;

/// <summary>C, with headers that do not say that they are C++ (<see cref="LanguageRegistry.DetectHeader"/>).</summary>
internal sealed class CLanguage : CFamilyLanguage
{
    public override Language Language => Language.C;

    public override string GrammarName => "c";

    public override IReadOnlyList<string> Extensions => [".c", ".h"];

    protected override void Describe(NodeTable table)
    {
        base.Describe(table);
        OldParameters = table.Kinds("identifier");
        table.New("compound_literal_expression", "type", null);
        table.Wrapper("macro_type_specifier", "type");
        table.On((facts, node) => facts.Consume(facts.Child(node, Name)), "macro_type_specifier");
    }
}
