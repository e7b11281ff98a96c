using CodeGraph.Model;
using CodeGraph.Parsing.Facts;
using CodeGraph.Parsing.TreeSitter;

namespace CodeGraph.Parsing.Languages;

/// <summary>How a language looks names up inside one file.</summary>
[Flags]
public enum LexicalRules
{
    None = 0,

    /// <summary>
    /// Members are not visible by bare name inside of their type's functions (Python, JavaScript, PHP, Rust, Go): they need <c>self.</c> or <c>this.</c>.
    /// Type parameters are visible all the same.
    /// </summary>
    MembersNeedReceiver = 1,

    /// <summary>Statements directly in a type's body see its members by bare name even so (Python, Ruby constants).</summary>
    TypeBodySeesMembers = 2,

    /// <summary>Functions do not see the variables of what encloses them, except static ones (Ruby methods, PHP functions).</summary>
    FunctionsAreClosed = 4,

    /// <summary>What stands in a namespace does not see the names around it (Rust modules).</summary>
    NamespacesAreClosed = 8,

    /// <summary>Methods have names of their own: a call never means a variable, and only a call means a method (Java).</summary>
    MethodsAreApart = 16,

    /// <summary>By bare name, methods and fields of the innermost type are visible, those of the types around it are not (Ruby).</summary>
    InnermostMembersOnly = 32,

    /// <summary>Types and values have names of their own: a type's position never means a variable, an expression never an interface (TypeScript).</summary>
    TypesAreApart = 64,

    /// <summary>Assigning to a name that nothing declares makes a global variable (JavaScript).</summary>
    AssignmentDeclaresGlobals = 128,

    /// <summary>A type's position passes over variables and functions, and a macro's over all but macros (Rust).</summary>
    TypesPassOverValues = 256,
}

/// <summary>
/// A language: its grammar, the files it owns, and the table that says which syntax nodes define, scope, refer, call, import and inherit.
/// One instance serves all threads; handlers keep no state of their own.
/// </summary>
public abstract class LanguageDefinition
{
    private readonly Lazy<NodeTable> table;

    protected LanguageDefinition() => table = new(() =>
    {
        var described = new NodeTable(new Grammar(GrammarName));
        Describe(described);
        ControlTables.Describe(Language, described);
        return described;
    });

    public abstract Language Language { get; }

    /// <summary>The C name of the grammar: <c>python</c> for <c>tree_sitter_python</c>.</summary>
    public abstract string GrammarName { get; }

    /// <summary>File name endings with the dot, lower case.</summary>
    public abstract IReadOnlyList<string> Extensions { get; }

    /// <summary>Whole file names that belong to the language without such an ending.</summary>
    public virtual IReadOnlyList<string> FileNames => [];

    public virtual LexicalRules Rules => LexicalRules.None;

    /// <summary>Functions and instances are passed around without declared types, so what calls pass is recorded.</summary>
    public virtual bool TracksValues => false;

    /// <summary>What the key of an entry or an index says, where it is written out: a string's inside, a number; empty otherwise.</summary>
    /// <param name="facts">The builder.</param>
    /// <param name="node">The key, or the entry.</param>
    /// <param name="ofEntry"><paramref name="node"/> is a whole entry that may say its key by itself, as <c>{ a }</c> does.</param>
    internal virtual ReadOnlySpan<byte> KeyText(FactsBuilder facts, int node, bool ofEntry = false) => default;

    /// <summary>Whether an index takes several items.</summary>
    internal virtual bool IsSlice(FactsBuilder facts, int index) => false;

    /// <summary>Whether a child of a node of the shape <see cref="NodeShape.Choice"/> can be its value.</summary>
    internal virtual bool IsAlternative(FactsBuilder facts, int node, int child) => true;

    /// <summary>Whether an arm of a branch runs wherever no other does, though its kind does not say so.</summary>
    internal virtual bool IsLastArm(FactsBuilder facts, int arm) => false;

    /// <summary>The name that stands for all that the function around it is given; empty for none.</summary>
    internal virtual ReadOnlySpan<byte> ArgumentList => default;

    /// <summary>Whether <see cref="ArgumentList"/> in a function means what that function is given, and not what the one around it is.</summary>
    internal virtual bool HasArgumentList(FactsBuilder facts, int functionNode) => false;

    /// <summary>Declared functions hold from the start of their scope on.</summary>
    public virtual bool HoistsFunctions => false;

    /// <summary>A name of the platform that assignments do not declare.</summary>
    public virtual bool IsPredeclared(ReadOnlySpan<byte> name) => false;

    /// <summary>Loaded on first use: a command that parses no Ruby never touches the Ruby grammar.</summary>
    public NodeTable Table => table.Value;

    /// <summary>
    /// The bytes to parse in place of a file's own, of the same length: for what a grammar reads wrongly without noticing, as C's macros.
    /// <see cref="Simplify"/> is for what it knows to be an error.
    /// </summary>
    public virtual ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> source) => source;

    /// <summary>
    /// Rewrites a copy of a source that did not parse without errors into one of the same length that the grammar reads better: every name keeps
    /// its place. False where there is nothing to rewrite.
    /// </summary>
    public virtual bool Simplify(Span<byte> source) => false;

    /// <summary>Fills the node table. Called once.</summary>
    protected abstract void Describe(NodeTable table);
}
