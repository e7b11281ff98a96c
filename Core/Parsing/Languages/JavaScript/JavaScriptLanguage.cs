using CodeGraph.Model;

namespace CodeGraph.Parsing.Languages.JavaScript;

/// <summary>JavaScript with JSX, as module or script.</summary>
internal sealed class JavaScriptLanguage : EcmaScriptLanguage
{
    public override Language Language => Language.JavaScript;

    public override string GrammarName => "javascript";

    public override IReadOnlyList<string> Extensions => [".js", ".mjs", ".cjs", ".jsx"];

    protected override string ClassFieldKind => "field_definition";

    protected override string ClassFieldName => "property";

    protected override bool AssignmentDeclaresMembers => true;
}
