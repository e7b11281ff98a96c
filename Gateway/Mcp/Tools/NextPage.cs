using CodeGraph.Gateway.Mcp.Text;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>Says how an answer goes on that had no room for all, or of which there is more.</summary>
internal static class NextPage
{
    /// <param name="text">The answer.</param>
    /// <param name="what">What was shown: <c>12 of 40 sites</c>.</param>
    /// <param name="shown">How many results had room; one at least where there are any, see <see cref="ToolCall.LeastBudget"/>.</param>
    /// <param name="given">How many there were to show.</param>
    /// <param name="cursor">The cursor after all of those; null where they are the last.</param>
    /// <param name="askFor">Asks again for so many results alone, and gives the cursor after them.</param>
    public static async Task Tell(AnswerText text, string what, int shown, int given, string? cursor, Func<int, Task<string?>> askFor)
    {
        if ((shown == given ? cursor : await askFor(shown)) is { } next)
            text.Remark($"shown: {what}; to go on: cursor \"{next}\"");
    }
}
