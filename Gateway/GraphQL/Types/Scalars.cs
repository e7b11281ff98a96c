using System.Globalization;
using System.Text.Json;
using CodeGraph.Gateway.GraphQL.Language;

namespace CodeGraph.Gateway.GraphQL.Types;

/// <summary>The scalars of the specification, and those of this gateway: <c>Long</c> and <c>DateTime</c>.</summary>
internal static class Scalars
{
    private const double LargestExactInteger = 9007199254740991;

    public static IReadOnlyDictionary<string, ScalarCoercion> All { get; } = new Dictionary<string, ScalarCoercion>
    {
        ["Int"] = new(SerializeInt, v => ParseInt(v), n => ParseInt(n)),
        ["Long"] = new(v => ToLong(v, "Long"), v => ParseLong(v), n => ParseLong(n)),
        ["Float"] = new(SerializeFloat, v => ParseFloat(v), n => ParseFloat(n)),
        ["String"] = new(SerializeString, v => ParseString(v), n => ParseString(n)),
        ["Boolean"] = new(SerializeBoolean, v => ParseBoolean(v), n => ParseBoolean(n)),
        ["ID"] = new(SerializeId, v => ParseId(v), n => ParseId(n)),
        ["DateTime"] = new(SerializeDateTime, v => ParseDateTime(ParseString(v)), n => ParseDateTime(ParseString(n))),
    };

    public static bool IsSpecified(string name) => name is "Int" or "Float" or "String" or "Boolean" or "ID";

    private static object SerializeInt(object value) => ToLong(value, "Int") is var number && number == (int)number
        ? (int)number
        : throw new CoercionException($"Int cannot represent non 32-bit signed integer value: {Inspection.Of(value)}");

    private static long ToLong(object value, string type) => value switch
    {
        int n => n,
        long n => n,
        byte n => n,
        bool b => b ? 1 : 0,
        double d when d == Math.Floor(d) && Math.Abs(d) <= LargestExactInteger => (long)d,
        string s when long.TryParse(s, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) => n,
        _ => throw new CoercionException($"{type} cannot represent non-integer value: {Inspection.Of(value)}"),
    };

    private static int ParseInt(JsonElement value)
    {
        var number = ParseIntegral(value, "Int");
        return number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : throw new CoercionException($"Int cannot represent non 32-bit signed integer value: {Inspection.Of(value)}");
    }

    private static int ParseInt(ValueNode node)
    {
        if (node is not IntNode)
            throw new CoercionException($"Int cannot represent non-integer value: {node}");
        return int.TryParse(node.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new CoercionException($"Int cannot represent non 32-bit signed integer value: {node}");
    }

    private static long ParseLong(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var exact))
            return exact;
        var number = ParseIntegral(value, "Long");
        return Math.Abs(number) <= LargestExactInteger
            ? (long)number
            : throw new CoercionException($"Long cannot represent non 64-bit signed integer value: {Inspection.Of(value)}");
    }

    private static long ParseLong(ValueNode node)
    {
        if (node is not IntNode)
            throw new CoercionException($"Long cannot represent non-integer value: {node}");
        return long.TryParse(node.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new CoercionException($"Long cannot represent non 64-bit signed integer value: {node}");
    }

    /// <summary>A number without a fraction, which JSON may also write as <c>1.0</c> or <c>1e3</c>.</summary>
    private static double ParseIntegral(JsonElement value, string type) =>
        value.ValueKind == JsonValueKind.Number && value.GetDouble() is var number && number == Math.Floor(number) && double.IsFinite(number)
            ? number
            : throw new CoercionException($"{type} cannot represent non-integer value: {Inspection.Of(value)}");

    private static object SerializeFloat(object value) => value switch
    {
        double d when double.IsFinite(d) => d,
        int n => n,
        long n => n,
        bool b => b ? 1 : 0,
        string s when double.TryParse(s, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) && double.IsFinite(d) => d,
        _ => throw new CoercionException($"Float cannot represent non numeric value: {Inspection.Of(value)}"),
    };

    private static double ParseFloat(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.GetDouble() is var number && double.IsFinite(number)
        ? number
        : throw new CoercionException($"Float cannot represent non numeric value: {Inspection.Of(value)}");

    private static double ParseFloat(ValueNode node) =>
        node is FloatNode or IntNode && double.Parse(node.ToString()!, NumberStyles.Float, CultureInfo.InvariantCulture) is var number && double.IsFinite(number)
            ? number
            : throw new CoercionException($"Float cannot represent non numeric value: {node}");

    private static object SerializeString(object value) => value switch
    {
        string s => s,
        bool b => b ? "true" : "false",
        int or long or double => Inspection.Of(value),
        _ => throw new CoercionException($"String cannot represent value: {Inspection.Of(value)}"),
    };

    private static string ParseString(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw new CoercionException($"String cannot represent a non string value: {Inspection.Of(value)}");

    private static string ParseString(ValueNode node) => node is StringNode text
        ? text.Value
        : throw new CoercionException($"String cannot represent a non string value: {node}");

    private static object SerializeBoolean(object value) => value switch
    {
        bool b => b,
        int n => n != 0,
        long n => n != 0,
        double d when double.IsFinite(d) => d != 0,
        _ => throw new CoercionException($"Boolean cannot represent a non boolean value: {Inspection.Of(value)}"),
    };

    private static object ParseBoolean(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? value.GetBoolean()
        : throw new CoercionException($"Boolean cannot represent a non boolean value: {Inspection.Of(value)}");

    private static object ParseBoolean(ValueNode node) => node is BooleanNode boolean
        ? boolean.Value
        : throw new CoercionException($"Boolean cannot represent a non boolean value: {node}");

    private static object SerializeId(object value) => value switch
    {
        string s => s,
        int or long => Inspection.Of(value),
        double d when d == Math.Floor(d) && double.IsFinite(d) => Inspection.Of(value),
        _ => throw new CoercionException($"ID cannot represent value: {Inspection.Of(value)}"),
    };

    private static string ParseId(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number when value.GetDouble() is var number && number == Math.Floor(number) && double.IsFinite(number) => Inspection.Of(value),
        _ => throw new CoercionException($"ID cannot represent value: {Inspection.Of(value)}"),
    };

    private static string ParseId(ValueNode node) => node switch
    {
        StringNode text => text.Value,
        IntNode number => number.ToString(),
        _ => throw new CoercionException($"ID cannot represent a non-string and non-integer value: {node}"),
    };

    private static object SerializeDateTime(object value) => value switch
    {
        DateTimeOffset time => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        string s => s,
        _ => throw new CoercionException($"DateTime cannot represent value: {Inspection.Of(value)}"),
    };

    private static object ParseDateTime(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new CoercionException($"DateTime cannot represent value: {Inspection.Of(text)}; write it as 2026-01-31T12:00:00Z.");
}
