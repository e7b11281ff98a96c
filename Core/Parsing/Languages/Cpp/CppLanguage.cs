using CodeGraph.Model;
namespace CodeGraph.Parsing.Languages.Cpp;
internal sealed class CppLanguage : LanguageDefinition
{
    public override Language Language => Language.Cpp;
    public override string GrammarName => "cpp";
    public override IReadOnlyList<string> Extensions => [".cpp"];
    protected override void Describe(NodeTable table) { }
}
