using System.CommandLine;
using System.CommandLine.Parsing;

namespace CodeGraph.Cli.CommandLine;

/// <summary>The options that several commands have. Each command makes its own, so that none is built that is not asked for.</summary>
internal static class Options
{
    public const string Json = "--json";

    public static Option<bool> CreateJson() => new(Json) { Description = "Write one JSON document (camelCase, documented in the README) instead of text." };

    public static Option<string?> CreateRepository() => new("--repository", "-r")
    {
        Description = "Name or folder of the repository. Default: the repository of the current folder.",
        HelpName = "name|folder",
    };

    public static Option<string?> CreateCommit() => new("--commit")
    {
        Description = "Ask the snapshot of this commit (an abbreviation will do). Default: the snapshot made last.",
        HelpName = "commit",
        Validators = { CheckCommit },
    };

    public static Option<int> CreateDepth(int defaultDepth) => new("--depth", "-d")
    {
        Description = "Levels to follow.",
        DefaultValueFactory = _ => defaultDepth,
        HelpName = "1..64",
        Validators = { result => CheckRange(result, 1, 64) },
    };

    public static Option<int> CreateLimit(int defaultLimit) => new("--limit", "-n")
    {
        Description = "Most results to print; the total is always told.",
        DefaultValueFactory = _ => defaultLimit,
        HelpName = "1..100000",
        Validators = { result => CheckRange(result, 1, 100_000) },
    };

    public static Option<bool> CreateIncludeAmbiguous() => new("--include-ambiguous")
    {
        Description = "Follow relations with several candidates too. Without it they are only counted.",
    };

    private static void CheckCommit(OptionResult result)
    {
        if (result.Tokens.Count == 1 && (result.Tokens[0].Value is not { Length: > 0 and <= 100 } id || id.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-')))
            result.AddError($"'{result.Tokens[0].Value}' is no commit id. {result.Option.Name} takes a full or abbreviated one, as 'codegraph status' and 'git log' show them.");
    }

    public static void CheckRange(OptionResult result, int least, int most)
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && (value < least || value > most))
            result.AddError($"{result.Option.Name} must be between {least} and {most}, and is {value}.");
    }
}
