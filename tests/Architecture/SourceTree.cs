using System.Reflection;
using System.Text.RegularExpressions;

namespace CodeGraph.Architecture;

/// <summary>The sources that the tests were built from.</summary>
internal static partial class SourceTree
{
    public static string Root { get; } = typeof(SourceTree).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    /// <summary>C# files below a folder of the repository, without what builds make; paths relative to the root, with <c>/</c>.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern = "*.cs")
    {
        var full = Path.Combine(Root, folder);
        return !Directory.Exists(full)
            ? []
            : [.. Directory.EnumerateFiles(full, pattern, SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
                .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "node_modules" or "artifacts" or "Cases"))
                .Order(StringComparer.Ordinal)];
    }

    /// <summary>A file's text without comments and the insides of strings, so that neither is taken for code. Line ends stay.</summary>
    public static string Code(string path) => CommentsAndStrings().Replace(
        File.ReadAllText(Path.Combine(Root, path)), match => match.Value[0] == '/' ? LinesOf(match.Value) : "\"\"" + LinesOf(match.Value));

    public static int LineOf(string code, int index) => code.AsSpan(0, index).Count('\n') + 1;

    private static string LinesOf(string text) => new('\n', text.AsSpan().Count('\n'));

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|\$*(?<quotes>"{3,}).*?\k<quotes>|[$@]*"(?:\\.|""|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'""", RegexOptions.Singleline)]
    private static partial Regex CommentsAndStrings();
}
