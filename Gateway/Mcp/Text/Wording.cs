using System.Globalization;
using CodeGraph.Grains;
using CodeGraph.Model;

namespace CodeGraph.Gateway.Mcp.Text;

/// <summary>How answers say what every answer has to say.</summary>
internal static class Wording
{
    private const int ShortCommit = 12;

    /// <summary>Repository and commit: <c>shop@1a2b3c4d5e6f</c>; of files read from disk, that they were.</summary>
    public static string Of(AnswerSource source) => (source.Commit, source.WorkingTree) switch
    {
        (null, _) => source.Repository + " (a folder without git)",
        ({ } commit, true) => $"{source.Repository}@{Short(commit)}+uncommitted",
        ({ } commit, false) => $"{source.Repository}@{Short(commit)}",
    };

    public static string Short(string commit) => commit[..Math.Min(ShortCommit, commit.Length)];

    /// <summary>Place, kind and name: <c>cart.py:2 method #Cart.add</c>. Its id is the path and the rest from the # on, and not told twice.</summary>
    public static string Of(SymbolInfo symbol) => $"{symbol.Path}:{Number(symbol.Line)} {symbol.Kind.ToWire()} {InFile(symbol)}";

    /// <summary>A symbol of which the path has been told: what its id has after the path.</summary>
    public static string InFile(SymbolInfo symbol) =>
        OneLine.Of(symbol.Id.StartsWith(symbol.Path, StringComparison.Ordinal) ? symbol.Id[symbol.Path.Length..] : symbol.Id);

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Count(long number, string one, string several) => $"{Number(number)} {(number == 1 ? one : several)}";

    /// <summary>What keeps an answer from being all there is to know, so that "none" is never taken for "unknown".</summary>
    public static string Of(Uncertainty uncertainty) => uncertainty switch
    {
        { Unresolved: 0, Ambiguous: 0 } => "unknown: nothing; every use of the name was resolved",
        _ => $"unknown: {Count(uncertainty.Unresolved, "use", "uses")} of the name unresolved, {Number(uncertainty.Ambiguous)} ambiguous; any may be one more"
            + (uncertainty.Ambiguous > 0 ? " (ambiguous: true lists those)" : ""),
    };
}
