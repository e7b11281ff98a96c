using CodeGraph.Model;

namespace CodeGraph.Parsing.Facts;

/// <summary>
/// What one blob says about names: a pure function of (bytes, language, <see cref="ExtractorVersion"/>). No other file is consulted, so
/// facts are stored by blob id and shared by every commit, branch and worktree that contains the blob. Indexes in the records below
/// point into the arrays here; -1 stands for "none" everywhere.
/// </summary>
public sealed class FileFacts
{
    /// <summary>Raised whenever the extraction of any language changes; stored facts of other versions are parsed again.</summary>
    public const int ExtractorVersion = 7;

    public required Language Language { get; init; }

    /// <summary>The names and texts that the records refer to.</summary>
    public required StringTable Strings { get; init; }

    /// <summary>Scopes in preorder; index 0 is the file.</summary>
    public required Scope[] Scopes { get; init; }

    /// <summary>Definitions in the order of their names in the file, except that a container precedes its members.</summary>
    public required Definition[] Definitions { get; init; }

    /// <summary>One for each of <see cref="Definitions"/>.</summary>
    public required Description[] Descriptions { get; init; }

    /// <summary>Uses of names in the order of the file.</summary>
    public required Reference[] References { get; init; }

    public required Import[] Imports { get; init; }

    /// <summary>Values that definitions take on besides the one in <see cref="Definition.Value"/>: further assignments and returns.</summary>
    public Flow[] Flows { get; init; } = [];

    /// <summary>What calls pass, as far as it can lead to a definition, in the order of the calls.</summary>
    public Argument[] Arguments { get; init; } = [];

    /// <summary>Values that have no name of their own: functions, containers, parts of containers, alternatives.</summary>
    public Slot[] Slots { get; init; } = [];

    /// <summary>What containers hold, and what alternatives there are; see <see cref="Slot"/>.</summary>
    public SlotEntry[] SlotEntries { get; init; } = [];

    /// <summary>Assignments to what the file does not define there: members, elements, variables written to.</summary>
    public Store[] Stores { get; init; } = [];

    /// <summary>What the names of decorated definitions hold.</summary>
    public Flow[] Decorations { get; init; } = [];

    /// <summary>What variables hold where they are used, where that is not all that they ever hold; in the order of the uses.</summary>
    public ReachingValue[] Reaching { get; init; } = [];

    /// <summary>What generic types and functions are applied to, by the reference that names them.</summary>
    public TypeArgument[] TypeArguments { get; init; } = [];

    /// <summary>Bases that types take on outside of their own declaration: <c>impl Trait for T</c>.</summary>
    public Implementation[] Implementations { get; init; } = [];

    /// <summary>The expressions of a language that declares its types; children before parents.</summary>
    public Expression[] Expressions { get; init; } = [];

    /// <summary>What tells the types of definitions, by expressions.</summary>
    public Origin[] Origins { get; init; } = [];

    /// <summary>Complexity of the callables among <see cref="Definitions"/>, in their order; empty where the language has no table of control flow.</summary>
    public CallableMetrics[] Metrics { get; init; } = [];

    /// <summary>The module, package or namespace the file as a whole declares ("package a.b;"), as a string index; -1 where it declares none.</summary>
    public required int Package { get; init; }

    /// <summary>Lines of the source.</summary>
    public required int Lines { get; init; }

    /// <summary>1-based line of the first character that is no white space.</summary>
    public int FirstLine { get; init; } = 1;

    /// <summary>Bytes inside of syntax errors.</summary>
    public required int ErrorBytes { get; init; }

    /// <summary>What a use of a variable holds where that is known better than what the variable ever holds.</summary>
    public bool TryReaching(int reference, out Operand value)
    {
        int low = 0, high = Reaching.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Reaching[middle].Reference < reference ? (middle + 1, high) : (low, middle);
        }
        value = low < Reaching.Length && Reaching[low].Reference == reference ? Reaching[low].Value : Operand.None;
        return value.Kind != OperandKind.None;
    }

    /// <summary>What one call passes.</summary>
    public Span<Argument> ArgumentsOf(int call)
    {
        int low = 0, high = Arguments.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Arguments[middle].Call < call ? (middle + 1, high) : (low, middle);
        }
        var end = low;
        while (end < Arguments.Length && Arguments[end].Call == call)
            end++;
        return Arguments.AsSpan(low..end);
    }
}

