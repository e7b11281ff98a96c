using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using CodeGraph.Grains;
using Microsoft.Net.Http.Headers;

namespace CodeGraph.Gateway.Caching;

/// <summary>
/// Entity tags (RFC 9110, 8.8.3) of answers: which snapshot they are about, when it was made, since the same commit may be indexed anew by another program, and which
/// build answers. The question is in the URL. They are weak, as the same answer may be compressed or not.
/// </summary>
internal static class EntityTag
{
    private static readonly string Build = BuildOf(typeof(EntityTag).Assembly);

    public static string Of(SnapshotInfo snapshot) =>
        string.Create(CultureInfo.InvariantCulture, $"W/\"{snapshot.Id}.{snapshot.IndexedAt.UtcTicks:x}.{Build}\"");

    /// <summary>
    /// Stands for the code of an assembly and of all of ours that it uses. Builds are deterministic, so it changes with their code alone; a version stays the same while
    /// the form of answers changes.
    /// </summary>
    internal static string BuildOf(Assembly assembly)
    {
        var modules = new SortedDictionary<string, Guid>(StringComparer.Ordinal);
        Add(assembly);
        return Convert.ToHexStringLower(SHA256.HashData([.. modules.Values.SelectMany(m => m.ToByteArray())]).AsSpan(0, sizeof(ulong)));

        void Add(Assembly used)
        {
            if (!modules.TryAdd(used.GetName().Name!, used.ManifestModule.ModuleVersionId))
                return;
            foreach (var reference in used.GetReferencedAssemblies().Where(r => r.Name!.StartsWith("CodeGraph.", StringComparison.Ordinal)))
                Add(Assembly.Load(reference));
        }
    }

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
