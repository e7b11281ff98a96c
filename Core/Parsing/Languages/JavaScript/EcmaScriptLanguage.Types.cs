using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.JavaScript;

internal abstract partial class EcmaScriptLanguage
{
    /// <summary>The node that names the one type which an annotation means; -1 for none.</summary>
    protected virtual int TypeOf(FactsBuilder facts, int annotation) => -1;

    /// <summary>As <see cref="TypeOf"/>, of what a call gives in the end: <c>T</c> for <c>Promise&lt;T&gt;</c>.</summary>
    protected virtual int ReturnTypeOf(FactsBuilder facts, int annotation) => -1;

    /// <summary>Says of a definition what its annotation says besides the one type: the type of its elements, or that it is a function.</summary>
    protected virtual void Annotate(FactsBuilder facts, int definition, int annotation)
    {
    }

    protected virtual void TypeParameters(FactsBuilder facts, int node)
    {
    }

    /// <summary>The members of the object types written in an annotation belong to what is annotated.</summary>
    protected virtual void TypeLiterals(FactsBuilder facts, int annotation, int definition)
    {
    }
}