public enum ScopeKind : byte
{
    File = 0,
    Namespace = 1,
    Type = 2,
    Function = 3,
    Block = 4,
}

/// <summary>A region in which names are bound.</summary>
/// <param name="Kind">Decides which look-ups pass through it.</param>
/// <param name="Parent">The enclosing scope, -1 for the file.</param>
/// <param name="Owner">The definition whose body this is, -1 for none.</param>
public readonly record struct Scope(ScopeKind Kind, int Parent, int Owner);

[Flags]
public enum DefinitionFlags : uint
{
    None = 0,
    Static = 1,
    Abstract = 2,
    Async = 4,
    Override = 8,

    /// <summary>Visible only inside of a function: parameters and locals.</summary>
    Local = 16,

    /// <summary>Takes any number of arguments from <see cref="Definition.MinArity"/> up; a parameter that holds the rest of them.</summary>
    Variadic = 32,

    /// <summary>A declaration without a body whose definition stands elsewhere (a C prototype, a TypeScript overload signature).</summary>
    DeclarationOnly = 64,

    /// <summary>One of several parts of one type (C# partial, a reopened Ruby class or C++ namespace).</summary>
    Open = 128,

    /// <summary>Named by the module as one of its exports (<c>export</c>, <c>__all__</c>).</summary>
    Exported = 256,

    /// <summary>The module's default export.</summary>
    DefaultExport = 512,

    /// <summary>An extension of the type in its first parameter or receiver (C#, Kotlin, Scala, Swift).</summary>
    Extension = 1024,

    /// <summary>Read like a field though it runs code: a property accessor, a Python @property.</summary>
    Accessor = 2048,

    /// <summary>Visible in its own file only (C static, Go's lower-case names are package-visible and do not count).</summary>
    FileLocal = 4096,

    /// <summary>A member function written outside of its class (C++ <c>A::f</c>, Go receivers): <see cref="Definition.Receiver"/> names the type.</summary>
    OutOfLine = 8192,

    /// <summary>Not nameable by ordinary look-up, as an operator, indexer or destructor.</summary>
    Operator = 16384,

    /// <summary>Exported under another name only: <c>export { a as b }</c>.</summary>
    Renamed = 32768,

    /// <summary>A variable whose declared type is a function's: <see cref="Definition.DeclaredType"/> is what calling it returns.</summary>
    HoldsFunction = 65536,

    /// <summary>Declared with (or to return) a type of the language itself, which no name stands for: <c>string</c>, <c>number[]</c>.</summary>
    LanguageType = 131072,

    /// <summary>A method whose first parameter is the type itself: Python's <c>@classmethod</c>.</summary>
    ClassLevel = 262144,

    /// <summary>Implements a member of an interface that it names; reached through the interface alone.</summary>
    Explicit = 524288,

    /// <summary>A part of what a parameter takes, by its name: <c>function f({ a, b })</c>. Parts of one parameter start at the same place.</summary>
    Part = 1048576,

    /// <summary>Something is made of it where it is defined, which may register it: a Python decorator other than those of the language.</summary>
    Decorated = 2097152,

    /// <summary>A member that a trait asks of the type; of one name, those that the type has of its own come first (Rust).</summary>
    OfTrait = 4194304,

    /// <summary>What it holds, or returns, is in an option or a result once more: <c>Result&lt;Option&lt;T&gt;, E&gt;</c> (Rust).</summary>
    HoldsOutcome = 8388608,
}

public enum Visibility : byte
{
    /// <summary>What the language gives where nothing is written.</summary>
    Default = 0,
    Public = 1,
    Protected = 2,
    Internal = 3,
    Private = 4,
}

/// <summary>A named thing that the file defines.</summary>
public struct Definition
{
    public SymbolKind Kind;
    public Visibility Visibility;

    /// <summary>Number of parameters without and with the optional ones; the receiver does not count. 255 where it is not a callable.</summary>
    public byte MinArity, MaxArity;

