using CodeGraph.Gateway.Mcp.Text;
using CodeGraph.Grains;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>An id without a number is the first overload's: who asks by id for a method of several has to learn of the others.</summary>
internal static class Overloads
{
    public static async Task Tell(AnswerText text, ISnapshotQueries snapshot, SymbolInfo symbol, CancellationToken cancellation)
    {
        var at = symbol.Id.EndsWith(')') ? symbol.Id.LastIndexOf('(') : symbol.Id.Length;
        var (first, second) = (symbol.Id[..at], symbol.Id[..at] + "(2)");
        if ((await snapshot.GetSymbol(second, cancellation)).Resolution.Symbol?.Id == second)
            text.Remark($"overloads: this answer is about one of several, {OneLine.Of(first)}, ...(2) and so on; outline of the file lists them");
    }
}
