namespace CodeGraph.Gateway.GraphQL.Types;

/// <summary>What is wrong with a value that an enumeration does not have.</summary>
internal static class EnumMessages
{
    public static string Unknown(EnumType type, string name) => $"Value \"{name}\" does not exist in \"{type.Name}\" enum." + DidYouMean(type, name);

    /// <param name="what">What it is instead: <c>non-string</c>, <c>non-enum</c>.</param>
    /// <param name="value">As messages show it.</param>
    public static string NoName(EnumType type, string what, string value) =>
        $"Enum \"{type.Name}\" cannot represent {what} value: {value}." + DidYouMean(type, value);

    private static string DidYouMean(EnumType type, string given) => Suggestions.DidYouMean(given, type.Values.Keys, "the enum value ");
}
