using System.Collections.Concurrent;
using System.Text.Json;

namespace CodeGraph.Gateway.GraphQL.Types;

/// <summary>Names of enumerations as GraphQL writes them: <c>EnumMember</c> is <c>ENUM_MEMBER</c>; names of languages stay one word, <c>JAVASCRIPT</c>.</summary>
internal static class EnumNames
{
    private static readonly ConcurrentDictionary<Enum, string> Names = new();

    public static string Of(Enum value) => Names.GetOrAdd(
        value, v => v is Model.Language ? v.ToString().ToUpperInvariant() : JsonNamingPolicy.SnakeCaseUpper.ConvertName(v.ToString()));

    /// <exception cref="ArgumentException">No member has the name; the schema names one that the enumeration lacks.</exception>
    public static T Parse<T>(string name)
        where T : struct, Enum => Enum.Parse<T>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
