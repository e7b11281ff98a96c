using System.CommandLine;
using System.CommandLine.Parsing;
using CodeGraph.Model;

namespace CodeGraph.Cli.CommandLine;

/// <summary>The options that several commands have. Each command makes its own, so that none is built that is not asked for.</summary>
internal static class Options
{
    public const string Json = "--json";

    public const string JsonLines = "--json-lines";

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

    public static Option<TierSet> CreateTiers() => new("--tiers")
    {
        Description = "Follow relations of these tiers alone: exact, typed, unique, ambiguous, separated by commas. Default: exact,typed,unique.",
        HelpName = "tiers",
        AllowMultipleArgumentsPerToken = false,
        CustomParser = ParseTiers,
    };

    public static Option<string[]> CreateKinds() => new("--kind", "-k")
    {
        Description = "Only symbols of this kind (class, method, enumMember, ...); may be given more than once.",
        Validators = { CheckKinds },
    };

    /// <summary>The kinds that were given; null for none.</summary>
    public static IReadOnlyList<SymbolKind>? KindsOf(string[]? given) => given is { Length: > 0 } ? [.. given.Select(k => ParseKind(k)!.Value)] : null;

    public static Option<string?> CreateUnder() => new("--under") { Description = "Only files under this path.", HelpName = "path" };

    public static Option<int> CreateBudget(int defaultBudget) => new("--budget", "-b")
    {
        Description = "Most tokens of the texts; a token is counted as 4 bytes of UTF-8.",
        DefaultValueFactory = _ => defaultBudget,
        HelpName = "100..1000000",
        Validators = { result => CheckRange(result, 100, 1_000_000) },
    };

    public static Option<bool> CreateFolders() => new("--folders") { Description = "Between folders instead of files." };

    public static Option<int> CreateFolderDepth() => new("--depth", "-d")
    {
        Description = "With --folders: parts of the path that name a folder, from the root. Default: all.",
        HelpName = "1..64",
        Validators = { result => CheckRange(result, 1, 64) },
    };

    public static Option<string?> CreateCursor() => new("--cursor") { Description = "Go on after the results of an earlier answer, with the cursor that it gave.", HelpName = "cursor" };

    public static Option<bool> CreateJsonLines() => new(JsonLines)
    {
        Description = "Write one JSON document a line as results are found: an answer, its relations, an end. All of them, where no --limit is given.",
    };

    /// <summary>Refuses an option that means something with another one only, or without it only, rather than to leave it without effect.</summary>
    public static void Require(Command command, Option option, Option<bool> other, bool needed) => command.Validators.Add(result =>
    {
        if (result.GetResult(option) is { Implicit: false } && result.GetValue(other) != needed)
            result.AddError($"{option.Name} is understood {(needed ? "only" : "not")} with {other.Name}: {(needed ? "add that, or leave" : "leave")} {option.Name} out.");
    });

    private static TierSet ParseTiers(ArgumentResult result)
    {
        if (TierSets.TryParse(result.Tokens[0].Value, out var tiers))
            return tiers;
        result.AddError($"'{result.Tokens[0].Value}' names no tiers. --tiers takes exact, typed, unique and ambiguous, separated by commas.");
        return TierSet.None;
    }

    private static void CheckKinds(OptionResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (ParseKind(token.Value) is null)
                result.AddError($"'{token.Value}' is no kind of symbol. Kinds: {string.Join(", ", Enum.GetValues<SymbolKind>().Select(k => k.ToWire()))}.");
        }
    }

    private static SymbolKind? ParseKind(string text) => Enum.TryParse<SymbolKind>(text, ignoreCase: true, out var kind) && !int.TryParse(text, out _) ? kind : null;

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
