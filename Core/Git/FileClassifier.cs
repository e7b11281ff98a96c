using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace CodeGraph.Git;

/// <summary>
/// Decides by path which files are other people's or a program's. Follows the well-known names of GitHub Linguist's vendor.yml, but leaves
/// out all that first-party code uses too (<c>external</c>, <c>lib</c>, <c>dist</c>), and believes in <c>vendor</c> and <c>deps</c>
/// below the root only with a package manager's traces in them. A wrongly skipped file is a hole in the graph; a wrongly read one only noise.
/// The project's own word, <c>linguist-vendored</c> and <c>linguist-generated</c> in .gitattributes, comes first.
/// </summary>
public sealed class FileClassifier
{
    /// <summary>Folders that hold third-party code wherever they are.</summary>
    private static readonly FrozenSet<string> VendorFolders = FrozenSet.ToFrozenSet(
        [
            "node_modules", "bower_components", "jspm_packages", "web_modules", ".yarn", ".pnpm-store",
            "site-packages", "dist-packages", ".eggs", "_vendor", "vendored",
            "third_party", "third-party", "thirdparty", "third_parties", "3rdparty", "3rd-party", "3rd_party",
            "Godeps", ".bundle", ".cargo-vendor",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Folders that hold third-party code when they lie directly in the named one.</summary>
    private static readonly FrozenSet<string> VendorPairs = FrozenSet.ToFrozenSet(
        [
            "Carthage/Checkouts", "Carthage/Build", "gradle/wrapper", ".mvn/wrapper",
            "vendor/bundle", "vendor/gems", "vendor/cache", "vendor/ruby", "vendor/assets", "vendor/javascript", "vendor/bower",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Single files that tools drop into a project.</summary>
    private static readonly FrozenSet<string> VendorFiles = FrozenSet.ToFrozenSet(
        ["gradlew", "gradlew.bat", "mvnw", "mvnw.cmd", ".pnp.js", ".pnp.cjs", ".pnp.mjs", ".pnp.loader.mjs", "ez_setup.py", "get-pip.py"],
        StringComparer.Ordinal);

    /// <summary>Libraries that projects copy under a name with the version in it, as <c>jquery-3.7.1.js</c>.</summary>
    private static readonly string[] VersionedLibraries =
    [
        "jquery", "jquery-ui", "jquery.ui", "bootstrap", "angular", "react", "react-dom", "vue", "underscore", "backbone", "lodash", "d3", "moment",
        "modernizr", "prototype", "mootools", "raphael", "handlebars", "ember", "knockout", "require", "three", "normalize",
    ];

    private static readonly string[] GeneratedEndings =
    [
        ".pb.go", ".pb.gw.go", ".pb.validate.go", "_pb2.py", "_pb2.pyi", "_pb2_grpc.py", ".pb.cc", ".pb.h", ".pb.c", "_pb.js", "_pb.ts", "_pb.d.ts",
        "_grpc_web_pb.js", "_pb.rb", "_services_pb.rb", ".pb.swift", ".grpc.swift",
        ".g.cs", ".g.i.cs", ".designer.cs", ".assemblyinfo.cs", ".assemblyattributes.cs", ".xaml.g.cs", ".feature.cs",
    ];

    /// <summary>One of these is in every generated file's name, and in few others.</summary>
    private static readonly SearchValues<string> GeneratedMarks =
        SearchValues.Create(["pb", "grpc", ".g.", ".designer.", ".assembly", ".feature.", ".generated."], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> MinifiedMarks = SearchValues.Create([".min.", "-min.", ".min-"], StringComparison.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> MinifiedEndings = FrozenSet.ToFrozenSet(["js", "mjs", "cjs", "css", "jsx", "ts"], StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> vendorFolders = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> vendorFolderLookup;
    private readonly SourceAttributes attributes;

    /// <summary>By folder, with a slash at its end, whether what is in it is vendored: a folder has many files.</summary>
    private readonly ConcurrentDictionary<string, bool> knownFolders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> knownFolderLookup;

    /// <param name="paths">All paths of the tree, also those that are no source: some are the traces of package managers.</param>
    /// <param name="attributes">What the project says itself; nothing by default.</param>
    public FileClassifier(IEnumerable<string> paths, SourceAttributes? attributes = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        this.attributes = attributes ?? SourceAttributes.None;
        foreach (string path in paths) LookForTraces(path);
        vendorFolderLookup = vendorFolders.GetAlternateLookup<ReadOnlySpan<char>>();
        knownFolderLookup = knownFolders.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The reason to skip a file by its path; null to read it.</summary>
    public SkipReason? Classify(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        (bool? saysVendored, bool? saysGenerated) = attributes.Of(path);
        if (saysVendored ?? IsVendored(path)) return SkipReason.Vendored;
        if (saysGenerated is { } generated) return generated ? SkipReason.Generated : null;
        return IsGenerated(path) ? SkipReason.Generated : IsMinified(path) ? SkipReason.Minified : null;
    }

    private bool IsVendored(string path)
    {
        int nameStart = path.LastIndexOf('/') + 1;
        ReadOnlySpan<char> folder = path.AsSpan(0, nameStart);
        if (!knownFolderLookup.TryGetValue(folder, out bool isVendored)) knownFolderLookup.TryAdd(folder, isVendored = IsVendoredFolder(folder));
        ReadOnlySpan<char> name = path.AsSpan(nameStart);
        return isVendored || VendorFiles.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name) || IsVersionedLibrary(name);
    }

    private bool IsVendoredFolder(ReadOnlySpan<char> folder)
    {
        FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> folders = VendorFolders.GetAlternateLookup<ReadOnlySpan<char>>();
        FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> pairs = VendorPairs.GetAlternateLookup<ReadOnlySpan<char>>();
        int parent = 0;
        for (int start = 0; start < folder.Length;)
        {
            int slash = start + folder[start..].IndexOf('/');
            if (folders.Contains(folder[start..slash])) return true;
            if (start > 0 && pairs.Contains(folder[parent..slash])) return true;
            if (vendorFolders.Count > 0 && vendorFolderLookup.Contains(folder[..slash])) return true;
            (parent, start) = (start, slash + 1);
        }

        return false;
    }

    private static bool IsVersionedLibrary(ReadOnlySpan<char> name)
    {
        if (!name.EndsWith(".js", StringComparison.OrdinalIgnoreCase) && !name.EndsWith(".css", StringComparison.OrdinalIgnoreCase)) return false;
        foreach (string library in VersionedLibraries)
        {
            // Name, dash, digits, dot, digit: 'd3-1.js' could be anything, 'd3-1.2.js' is a release.
            if (!name.StartsWith(library, StringComparison.OrdinalIgnoreCase) || name.Length <= library.Length || name[library.Length] is not ('-' or '.')) continue;
            ReadOnlySpan<char> version = name[(library.Length + 1)..].TrimStart('v');
            int digits = version.IndexOfAnyExceptInRange('0', '9');
            if (digits > 0 && version[digits] == '.' && version.Length > digits + 1 && char.IsAsciiDigit(version[digits + 1])) return true;
        }

        return false;
    }

    private static bool IsGenerated(string path)
    {
        if (path.Contains("__generated__/", StringComparison.Ordinal)) return true;
        ReadOnlySpan<char> name = path.AsSpan(path.LastIndexOf('/') + 1);
        if (!name.ContainsAny(GeneratedMarks)) return name.StartsWith("zz_generated.", StringComparison.Ordinal);
        foreach (string ending in GeneratedEndings)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) return true;
        }

        // 'api.generated.ts', 'zz_generated.deepcopy.go', but not a file named 'generated.ts' alone.
        return name.IndexOf(".generated.", StringComparison.OrdinalIgnoreCase) > 0 || name.StartsWith("zz_generated.", StringComparison.Ordinal);
    }

    private static bool IsMinified(string path)
    {
        ReadOnlySpan<char> name = path.AsSpan(path.LastIndexOf('/') + 1);
        return MinifiedEndings.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name[(name.LastIndexOf('.') + 1)..]) && name.ContainsAny(MinifiedMarks);
    }

    private void LookForTraces(string path)
    {
        int nameStart = path.LastIndexOf('/') + 1;
        if (nameStart == 0) return;
        ReadOnlySpan<char> name = path.AsSpan(nameStart);
        ReadOnlySpan<char> folder = path.AsSpan(0, nameStart - 1);

        if (name.SequenceEqual("pyvenv.cfg")) vendorFolders.Add(folder.ToString());
        else if (name.SequenceEqual("Manifest.lock") && LastSegment(folder).SequenceEqual("Pods")) vendorFolders.Add(folder.ToString());
        else if (path.StartsWith("vendor/", StringComparison.Ordinal)) vendorFolders.Add("vendor");
        else if (IsLicence(name) && path.StartsWith("deps/", StringComparison.Ordinal) && folder.Length > 5) vendorFolders.Add("deps");
        else LookForVendorFolder(path, folder, name);
    }

    /// <summary>Finds the <c>vendor</c> folders below the root that Go, Composer or Cargo filled.</summary>
    private void LookForVendorFolder(string path, ReadOnlySpan<char> folder, ReadOnlySpan<char> name)
    {
        int at = path.LastIndexOf("/vendor/", StringComparison.Ordinal);
        if (at < 0) return;
        int inside = at + "/vendor/".Length;
        ReadOnlySpan<char> below = inside <= folder.Length ? folder[inside..] : [];
        int slash = below.IndexOf('/');
        ReadOnlySpan<char> first = slash < 0 ? below : below[..slash];
        bool filled = below.IsEmpty && (name.SequenceEqual("modules.txt") || name.SequenceEqual("autoload.php"))
            || first.SequenceEqual("composer")
            || !below.IsEmpty && (name.SequenceEqual(".cargo-checksum.json") || name.SequenceEqual("composer.json"))
            || slash > 0 && first.Contains('.') && name.EndsWith(".go", StringComparison.Ordinal);
        if (filled) vendorFolders.Add(path[..(inside - 1)]);
    }

    private static bool IsLicence(ReadOnlySpan<char> name) =>
        name.StartsWith("LICENSE", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("LICENCE", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("COPYING", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("COPYRIGHT", StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> LastSegment(ReadOnlySpan<char> folder) => folder[(folder.LastIndexOf('/') + 1)..];
}
