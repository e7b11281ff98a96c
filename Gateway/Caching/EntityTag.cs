using System.Globalization;
using System.Reflection;
using CodeGraph.Grains;
using Microsoft.Net.Http.Headers;

namespace CodeGraph.Gateway.Caching;

/// <summary>
/// Entity tags (RFC 9110, 8.8.3) of answers: which snapshot they are about, when it was made, since the same commit may be indexed anew by another program, and which
/// program answers. The question is in the URL. They are weak, as the same answer may be compressed or not.
/// </summary>
internal static class EntityTag
{
    private static readonly string Version = typeof(EntityTag).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static string Of(SnapshotInfo snapshot) =>
        string.Create(CultureInfo.InvariantCulture, $"W/\"{snapshot.Id}.{snapshot.IndexedAt.UtcTicks:x}.{Version}\"");

    /// <summary>Whether the client says that it has the answer of this tag.</summary>
    public static bool IsKnownTo(HttpRequest request, string tag)
    {
        var known = request.Headers.IfNoneMatch;
        if (known.Count == 0)
            return false;
        var current = EntityTagHeaderValue.Parse(tag);
        return EntityTagHeaderValue.TryParseList(known, out var tags) && tags.Any(t => t.Compare(current, useStrongComparison: false));
    }
}
