using System.Collections.Frozen;
using CodeGraph.Model;

namespace CodeGraph.Parsing.Languages;

/// <summary>All languages the index reads, and which files are theirs.</summary>
public static class LanguageRegistry
{
    private static readonly LanguageDefinition[] All =
    [
        new Python.PythonLanguage(),
        new JavaScript.JavaScriptLanguage(),
        new TypeScript.TypeScriptLanguage(),
        new TypeScript.TsxLanguage(),
        new Java.JavaLanguage(),
        new Go.GoLanguage(),
        new Rust.RustLanguage(),
        new CSharp.CSharpLanguage(),
        new C.CLanguage(),
        new Cpp.CppLanguage(),
        new Ruby.RubyLanguage(),
        new Php.PhpLanguage(),
        new Bash.BashLanguage(),
        new Kotlin.KotlinLanguage(),
        new Scala.ScalaLanguage(),
        new Swift.SwiftLanguage(),
    ];

    private static readonly FrozenDictionary<Language, LanguageDefinition> ByLanguage = All.ToFrozenDictionary(l => l.Language);

    private static readonly FrozenDictionary<string, LanguageDefinition> ByExtension =
        All.SelectMany(l => l.Extensions.Select(e => (e, l))).ToFrozenDictionary(p => p.e, p => p.l, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, LanguageDefinition> ByFileName =
        All.SelectMany(l => l.FileNames.Select(n => (n, l))).ToFrozenDictionary(p => p.n, p => p.l, StringComparer.Ordinal);

    public static IReadOnlyList<LanguageDefinition> Languages => All;

    public static LanguageDefinition Get(Language language) => ByLanguage[language];

    /// <summary>
    /// The language of a file by its path, and for a <c>.h</c> by its content: C++ where it plainly is, else C. Looks at the first 64 KiB.
    /// </summary>
    public static LanguageDefinition? DetectHeader(string path, ReadOnlySpan<byte> source) =>
        path.EndsWith(".h", StringComparison.OrdinalIgnoreCase) && Cpp.HeaderContent.IsCpp(source) ? Get(Language.Cpp) : Detect(path);

    /// <summary>The language of a path with <c>/</c>, by its ending or whole name; null where it is none of ours.</summary>
    public static LanguageDefinition? Detect(string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        if (ByFileName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var named))
            return named;
        var dot = name.LastIndexOf('.');
        return dot > 0 && ByExtension.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name[dot..], out var language) ? language : null;
    }
}
