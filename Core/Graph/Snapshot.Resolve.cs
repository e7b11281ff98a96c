using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Graph;

/// <summary>How a name given by a person was understood.</summary>
/// <param name="Symbols">
/// The symbols that fit, in the order of the snapshot; one where the name was clear, several where it was not, none where nothing has the name.
/// </param>
/// <param name="NearNames">Names like the one given, where none fits.</param>
public sealed record NameResolution(IReadOnlyList<int> Symbols, IReadOnlyList<string> NearNames)
{
    /// <summary>The symbol, where exactly one fits; -1 otherwise.</summary>
    public int Symbol => Symbols.Count == 1 ? Symbols[0] : -1;
}

public sealed partial class Snapshot
{
    /// <summary>
    /// Finds what is meant by an id (<c>path#A.b(2)</c>), a name in a file (<c>path#b</c>), a name (<c>b</c>) or the end of a qualified name
    /// (<c>A.b</c>, <c>A::b</c>, <c>A#b</c>, <c>pkg/A/b</c>). Locals are found by id only. A declaration gives way to the definition of the same qualified
    /// name, the parts of one open type count as one, and a type's name means the type, not its constructors (<c>A.A</c>). Never picks among several.
    /// </summary>
    public NameResolution Resolve(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        if (text.EndsWith("()", StringComparison.Ordinal))
            text = text[..^2];
        if (text.Length == 0)
            return new([], []);
        var byId = FindId(text);
        if (byId >= 0)
            return new([byId], []);
        var found = Distinct(WithoutConstructors(FindInFile(text) ?? FindBySuffix(text)));
        return new(found, found.Count == 0 ? NearNames(text) : []);
    }

    /// <summary>The symbol of an id, locals included; -1 where there is none.</summary>
    public int FindId(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        for (var hash = id.IndexOf('#'); hash >= 0; hash = id.IndexOf('#', hash + 1))
        {
            var file = FindFile(id.AsSpan(0, hash));
            if (file < 0)
                continue;
            var (name, ordinal) = SplitOrdinal(id[(hash + 1)..]);
            foreach (var symbol in Candidates(name))
            {
                var record = Symbol(symbol);
                if (record.File == file && record.Ordinal == ordinal && LocalName(symbol) == name)
                    return symbol;
            }
        }
        return -1;
    }

    /// <summary>
    /// The symbol itself and the others that stand for the same thing: the other parts of an open type, the declarations of a definition. Their relations
    /// are the symbol's too.
    /// </summary>
    public IReadOnlyList<int> PartsOf(int symbol)
    {
        var (name, record) = (QualifiedName(symbol), Symbol(symbol));
        var same = new List<int>();
        foreach (var other in SymbolsOf(record.Name))
        {
            if (!IsLocal(other) && QualifiedName(other) == name)
                same.Add(other);
        }
        var open = (record.Flags & DefinitionFlags.Open) != 0;
        var onlyDefinition = same.Count(other => !IsDeclaration(other)) == 1;
        var parts = new List<int> { symbol };
        foreach (var other in same)
        {
            if (other == symbol)
                continue;
            var otherPart = open && (Symbol(other).Flags & DefinitionFlags.Open) != 0 && Symbol(other).Kind == record.Kind;
            var declaration = onlyDefinition && !IsDeclaration(symbol) && IsDeclaration(other);
            if (otherPart || declaration)
                parts.Add(other);
        }
        return parts;
    }

    private List<int>? FindInFile(string text)
    {
        List<int>? found = null;
        for (var hash = text.IndexOf('#'); hash >= 0; hash = text.IndexOf('#', hash + 1))
        {
            var (path, name) = (text[..hash], SplitOrdinal(text[(hash + 1)..]).Name);
            foreach (var symbol in Candidates(name))
            {
                if (!IsLocal(symbol) && EndsWith(Path(Symbol(symbol).File), path) && EndsWith(Normalize(QualifiedName(symbol)), Normalize(name)))
                    (found ??= []).Add(symbol);
            }
        }
        return found;
    }

    private List<int> FindBySuffix(string text)
    {
        var normalized = Normalize(text);
        var found = new List<int>();
        var whole = new List<int>();
        foreach (var symbol in Candidates(text))
        {
            if (IsLocal(symbol))
                continue;
            var name = Normalize(QualifiedName(symbol));
            if (!EndsWith(name, normalized))
                continue;
            found.Add(symbol);
            if (name.Length == normalized.Length)
                whole.Add(symbol);
        }

        // A full qualified name means itself, not what ends like it. A bare name may be the full name of something and still mean a member.
        return normalized.Contains('.') && whole.Count > 0 ? whole : found;
    }

    /// <summary>Symbols whose simple name is the text, or what follows one of its separators: names themselves may contain separators (C++ operators).</summary>
    private HashSet<int> Candidates(string text)
    {
        var candidates = new HashSet<int>();
        for (var at = 0; at < text.Length; at++)
        {
            if (at > 0 && !IsSeparator(text[at - 1]))
                continue;
            var name = FindName(text.AsSpan(at));
            if (name >= 0)
                candidates.UnionWith(SymbolsOf(name).ToArray());
        }
        return candidates;
    }

    /// <summary>A constructor that bears its type's name gives way to the type, where that is found, too.</summary>
    private List<int> WithoutConstructors(List<int> found)
    {
        var types = found.Where(s => Symbol(s).Kind.IsType()).Select(QualifiedName).ToHashSet(StringComparer.Ordinal);
        found.RemoveAll(s => Symbol(s) is { Kind: SymbolKind.Constructor, Parent: >= 0 and var parent } && types.Contains(QualifiedName(parent)));
        return found;
    }

    private List<int> Distinct(List<int> found)
    {
        found.Sort();
        if (found.Count < 2)
            return found;
        var kept = new List<int>(found.Count);
        foreach (var group in found.GroupBy(QualifiedName, StringComparer.Ordinal))
        {
            var definitions = group.Where(s => !IsDeclaration(s)).ToList();
            var members = definitions.Count > 0 ? definitions : [.. group];

            // Parts of one type, and declarations of one thing that is defined elsewhere, are one: the first stands for all.
            var open = members.All(s => (Symbol(s).Flags & DefinitionFlags.Open) != 0 && Symbol(s).Kind == Symbol(members[0]).Kind);
            kept.AddRange(open ? members.Take(1) : members);
        }
        kept.Sort();
        return kept;
    }

    /// <summary>Whether the symbol only announces what is defined elsewhere.</summary>
    public bool IsDeclaration(int symbol) => (Symbol(symbol).Flags & DefinitionFlags.DeclarationOnly) != 0;

    private static (string Name, int Ordinal) SplitOrdinal(string name)
    {
        var open = name.LastIndexOf('(');
        return open > 0 && name[^1] == ')' && int.TryParse(name.AsSpan(open + 1, name.Length - open - 2), out var ordinal) && ordinal > 1
            ? (name[..open], ordinal)
            : (name, 1);
    }

    private static bool IsSeparator(char c) => c is '.' or ':' or '#' or '/' or '\\';

    /// <summary>One dot for each separator.</summary>
    internal static string Normalize(string name) =>
        name.Replace("::", ".", StringComparison.Ordinal).Replace('#', '.').Replace('/', '.').Replace('\\', '.').TrimStart('.');

    private static bool EndsWith(string whole, string end) =>
        end.Length > 0 && whole.EndsWith(end, StringComparison.Ordinal) && (whole.Length == end.Length || IsSeparator(whole[whole.Length - end.Length - 1]));
}