    public DefinitionFlags Flags;

    /// <summary>String index of the simple name.</summary>
    public int Name;

    /// <summary>The enclosing definition, as the id shows it; -1 at file level.</summary>
    public int Parent;

    /// <summary>The scope in which the name is bound.</summary>
    public int Scope;

    /// <summary>The scope of the body, -1 where there is none.</summary>
    public int BodyScope;

    /// <summary>Line and column of the name, 1-based; columns count Unicode code points.</summary>
    public int Line, Column;

    /// <summary>First byte and byte after the last of the whole definition.</summary>
    public int Start, End;

    /// <summary>The reference that names the declared type (of a variable, field or parameter) or the return type (of a callable); -1 for none.</summary>
    public int DeclaredType;

    /// <summary>The reference that names the elements' type where the declared type is a container of them (<c>[]T</c>, <c>Vec&lt;T&gt;</c>, <c>T*</c>); -1 for none.</summary>
    public int ElementType;

    /// <summary>The reference that names the type this belongs to, where it is written outside of it or extends it; -1 for none.</summary>
    public int Receiver;

    /// <summary>The expression that a variable or field starts with, or that a callable returns; the seam for type inference.</summary>
    public Operand Value;

    /// <summary>The next definition of the same name in the same scope (overloads, redeclarations); -1 for the last.</summary>
    public int NextSame;
}

/// <summary>What is shown of a definition: linking asks it of no other file.</summary>
public struct Description
{
    /// <summary>First and last line of the whole definition, 1-based.</summary>
    public int StartLine, EndLine;

    /// <summary>String index of the declaration's text up to its body, whitespace collapsed, at most 240 bytes; -1 for locals.</summary>
    public int Signature;

    /// <summary>String index of the doc comment's text, at most 480 bytes; -1 where there is none.</summary>
    public int Documentation;
}

public enum OperandKind : byte
{
    /// <summary>There is none: a plain name.</summary>
    None = 0,

    /// <summary>The value of the reference.</summary>
    Name = 1,

    /// <summary>What calling, or constructing with, the reference returns; an instance of it where it names a type (a cast).</summary>
    Result = 2,

    /// <summary>The current instance: <c>this</c>, <c>self</c>.</summary>
    This = 3,

    /// <summary>The current instance seen as its base type.</summary>
    Super = 4,

    /// <summary>A literal of the language: nothing of the repository.</summary>
    Literal = 5,

    /// <summary>Any other expression.</summary>
    Unknown = 6,

    /// <summary>An element of the reference's value: indexing or iterating over it.</summary>
    Element = 7,

    /// <summary>An element of what calling the reference returns: iterating over a call, or Rust's <c>?</c> behind one.</summary>
    ResultElement = 8,

    /// <summary>The value at <see cref="Operand.Reference"/> in <see cref="FileFacts.Slots"/>.</summary>
    Slot = 9,

    /// <summary>The definition at <see cref="Operand.Reference"/> in <see cref="FileFacts.Definitions"/>: a function or type, or what a parameter takes.</summary>
    Definition = 10,
}

/// <summary>An expression as far as names need it: what stands left of the dot, or right of an assignment.</summary>
/// <param name="Kind">The form of the expression.</param>
/// <param name="Reference">The reference it is about, for the kinds that have one.</param>
public readonly record struct Operand(OperandKind Kind, int Reference)
{
    public static readonly Operand None = new(OperandKind.None, -1);
    public static readonly Operand Unknown = new(OperandKind.Unknown, -1);
    public static readonly Operand Literal = new(OperandKind.Literal, -1);
    public static readonly Operand This = new(OperandKind.This, -1);
    public static readonly Operand Super = new(OperandKind.Super, -1);
}

public enum SlotKind : byte
{
    /// <summary>A function or class: the definition <see cref="Slot.First"/>, or, where it has no name, the scope that is its complement.</summary>
    Function = 0,

    /// <summary>A list, tuple, set, dictionary or object that holds <see cref="Slot.Count"/> entries from <see cref="Slot.First"/> on.</summary>
    Collection = 1,

