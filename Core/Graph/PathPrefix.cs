namespace CodeGraph.Graph;

/// <summary>A file or folder as users name it: <c>./src/</c> is <c>src</c>.</summary>
public readonly struct PathPrefix(string? written)
{
    private readonly string prefix = Trim(written ?? "");

    /// <summary>Whether every path lies below it.</summary>
    public bool IsAll => prefix.Length == 0;

    public bool Covers(string path) => IsAll || (path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/'));

    private static string Trim(string written) => (written.StartsWith("./", StringComparison.Ordinal) ? written[2..] : written).TrimEnd('/');
}
