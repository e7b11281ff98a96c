namespace CodeGraph.Model;

/// <summary>The languages the index reads. Values are stored in files: append only, never renumber.</summary>
public enum Language : byte
{
    None = 0,
    Python = 1,
    JavaScript = 2,
    TypeScript = 3,
    Tsx = 4,
    Java = 5,
    Go = 6,
    Rust = 7,
    CSharp = 8,
    C = 9,
    Cpp = 10,
    Ruby = 11,
    Php = 12,
    Bash = 13,
    Kotlin = 14,
    Scala = 15,
    Swift = 16,
}
