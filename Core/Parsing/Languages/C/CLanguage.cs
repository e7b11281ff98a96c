using CodeGraph.Model;
namespace CodeGraph.Parsing.Languages.C;
internal sealed class CLanguage : LanguageDefinition
{
    public override Language Language => Language.C;
    public override string GrammarName => "c";
    public override IReadOnlyList<string> Extensions => [".c"];
    protected override void Describe(NodeTable table) { }
}