    /// <summary>What <see cref="Slot.Operand"/> holds under the key <see cref="Slot.First"/> (a string index), or under any where that is -1.</summary>
    Element = 2,

    /// <summary>One of <see cref="Slot.Count"/> entries from <see cref="Slot.First"/> on.</summary>
    Choice = 3,

    /// <summary>All that a function is given: the definition <see cref="Slot.First"/>, or, where it has no name, the scope that is its complement.</summary>
    Arguments = 4,
}

/// <summary>A value without a name.</summary>
public readonly record struct Slot(SlotKind Kind, Operand Operand, int First, int Count);

/// <summary>What a container holds.</summary>
/// <param name="Key">String index of the key (the position, in a sequence); -1 where it is not known, and for alternatives.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Definition">The definition of the property; -1 where the entry defines none.</param>
public readonly record struct SlotEntry(int Key, Operand Value, int Definition = -1);

/// <summary>An assignment. <paramref name="Target"/> is the written reference, or a slot of the kind <see cref="SlotKind.Element"/>.</summary>
public readonly record struct Store(Operand Target, Operand Value);

/// <summary>What a use of a variable holds.</summary>
/// <param name="Reference">The use.</param>
/// <param name="Value">What the assignments that reach it give.</param>
public readonly record struct ReachingValue(int Reference, Operand Value);

[Flags]
public enum ReferenceFlags : ushort
{
    None = 0,

    /// <summary>A construction: <c>new T(...)</c>, or what the language's syntax marks as one.</summary>
    New = 1,

    /// <summary>Only a macro can be meant (Rust <c>name!</c>).</summary>
    Macro = 2,

    /// <summary>Only a type or namespace can be meant.</summary>
    TypePosition = 4,

    /// <summary>A key in an object literal, keyword argument or struct literal: a name of the thing being built or called, not of the scope.</summary>
    Key = 8,

    /// <summary>Starts at the global scope (<c>::name</c>, <c>\name</c>).</summary>
    Rooted = 16,

    /// <summary>The name stands in an <c>implements</c> position rather than in an <c>extends</c> one; of the role type, it names a part of what a type alias joins.</summary>
    Implements = 32,

    /// <summary>A dotted path in source order (<c>a::b</c>), never a value's member.</summary>
    Path = 64,

    /// <summary>All that bears the name is meant, types and values alike: an export list; a function as a value (<c>Type::name</c>). With <see cref="Key"/>: a member of the qualifier, or else a name in scope (a case label).</summary>
    AnyMeaning = 128,

    /// <summary>Calls the qualifier's value itself: <c>f()()</c>, <c>table[key]()</c>. The reference stands at the arguments and has no name of its own.</summary>
    Applies = 256,

    /// <summary>A call that is not written out (iteration, <c>raise Type</c>, a function handed to the library): counts only where it is resolved.</summary>
    Implicit = 512,

    /// <summary>Names an attribute, whose type may end in <c>Attribute</c>.</summary>
    Attribute = 1024,

    /// <summary>The text of an index, <c>o["name"]</c>: a member where the value on the left is known to have one of that name.</summary>
    Index = 2048,
}

/// <summary>A use of a name.</summary>
public struct Reference
{
    public ReferenceRole Role;
    public ReferenceFlags Flags;

    /// <summary>String index of the name.</summary>
    public int Name;

    /// <summary>Line and column of the name, 1-based; columns count Unicode code points.</summary>
    public int Line, Column;

    public int Scope;

    /// <summary>The innermost callable around it, else the innermost type; -1 at file level.</summary>
    public int Container;

    /// <summary>What stands left of the dot.</summary>
    public Operand Qualifier;

    /// <summary>Number of arguments of a call; -1 where it is not a call or a spread hides the number. Of a key, see <see cref="KeyPlace"/>.</summary>
    public int Arguments;

    /// <summary>
    /// What the file's own scopes bind an unqualified name to: a definition (from 0 up), an import (as its complement, <c>~index</c>), or
    /// <see cref="Free"/>.
    /// </summary>
    public int Binding;

    /// <summary>The look-up passed a type with base types before it was bound or left the file: inherited members come first.</summary>
    public bool PassedBases;

    public const int Free = int.MinValue;
}

