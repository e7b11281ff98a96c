using System.Globalization;
using System.Text.Json;
using CodeGraph.Gateway.GraphQL.Language;

namespace CodeGraph.Gateway.GraphQL.Types;

/// <summary>Values as messages show them: short, whatever was sent.</summary>
internal static class Inspection
{
    private const int MostItems = 10;
    private const int MostDepth = 2;

    public static string Of(object? value) => value switch
    {
        null => "null",
        JsonElement json => Of(json, depth: 0),
        string text => StringNode.Quote(text),
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        System.Collections.IEnumerable => "[Array]",
        _ => "[Object]",
    };

    private static string Of(JsonElement json, int depth) => json.ValueKind switch
    {
        JsonValueKind.String => StringNode.Quote(json.GetString()!),
        JsonValueKind.Number => json.TryGetInt64(out var integer) ? Of(integer) : Of(json.GetDouble()),
        JsonValueKind.Array when json.GetArrayLength() == 0 => "[]",
        JsonValueKind.Array => depth >= MostDepth ? "[Array]" : $"[{string.Join(", ", Items(json, depth))}]",
        JsonValueKind.Object when !json.EnumerateObject().Any() => "{}",
        JsonValueKind.Object => depth >= MostDepth ? "[Object]" : $"{{ {string.Join(", ", json.EnumerateObject().Select(p => $"{p.Name}: {Of(p.Value, depth + 1)}"))} }}",
        _ => json.GetRawText(),
    };

    private static IEnumerable<string> Items(JsonElement list, int depth)
    {
        var items = list.EnumerateArray().Take(MostItems).Select(i => Of(i, depth + 1));
        var left = list.GetArrayLength() - MostItems;
        return left > 0 ? items.Append(left == 1 ? "... 1 more item" : $"... {left} more items") : items;
    }
}
