// Prints the syntax tree, or with --facts the extracted facts, of files: the tool for writing and mending node tables.
// `--check FOLDER [LANGUAGE]` runs the extraction over a whole folder instead and sums up what came out.
using CodeGraph.Parsing;
using CodeGraph.Parsing.Facts;
using CodeGraph.Parsing.Languages;
using CodeGraph.Parsing.TreeSitter;
using CodeGraph.SyntaxDump;

if (args is ["--check", var folder, ..])
    return CorpusCheck.Run(folder, args.Length > 2 ? args[2] : null) ? 0 : 1;
var showFacts = args.Contains("--facts");
foreach (var path in args.Where(a => !a.StartsWith("--", StringComparison.Ordinal)))
{
    var language = LanguageRegistry.DetectHeader(path.Replace('\\', '/'), File.ReadAllBytes(path)) ?? throw new ArgumentException($"'{path}' is in none of the languages.");
    var source = File.ReadAllBytes(path);
    if (showFacts)
    {
        using var parser = new FileParser(new ParseLimits());
        Console.WriteLine(parser.Parse(language, source, out var facts) == ParseOutcome.Parsed ? FactsText.Write(facts!) : "not parsed: over the limits");
        continue;
    }
    using var syntax = new SyntaxParser(new ParseLimits());
    var grammar = language.Table.Grammar;
    if (syntax.Parse(grammar, language.Prepare(source)) != ParseOutcome.Parsed)
    {
        Console.WriteLine("not parsed: over the limits");
        continue;
    }
    var depths = new int[syntax.Tree.Count];
    for (var i = 0; i < syntax.Tree.Count; i++)
    {
        var node = syntax.Tree[i];
        depths[i] = node.Parent < 0 ? 0 : depths[node.Parent] + 1;
        var text = node.Next == i + 1 ? " " + System.Text.Encoding.UTF8.GetString(source, node.Start, Math.Min(node.End - node.Start, 60)).Replace('\n', ' ') : "";
        Console.WriteLine($"{new string(' ', depths[i] * 2)}{(node.Field == 0 ? "" : grammar.FieldName(node.Field) + ": ")}{grammar.KindName(node.Symbol)}{text}");
    }
}
return 0;
