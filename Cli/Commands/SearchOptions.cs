using System.CommandLine;
using CodeGraph.Model;

namespace CodeGraph.Cli.Commands;

/// <summary>Options that searches have in common.</summary>
internal static class SearchOptions
{
    public static Option<string[]> CreateLanguages() => new("--language", "-t")
    {
        Description = "Only files of this language (csharp, typescript, cpp, ...); may be given more than once.",
        Validators =
        {
            result =>
            {
                foreach (var token in result.Tokens)
                {
                    if (ParseLanguage(token.Value) is null)
                        result.AddError($"'{token.Value}' is no language. Languages: {string.Join(", ", Enum.GetValues<Language>().Where(l => l != Language.None).Select(l => l.ToString().ToLowerInvariant()))}.");
                }
            },
        },
    };

    public static IReadOnlyList<Language>? ParseLanguages(string[]? names) => names is { Length: > 0 } ? [.. names.Select(n => ParseLanguage(n)!.Value)] : null;

    private static Language? ParseLanguage(string text) =>
        Enum.TryParse<Language>(text, ignoreCase: true, out var language) && language != Language.None && !int.TryParse(text, out _) ? language : null;
}
