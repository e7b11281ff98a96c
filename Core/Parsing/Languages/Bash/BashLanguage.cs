using CodeGraph.Model;
namespace CodeGraph.Parsing.Languages.Bash;
internal sealed class BashLanguage : LanguageDefinition
{
    public override Language Language => Language.Bash;
    public override string GrammarName => "bash";
    public override IReadOnlyList<string> Extensions => [".sh"];
    protected override void Describe(NodeTable table) { }
}
