namespace CodeGraph.Model;

/// <summary>What a symbol is to the one that a context is about. Values are on the wire: append only.</summary>
public enum ContextRole : byte
{
    Caller = 0,
    Callee = 1,

    /// <summary>A type that it names.</summary>
    Type = 2,

    /// <summary>In the same type, or at the top of the same file.</summary>
    Sibling = 3,

    /// <summary>Another part of the same type, or the declaration of a definition.</summary>
    Part = 4,
}
