using CodeGraph.Gateway.GraphQL.Execution;
using CodeGraph.Gateway.GraphQL.Types;
using CodeGraph.Model;

namespace CodeGraph.Gateway.GraphQL.Schema;

/// <summary>Arguments that many fields have, within their bounds.</summary>
internal static class Arguments
{
    private const int MostItems = 10_000;
    private const int MostDepth = 64;

    /// <exception cref="Language.GraphQLException">It is out of bounds.</exception>
    public static int First(this FieldContext context) => context.Within("first", 1, MostItems);

    /// <exception cref="Language.GraphQLException">It is out of bounds.</exception>
    public static int Depth(this FieldContext context, int least = 1) => context.Within("depth", least, MostDepth);

    public static string? After(this FieldContext context) => context.Argument<string>("after");

    public static TierSet Tiers(this FieldContext context) => (context.Enums<Tier>("tiers") ?? []).Aggregate(TierSet.None, (set, tier) => set | (TierSet)(1 << (int)tier));

    /// <summary>Members of an enumeration; null where the argument is null, was not given, or is empty.</summary>
    public static IReadOnlyList<T>? Enums<T>(this FieldContext context, string name)
        where T : struct, Enum =>
        context.ListArgument(name) is { Count: > 0 } names ? [.. names.Select(n => EnumNames.Parse<T>((string)n!))] : null;

    public static IReadOnlyList<string>? Texts(this FieldContext context, string name) =>
        context.ListArgument(name) is { Count: > 0 } texts ? [.. texts.Cast<string>()] : null;

    /// <summary>A text that says something.</summary>
    /// <exception cref="Language.GraphQLException">It is empty or too long.</exception>
    public static string Text(this FieldContext context, string name, int most = 4096)
    {
        var text = context.Argument<string>(name)!;
        return text.Length > 0 && text.Length <= most ? text : throw QueryErrors.BadArgument($"'{name}' must have 1 to {most} characters.");
    }

    /// <exception cref="Language.GraphQLException">It is out of bounds.</exception>
    public static int Within(this FieldContext context, string name, int least, int most)
    {
        var value = context.Argument<int>(name);
        return value >= least && value <= most ? value : throw QueryErrors.BadArgument($"'{name}' is {value}; give {least} to {most}.");
    }
}
