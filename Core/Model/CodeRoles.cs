namespace CodeGraph.Model;

/// <summary>What makes something a test. Values are on the wire: append only.</summary>
public enum TestRule : byte
{
    None = 0,

    /// <summary>An attribute or annotation of a test framework.</summary>
    Annotation = 1,

    /// <summary>A name that the language's test runner looks for, where it looks for it.</summary>
    Name = 2,

    /// <summary>It stands where tests are kept; it may be one of their helpers.</summary>
    Path = 3,
}

/// <summary>What makes something a place where execution comes in. Values are on the wire: append only.</summary>
public enum EntryRule : byte
{
    None = 0,

    /// <summary>The function that a program starts with.</summary>
    Main = 1,

    /// <summary>A method with a route of its own, by an attribute or annotation of a web framework.</summary>
    HttpHandler = 2,

    /// <summary>Statements outside of any definition, which run when the file is loaded.</summary>
    FileLevel = 3,

    /// <summary>Visible outside of the project, and nothing in it uses it.</summary>
    Root = 4,
}
