using CodeGraph.Linking.Rules;
using CodeGraph.Linking.Typed;
using CodeGraph.Linking.Values;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>The tables that linking shares, and the rules of each family.</summary>
internal sealed class LinkContext
{
    private readonly NameRules?[] rules = new NameRules?[Families.Count];
    private readonly Dictionary<string, int> packageNumbers = new(StringComparer.Ordinal);
    private readonly List<string> packages = [];
    private bool frozen;
    private readonly List<int>?[] globalImports = new List<int>[Families.Count];

    public LinkContext(LinkProgram program)
    {
        Program = program;
        Imports = new ImportTable(this);
        NameRules[] all =
        [
            new PythonRules(this), new EcmaScriptRules(this), new JvmRules(this), new DotNetRules(this), new GoRules(this), new RustRules(this),
            new CRules(this), new RubyRules(this), new PhpRules(this), new BashRules(this), new SwiftRules(this),
        ];
        foreach (var one in all)
            rules[(int)one.Family] = one;
    }

    public LinkProgram Program { get; }

    /// <summary>What variables of dynamically typed code hold; null before that is known, and where there is no such code.</summary>
    public ValueFlow? Values { get; set; }

    /// <summary>Declared types with their arguments, of the languages whose facts hold expressions; null before that is known, and where there are none.</summary>
    public TypeTable? Types { get; set; }

    /// <summary>By type: the part whose head has the parameters of a constructor.</summary>
    public Dictionary<int, int> PrimaryParts { get; } = [];

    /// <summary>Types that declare conversions of their own.</summary>
    public HashSet<int> Conversions { get; } = [];

    public ImportTable Imports { get; }

    /// <summary>Names of external packages, numbered as they were first met.</summary>
    public IReadOnlyList<string> Packages => packages;

    public NameRules Rules(int file) => rules[(int)Program.FamilyOf(file)]!;

    public IEnumerable<NameRules> AllRules => rules.Where(r => r is not null)!;

    /// <summary>Modules whose names every file of a family sees.</summary>
    public IReadOnlyList<int> GlobalImports(Family family) => globalImports[(int)family] ?? (IReadOnlyList<int>)[];

    /// <summary>Finds the imports that hold everywhere; called once, when all imports are resolved; from then on the tables do not change.</summary>
    public void CollectGlobalImports()
    {
        frozen = true;
        foreach (var one in AllRules)
            _ = one.ProjectImports;
        for (var file = 0; file < Program.Files.Count; file++)
        {
            if (!Program.Files[file].HasGlobalImports)
                continue;
            var imports = Program.Facts(file).Imports;
            for (var i = 0; i < imports.Length; i++)
            {
                if ((imports[i].Flags & ImportFlags.Global) == 0 || imports[i].Alias >= 0 || Imports.Target(file, i) is not { Kind: TargetKind.Entity, Index: var entity })
                    continue;
                var known = globalImports[(int)Program.FamilyOf(file)] ??= [];
                if (!known.Contains(entity))
                    known.Add(entity);
            }
        }
    }

    /// <summary>The number of an external package. Once imports are resolved and many threads read, new ones get no number any more: -1.</summary>
    public int Package(string name)
    {
        if (packageNumbers.TryGetValue(name, out var known))
            return known;
        if (frozen)
            return -1;
        packages.Add(name);
        return packageNumbers[name] = packages.Count - 1;
    }

    /// <summary>The number of an external package that is known; -1 for others.</summary>
    public int FindPackage(string name) => packageNumbers.GetValueOrDefault(name, -1);

    public ImportTarget ExternalPackage(string name) => ImportTarget.External(Package(name));
}
