using CodeGraph.Model;

namespace CodeGraph.Linking;

/// <summary>Languages that share names with each other: a name of one family never binds to a definition of another.</summary>
internal enum Family : byte
{
    None = 0,
    Python,
    EcmaScript,
    Jvm,
    DotNet,
    Go,
    Rust,
    C,
    Ruby,
    Php,
    Bash,
    Swift,
}

internal static class Families
{
    public const int Count = (int)Family.Swift + 1;

    public static Family Of(Language language) => language switch
    {
        Language.Python => Family.Python,
        Language.JavaScript or Language.TypeScript or Language.Tsx => Family.EcmaScript,
        Language.Java or Language.Kotlin or Language.Scala => Family.Jvm,
        Language.CSharp => Family.DotNet,
        Language.Go => Family.Go,
        Language.Rust => Family.Rust,
        Language.C or Language.Cpp => Family.C,
        Language.Ruby => Family.Ruby,
        Language.Php => Family.Php,
        Language.Bash => Family.Bash,
        Language.Swift => Family.Swift,
        _ => Family.None,
    };
}
