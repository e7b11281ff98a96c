namespace CodeGraph.Parsing.Facts;

/// <summary>What an <see cref="Expression"/> is. Values are stored in files: append only, never renumber.</summary>
public enum ExpressionKind : byte
{
    /// <summary>Of no use for types; may still hold the place of an argument.</summary>
    Unknown = 0,

    /// <summary>The reference <see cref="Expression.Subject"/>, unqualified; children: type arguments.</summary>
    Name,

    /// <summary>The reference as a member; children: what stands left of the dot, then type arguments.</summary>
    Member,

    /// <summary>The reference as a member of what is built or matched around it: <c>{ Name = value }</c>, <c>{ Name: pattern }</c>.</summary>
    Key,

    /// <summary>A type of the language: <see cref="Expression.Subject"/> is a <see cref="BuiltIn"/>.</summary>
    Predefined,

    /// <summary>Child: the element type.</summary>
    ArrayType,

    /// <summary>Child: the type that may be null.</summary>
    NullableType,

    /// <summary>Children: the elements' types; <see cref="Expression.Subject"/>: the string of their names, with commas between them.</summary>
    TupleType,

    /// <summary>Children: what is called, then <see cref="Argument"/>s.</summary>
    Call,

    /// <summary>Children: the type, arguments, perhaps an <see cref="Initializer"/>.</summary>
    New,

    /// <summary><c>new(...)</c> of the type that is expected; the reference stands for the keyword. Children as of <see cref="New"/>, without the type.</summary>
    ImplicitNew,

    /// <summary><c>: this(...)</c> or <c>: base(...)</c>; the reference stands for the keyword.</summary>
    ConstructorCall,

    /// <summary>Child: the value. <see cref="Expression.Subject"/>: the reference of the argument's name, or -1.</summary>
    Argument,

    /// <summary>Children: the container, then arguments.</summary>
    Index,

    Await,

    /// <summary>Children: the type, perhaps the value.</summary>
    Cast,

    /// <summary><see cref="Expression.Subject"/> is a <see cref="BuiltIn"/>; children, if any, do not matter for the type.</summary>
    Literal,

    This,
    Base,

    /// <summary>One of the children: <c>a ?? b</c>, <c>c ? a : b</c>, the arms of a switch.</summary>
    Choice,

    /// <summary>Children: target and value.</summary>
    Assign,

    /// <summary>An operator applied to the children.</summary>
    Operation,

    /// <summary>Children: <see cref="Parameter"/>s, then values that it returns. <see cref="Expression.Subject"/> is the first of the expressions inside of it, which all precede it. Flags: <see cref="Expression.IsAsync"/>, <see cref="Expression.HasExpressionBody"/>.</summary>
    Lambda,

    /// <summary><see cref="Expression.Subject"/> is a definition: a parameter of the lambda around it.</summary>
    Parameter,

    /// <summary><see cref="Expression.Subject"/> is a definition: a local declared within an expression.</summary>
    Local,

    /// <summary>Child: the array's type.</summary>
    NewArray,

    /// <summary>Children: elements.</summary>
    Collection,

    /// <summary>Children: assignments to <see cref="Key"/>s, and elements.</summary>
    Initializer,

    /// <summary>Children: the value that is copied, then assignments to <see cref="Key"/>s.</summary>
    With,

    /// <summary>Children: the type or <see cref="Unknown"/>, then <see cref="Subpattern"/>s.</summary>
    Pattern,

    /// <summary>Children: the <see cref="Key"/>, then a pattern.</summary>
    Subpattern,

    /// <summary>Children: patterns about one value.</summary>
    PatternGroup,

    /// <summary>Children: the value, then the patterns it is held against.</summary>
    Match,

    /// <summary>Children: elements; <see cref="Expression.Subject"/> as of <see cref="TupleType"/>.</summary>
    Tuple,

    /// <summary>Child: a value that the callable (or property) <see cref="Expression.Subject"/> returns.</summary>
    Return,

    /// <summary>Children: patterns about elements of the value.</summary>
    ListPattern,
}

/// <summary>The language's own types, under the names of their library types. Values are stored in files: append only, never renumber.</summary>
public enum BuiltIn
{
    Object = 0, String, Boolean, Char, SByte, Byte, Int16, UInt16, Int32, UInt32, Int64, UInt64, IntPtr, UIntPtr, Single, Double, Decimal, Void, Null, Default, Type, Range, Utf8,
}

/// <summary>
/// A node of the expressions of a file, as far as types need them. Children precede their parents in the array. What an expression is about is a
/// reference, a definition or a <see cref="BuiltIn"/>, by its kind.
/// </summary>
/// <param name="Kind">The form of the expression.</param>
/// <param name="Flags">Further marks of its kind.</param>
/// <param name="Subject">What it is about; -1 for none.</param>
/// <param name="First">The first child, -1 for none.</param>
/// <param name="Next">The next child of the same parent, -1 for the last.</param>
/// <param name="Parent">The expression around it, -1 for none.</param>
public record struct Expression(ExpressionKind Kind, byte Flags, int Subject, int First, int Next, int Parent)
{
    public const byte IsAsync = 1;
    public const byte HasExpressionBody = 2;
    public const byte IsConditional = 4;
}

/// <summary>Where the type of a definition can be read.</summary>
/// <param name="Definition">The definition.</param>
/// <param name="Type">The expression of its declared (or return) type, or of a constraint of a type parameter; -1 for none.</param>
/// <param name="Value">The expression it starts with; -1 for none.</param>
/// <param name="IsElement">It is an element of the value: a loop variable.</param>
public readonly record struct Origin(int Definition, int Type, int Value, bool IsElement);
