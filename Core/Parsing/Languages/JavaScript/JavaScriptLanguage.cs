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

    protected override bool KeysDeclareMembers => true;

    public override LexicalRules Rules => base.Rules | LexicalRules.AssignmentDeclaresGlobals;

    public override bool IsPredeclared(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("exports"u8) || name.SequenceEqual("module"u8) || name.SequenceEqual("location"u8) || name.SequenceEqual("window"u8) || name.SequenceEqual("document"u8)
        || name.SequenceEqual("globalThis"u8) || name.SequenceEqual("self"u8) || name.SequenceEqual("undefined"u8) || name.SequenceEqual("onmessage"u8) || name.SequenceEqual("onerror"u8) || name.SequenceEqual("onload"u8);
}
