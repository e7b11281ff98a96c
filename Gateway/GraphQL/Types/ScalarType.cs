using System.Text.Json;
using CodeGraph.Gateway.GraphQL.Language;

namespace CodeGraph.Gateway.GraphQL.Types;

/// <summary>A value that a scalar does not have. The message says which and why.</summary>
internal sealed class CoercionException(string message) : Exception(message);

/// <summary>A scalar (section 3.5 of the specification).</summary>
internal sealed class ScalarType(string name, string? description, string? specifiedBy, ScalarCoercion coercion) : NamedType(name, description)
{
    public string? SpecifiedBy => specifiedBy;

    public ScalarCoercion Coercion => coercion;
}

/// <summary>How the values of a scalar come and go; each of the functions throws <see cref="CoercionException"/> for what is none.</summary>
/// <param name="Serialize">From what a resolver returned to a string, bool, int, long or double.</param>
/// <param name="ParseValue">From the JSON of a variable to what resolvers get.</param>
/// <param name="ParseLiteral">From a literal of a document, never a variable, to the same.</param>
internal sealed record ScalarCoercion(Func<object, object> Serialize, Func<JsonElement, object> ParseValue, Func<ValueNode, object> ParseLiteral);
