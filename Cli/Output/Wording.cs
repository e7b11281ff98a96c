using CodeGraph.Model;

namespace CodeGraph.Cli.Output;

/// <summary>Enumerations in words.</summary>
internal static class Wording
{
    public static string Of(EntryRule rule) => rule switch
    {
        EntryRule.Main => "main function",
        EntryRule.HttpHandler => "HTTP handler",
        EntryRule.FileLevel => "runs when the file is loaded",
        EntryRule.Root => "exported, and nothing here calls it",
        _ => "",
    };
}
