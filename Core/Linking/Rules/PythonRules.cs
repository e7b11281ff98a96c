using System.Collections.Frozen;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Rules;

/// <summary>
/// Python: a file is a module, a folder a package. Absolute imports start at a source root: an ancestor of the importing file, or a folder
/// without <c>__init__.py</c> that holds the first segment.
/// </summary>
internal sealed class PythonRules(LinkContext context) : NameRules(context)
{
    private static readonly FrozenSet<string> Builtins = (
        "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod enumerate eval exec exit "
        + "filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max memoryview min next object oct open ord "
        + "pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip __import__ __name__ __file__ __doc__ "
        + "NotImplemented Ellipsis None True False __debug__ reveal_type WindowsError "
        + "BaseException Exception ArithmeticError AssertionError AttributeError BlockingIOError BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError "
        + "ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError EnvironmentError FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError "
        + "ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError "
        + "NotADirectoryError NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError RecursionError ReferenceError ResourceWarning RuntimeError "
        + "RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError "
        + "UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError ExceptionGroup BaseExceptionGroup EncodingWarning")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private readonly Dictionary<string, int> folders = new(StringComparer.Ordinal);
    private readonly HashSet<string> packages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> holders = new(StringComparer.Ordinal);
    private int builtins;

    public override Family Family => Family.Python;

    public override bool TracksValues => true;

    public override string CallMember => "__call__";

    public override bool MethodsTakeInstance => true;

    public override bool FunctionsHaveMembers => true;

    public override bool HasReexports => true;

    public override bool StarsAreSelective => true;

    public override bool InheritsConstructors => true;

    public override string? SuperFunction => "super";

    public override void Prepare()
    {
        builtins = Context.Package("builtins");
        for (var file = 0; file < Program.Files.Count; file++)
        {
            var path = Program.Files[file].Path;
            if (Program.FamilyOf(file) == Family.Python && path.EndsWith("__init__.py", StringComparison.Ordinal))
                packages.Add(Parent(path));
        }
    }

    public override (int Entity, string Module) Root(int file)
    {
        var path = Program.Files[file].Path;
        var stem = WithoutEnding(path);
        var isPackage = stem.EndsWith("/__init__", StringComparison.Ordinal) || stem == "__init__";
        var identity = isPackage ? Parent(stem) : stem;
        var entity = Folder(identity);
        // A stub and its module, or a package and a module of one name, share their names.
        var root = identity;
        while (root.Length > 0 && packages.Contains(Parent(root)) && Parent(root).Length > 0)
            root = Parent(root);
        var prefix = Parent(root);
        return (entity, (prefix.Length == 0 ? identity : identity[(prefix.Length + 1)..]).Replace('/', '.'));
    }

    public override ImportTarget ResolveModule(int file, in Import import, string module)
    {
        var path = Program.Files[file].Path;
        var dots = 0;
        while (dots < module.Length && module[dots] == '.')
            dots++;
        var rest = module[dots..].Replace('.', '/');
        if (dots > 0)
        {
            var folder = Parent(path);
            for (var up = 1; up < dots; up++)
            {
                if (folder.Length == 0)
                    return ImportTarget.Unresolved;
                folder = Parent(folder);
            }
            var target = rest.Length == 0 ? folder : folder.Length == 0 ? rest : folder + "/" + rest;
            return folders.TryGetValue(target, out var relative) ? ImportTarget.Entity(relative) : ImportTarget.Unresolved;
        }
        var first = module.Split('.')[0];
        var best = -1;
        var bestShared = -1;
        if (holders.TryGetValue(first, out var roots))
        {
            foreach (var root in roots)
            {
                if (!folders.TryGetValue(root.Length == 0 ? rest : root + "/" + rest, out var entity))
                    continue;
                var isAncestor = root.Length == 0 || path.StartsWith(root + "/", StringComparison.Ordinal);
                // Python does not look into the importing file's own package without dots.
                if (packages.Contains(root) && !(isAncestor && root == Parent(path)))
                    continue;
                var shared = (isAncestor ? 1000 : 0) + SharedFolders(root + "/", path);
                if (shared > bestShared)
                    (best, bestShared) = (entity, shared);
            }
        }
        return best >= 0 ? ImportTarget.Entity(best) : Context.ExternalPackage(first);
    }

    public override bool Reexports(in Import import) => true;

    /// <summary>Names like <c>__func__</c> are the language's own.</summary>
    public override bool IsLibraryMember(ReadOnlySpan<byte> name) =>
        (name.Length > 4 && name.StartsWith("__"u8) && name.EndsWith("__"u8)) || base.IsLibraryMember(name);

    public override Value Fallback(int file, in Reference reference, int name) =>
        Builtins.Contains(Program.Text(name)) ? Value.External(builtins) : Value.None;

    /// <summary>The entity of a module or package path without ending, with those of all folders above it.</summary>
    private int Folder(string path)
    {
        if (folders.TryGetValue(path, out var known))
            return known;
        var leaf = path[(path.LastIndexOf('/') + 1)..];
        var parent = path.Length == 0 ? -1 : Folder(Parent(path));
        var name = Program.InternName(leaf);
        var entity = Entities.Add(parent, name, isType: false, symbol: -1);
        folders[path] = entity;
        if (parent >= 0)
        {
            Entities.SetNested(parent, name, entity);
            if (!holders.TryGetValue(leaf, out var roots))
                holders[leaf] = roots = [];
            roots.Add(Parent(path));
        }
        return entity;
    }
}
