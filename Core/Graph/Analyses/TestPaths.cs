using CodeGraph.Model;

namespace CodeGraph.Graph.Analyses;

/// <summary>Places where test code is kept by convention.</summary>
internal static class TestPaths
{
    private static readonly string[] Folders = ["test", "tests", "__tests__", "spec", "specs", "unittests", "unittest"];

    /// <summary>The part of the path that says so; null where none does.</summary>
    public static string? Find(string path, Language language)
    {
        var file = path.AsSpan(path.LastIndexOf('/') + 1);
        if (FileName(file, language))
            return file.ToString();
        for (var start = 0; ;)
        {
            var end = path.IndexOf('/', start);
            if (end < 0)
                return null;
            var folder = path.AsSpan(start, end - start);
            if (Folder(folder))
                return folder.ToString() + "/";
            start = end + 1;
        }
    }

    private static bool Folder(ReadOnlySpan<char> folder)
    {
        foreach (var name in Folders)
        {
            if (folder.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        // Projects that are named for what they test: Core.Tests, Shop.UnitTests.
        return folder.EndsWith(".Tests", StringComparison.Ordinal) || folder.EndsWith(".Test", StringComparison.Ordinal) || folder.EndsWith("UnitTests", StringComparison.Ordinal)
            || folder.EndsWith("IntegrationTests", StringComparison.Ordinal);
    }

    private static bool FileName(ReadOnlySpan<char> file, Language language)
    {
        var dot = file.LastIndexOf('.');
        var stem = dot > 0 ? file[..dot] : file;
        return language switch
        {
            Language.Python => stem.StartsWith("test_") || stem.EndsWith("_test") || stem is "conftest",
            Language.Go or Language.Rust => stem.EndsWith("_test") || (language == Language.Rust && stem is "tests"),
            Language.JavaScript or Language.TypeScript or Language.Tsx => stem.EndsWith(".test") || stem.EndsWith(".spec"),
            Language.Ruby => stem.EndsWith("_test") || stem.EndsWith("_spec") || stem.StartsWith("test_"),
            Language.C or Language.Cpp => stem.EndsWith("_test") || stem.EndsWith("_unittest") || stem.EndsWith("_tests"),
            Language.Scala => stem.EndsWith("Spec") || stem.EndsWith("Test") || stem.EndsWith("Suite"),
            Language.Java or Language.Kotlin or Language.CSharp or Language.Php or Language.Swift => stem.EndsWith("Test") || stem.EndsWith("Tests"),
            _ => false,
        };
    }
}
