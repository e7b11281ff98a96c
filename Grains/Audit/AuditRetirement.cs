using System.Globalization;
using System.Text.RegularExpressions;

namespace CodeGraph.Grains.Audit;

/// <summary>What the entry of a dropped part says: the last entry that was dropped, and its hash.</summary>
internal static partial class AuditRetirement
{
    public static string Describe(AuditLink anchor) => $"after={anchor.Sequence} hash={Convert.ToHexStringLower(anchor.Hash)}";

    /// <summary>The anchor that an entry states; null where it is another entry.</summary>
    public static AuditLink? Parse(StoredEntry entry) =>
        entry.Action == AuditActions.AuditRetire && entry.Detail is { } detail && Pattern().Match(detail) is { Success: true } match
        && long.TryParse(match.Groups["after"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var after)
            ? new(after, Convert.FromHexString(match.Groups["hash"].ValueSpan))
            : null;

    [GeneratedRegex("^after=(?<after>[0-9]{1,19}) hash=(?<hash>[0-9a-f]{64})$")]
    private static partial Regex Pattern();
}