/// <summary>A value that a variable is assigned, or a callable returns.</summary>
/// <param name="Definition">The variable or callable; the complement of a scope for what a function without a name returns.</param>
/// <param name="Value">What it may be.</param>
public readonly record struct Flow(int Definition, Operand Value);

/// <summary>What a call passes.</summary>
/// <param name="Call">The reference that is called.</param>
/// <param name="Position">Place among the arguments from 0; -1 where it is named or a spread precedes it.</param>
/// <param name="Name">String index of the parameter's name where it is named; -1 otherwise.</param>
/// <param name="Value">What is passed.</param>
public readonly record struct Argument(int Call, int Position, int Name, Operand Value);

/// <summary>A type that a generic type or function is applied to.</summary>
/// <param name="Generic">The reference that names the generic type or function.</param>
/// <param name="Position">Place among its type arguments, from 0.</param>
/// <param name="Type">The reference that names the type.</param>
public readonly record struct TypeArgument(int Generic, int Position, int Type);

/// <summary>A type and a base of it, where the type's own declaration does not say so.</summary>
/// <param name="Type">The reference that names the type; -1 where <paramref name="Definition"/> is it.</param>
/// <param name="Base">The reference that names the base: of the role <see cref="ReferenceRole.Inherit"/>, or the bound of a type parameter.</param>
/// <param name="Definition">The type parameter that has the bound; -1 for none.</param>
public readonly record struct Implementation(int Type, int Base, int Definition = -1);

public enum ImportKind : byte
{
    /// <summary>Binds a module: <c>import a.b as c</c>, <c>import "path"</c>, <c>using X = A.B</c>, <c>import * as ns</c>.</summary>
    Module = 0,

    /// <summary>Binds one member of a module: <c>from m import x as y</c>, <c>import { x as y } from "m"</c>, <c>use a::b</c>, <c>import a.b.C;</c>.</summary>
    Member = 1,

    /// <summary>Makes all members of a module visible: <c>from m import *</c>, <c>using N;</c>, <c>import a.b.*;</c>, Go's <c>import . "p"</c>.</summary>
    Star = 2,

    /// <summary>Names a file or module without binding a name: <c>#include</c>, <c>require "x"</c>, <c>import "side-effect"</c>.</summary>
    Include = 3,
}

[Flags]
public enum ImportFlags : byte
{
    None = 0,

    /// <summary>What it brings in is exported again: <c>export { x } from "m"</c>, <c>pub use</c>.</summary>
    Reexport = 1,

    /// <summary>Brings in static members of a type: Java's <c>import static</c>, C#'s <c>using static</c>.</summary>
    Static = 2,

    /// <summary>Holds for every file of the project: C#'s <c>global using</c>.</summary>
    Global = 4,

    /// <summary>The module's default export is meant.</summary>
    Default = 8,

    /// <summary>Brings in a function (PHP's <c>use function</c>).</summary>
    Function = 16,

    /// <summary>The path is relative to the importing file whatever its form (<c>#include "x"</c>, <c>require_relative</c>).</summary>
    Relative = 32,

    /// <summary>CommonJS: the value of <c>module.exports</c>.</summary>
    CommonJs = 64,
}

/// <summary>A name or a set of names that comes from elsewhere, in the language's own terms.</summary>
public struct Import
{
    public ImportKind Kind;
    public ImportFlags Flags;

    /// <summary>
    /// String index of the module path as written: <c>a.b</c>, <c>..pkg</c>, <c>./x</c>, <c>crate::a::b</c>. Empty where the file exports a name of
    /// its own under another (or the same) name: <c>export { a as b }</c>, <c>module.exports = { b: a }</c>.
    /// </summary>
    public int Module;

    /// <summary>String index of the member's name; -1 except for <see cref="ImportKind.Member"/>.</summary>
    public int Name;

    /// <summary>String index of the name it is bound to in <see cref="Scope"/>; -1 where it binds none.</summary>
    public int Alias;

    /// <summary>The scope that binds the alias; -1 where it is a name for other files only (<c>export { x as y } from "m"</c>).</summary>
    public int Scope;

    public int Line, Column;
}
