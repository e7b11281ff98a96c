using System.Text;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Rules;

/// <summary>What linking needs to know about a language family: module identities, import paths, and where a bare name is looked up last.</summary>
internal abstract class NameRules(LinkContext context)
{
    protected LinkContext Context => context;

    protected LinkProgram Program => context.Program;

    protected EntityTable Entities => context.Program.Entities;

    public abstract Family Family { get; }

    /// <summary>Bare names reach the members of enclosing types and their bases.</summary>
    public virtual bool MembersVisible => false;

    /// <summary>Several functions of one name and scope are different functions; otherwise the last one replaces the others.</summary>
    public virtual bool HasOverloads => false;

    /// <summary>A constructor is inherited where a type has none.</summary>
    public virtual bool InheritsConstructors => false;

    /// <summary>The function whose result is the current instance seen as its base (Python's <c>super()</c>); null where the language has a keyword.</summary>
    public virtual string? SuperFunction => null;

    /// <summary>A namespace declared at the top of a file is the file's package, not a part of it (Go).</summary>
    public virtual bool PackageClauseIsRoot => false;

    /// <summary>A name that nothing in the repository defines as a type can only be a type from outside: true where the language declares all types.</summary>
    public virtual bool DeclaresAllTypes => false;

    /// <summary>Modules that every file below a folder sees, as project files say.</summary>
    public virtual IReadOnlyList<(string Folder, int Entity)> ProjectImports => [];

    /// <summary>What a type parameter stands for has the members of its bounds.</summary>
    public virtual bool TypeParametersHaveMembers => false;

    /// <summary>Functions and instances are followed through variables, parameters and returns (<see cref="ValueFlow"/>).</summary>
    public virtual bool TracksValues => false;

    /// <summary>The method that runs when an instance is called like a function; null where instances cannot be.</summary>
    public virtual string? CallMember => null;

    /// <summary>The first parameter of a method is the instance (Python).</summary>
    public virtual bool MethodsTakeInstance => false;

    /// <summary>Types of one name in one namespace are parts of one type.</summary>
    public virtual bool OpenTypes => false;

    /// <summary>The family's separator in dotted namespace names as written in definitions.</summary>
    public virtual string PathSeparator => ".";

    /// <summary>Reads the project's manifests; called once before any other method.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>The name of a project file that the family reads.</summary>
    protected virtual bool Reads(string manifest) => false;

    /// <summary>Whether the project files tell what they told the same rules of another program.</summary>
    public virtual bool SameManifests(NameRules other)
    {
        return Read(this).SequenceEqual(Read(other));

        static IEnumerable<(string, string)> Read(NameRules rules) =>
            rules.Program.Manifests.Where(m => rules.Reads(m.Path[(m.Path.LastIndexOf('/') + 1)..])).Select(m => (m.Path, TextOf(m.Content)));
    }

    /// <summary>Adds what a file's declarations mean beyond their own place; called once all of them have entities.</summary>
    public virtual void Declared(int file)
    {
    }

    /// <summary>The entity whose members the file's top-level names are, and the prefix of their qualified names (empty for none).</summary>
    public abstract (int Entity, string Module) Root(int file);

    /// <summary>Where the module path of an import leads, before its member name is looked up.</summary>
    public abstract ImportTarget ResolveModule(int file, in Import import, string module);

    /// <summary>Modules pass on names they import; false for languages whose packages and namespaces have only what is defined in them.</summary>
    public virtual bool HasReexports => false;

    /// <summary>A module shows only what it marks as exported.</summary>
    public virtual bool ExportsByName => false;

    /// <summary>Functions and classes declared in blocks and in functions without a name are not seen outside of them.</summary>
    public virtual bool BlocksHideNames => false;

    /// <summary>Functions get members by assignment: <c>f.calls = 0</c>.</summary>
    public virtual bool FunctionsHaveMembers => false;

    /// <summary>Types and values have names of their own (TypeScript).</summary>
    public virtual bool TypesAreApart => false;

    /// <summary>An instance of an enumeration has none of the enumeration's constants as members.</summary>
    public virtual bool ConstantsNeedType => false;

    /// <summary>The parts of a property, its accessors, are one answer together.</summary>
    public virtual bool AccessorsArePairs => false;

    /// <summary>A variable that is declared again stays the one that was declared first; in its own function, a use below means the nearest declaration above it.</summary>
    public virtual bool FirstVariableStays => false;

    /// <summary>Of a type's name by itself only the static members can be reached.</summary>
    public virtual bool TypesShowStaticMembers => false;

    /// <summary>A module that exports no default stands for it itself (CommonJS).</summary>
    public virtual bool IsOwnDefault(int file) => false;

    /// <summary>A star import brings what the module lists, or what is not private by its spelling (Python).</summary>
    public virtual bool StarsAreSelective => false;

    /// <summary>A module's own imports can be reached as its members.</summary>
    public virtual bool Reexports(in Import import) => (import.Flags & ImportFlags.Reexport) != 0;

    /// <summary>The last resort for a bare name: predeclared names, globals. Nothing by default.</summary>
    public virtual Value Fallback(int file, in Reference reference, int name) => Value.None;

    /// <summary>Whether a file may use what another one defines without anything more than what they import and where they lie.</summary>
    public virtual bool IsReachable(int from, int to) => context.Imports.Reaches(from, to);

    /// <summary>The project that a file belongs to, for what may not cross projects; empty for none.</summary>
    public virtual string ProjectName(int file) => "";

    /// <summary>Whether the project of a file refers to the projects that it referred to by the same rules of another program.</summary>
    public virtual bool SeesSameProjects(int file, NameRules other) => true;

    /// <summary>How near a file is to another one that declares a type of the same name as others: 2 in the same project, 1 in one that its project refers to, else 0.</summary>
    public virtual int Nearness(int from, int to) => 0;

    /// <summary>A member name that the language's own library uses so much that a lone namesake in the repository proves nothing.</summary>
    public virtual bool IsLibraryMember(ReadOnlySpan<byte> name) => LibraryMembers.Contains(Family, name);

    /// <summary>Whether a file lies in a folder, or below it; all do in that of the repository, the empty string.</summary>
    public static bool IsBelow(string path, string folder) =>
        folder.Length == 0 || (path.Length > folder.Length && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal));

    protected static string Parent(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? "" : path[..slash];
    }

    /// <summary>A path without the ending of its file name.</summary>
    protected static string WithoutEnding(string path)
    {
        var dot = path.LastIndexOf('.');
        return dot > path.LastIndexOf('/') + 1 ? path[..dot] : path;
    }

    /// <summary>Joins a folder and a relative path and folds <c>.</c> and <c>..</c>; null where it leaves the root.</summary>
    protected static string? Combine(string folder, string relative)
    {
        var parts = new List<string>(folder.Length == 0 ? [] : folder.Split('/'));
        foreach (var part in relative.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part != "..")
                parts.Add(part);
            else if (parts.Count == 0)
                return null;
            else
                parts.RemoveAt(parts.Count - 1);
        }
        return string.Join('/', parts);
    }

    /// <summary>Number of leading folders two paths share.</summary>
    protected static int SharedFolders(string a, string b)
    {
        var shared = 0;
        for (var i = 0; i < a.Length && i < b.Length && a[i] == b[i]; i++)
            shared += a[i] == '/' ? 1 : 0;
        return shared;
    }

    protected static string TextOf(ReadOnlyMemory<byte> content) => Encoding.UTF8.GetString(content.Span);
}
