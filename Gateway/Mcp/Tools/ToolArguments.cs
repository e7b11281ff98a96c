using System.Text.Json;
using CodeGraph.Gateway.Mcp.Text;
using ModelContextProtocol.Protocol;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>Arguments of a call, checked against what the tool declares. What is wrong is said with what would be right, as a model corrects itself by that.</summary>
internal sealed class ToolArguments
{
    private const int LongestText = 4096;

    private readonly IDictionary<string, JsonElement> given;

    /// <exception cref="ToolFailure">An argument is given that the tool does not have.</exception>
    public ToolArguments(Tool tool, IDictionary<string, JsonElement>? given)
    {
        this.given = given ?? new Dictionary<string, JsonElement>();
        var declared = tool.InputSchema.GetProperty("properties").EnumerateObject().Select(p => p.Name).ToList();
        if (this.given.Keys.FirstOrDefault(name => !declared.Contains(name)) is { } unknown)
            throw new ToolFailure($"'{OneLine.Of(unknown, 60)}' is no argument of {tool.Name}. It takes: {string.Join(", ", declared)}.");
    }

    /// <exception cref="ToolFailure">It is missing, no text, empty or too long.</exception>
    public string Text(string name) => OptionalText(name) ?? throw new ToolFailure($"'{name}' is missing: give a text.");

    public string? OptionalText(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } text)
            throw Wrong(name, "a text", value);
        if (string.IsNullOrWhiteSpace(text))
            throw new ToolFailure($"'{name}' is empty: give a text, or leave it out where it is optional.");
        return text.Length <= LongestText ? text : throw new ToolFailure($"'{name}' is longer than {LongestText} characters; give less.");
    }

    public int Integer(string name, int least, int most, int otherwise)
    {
        if (Find(name) is not { } value)
            return otherwise;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : throw Wrong(name, $"a whole number from {least} to {most}", value);
    }

    public bool Flag(string name) => Find(name) is { } value
        && (value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, "true or false", value));

    /// <summary>One of several words.</summary>
    /// <param name="name">The argument.</param>
    /// <param name="words">What it may be, and what that means.</param>
    /// <param name="otherwise">The meaning where it is not given.</param>
    public T Choice<T>(string name, IReadOnlyDictionary<string, T> words, T otherwise)
    {
        if (Find(name) is not { } value)
            return otherwise;
        return value.ValueKind == JsonValueKind.String && words.TryGetValue(value.GetString()!, out var meant)
            ? meant
            : throw Wrong(name, "one of " + string.Join(", ", words.Keys), value);
    }

    private JsonElement? Find(string name) => given.TryGetValue(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    private static ToolFailure Wrong(string name, string wanted, JsonElement value) => new($"'{name}' must be {wanted}, and is {OneLine.Of(value.GetRawText(), 60)}.");
}
