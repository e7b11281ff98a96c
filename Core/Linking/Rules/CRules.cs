using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Rules;

/// <summary>C and C++: one global namespace; <c>#include</c> leads to a file by relative path, then by the ending of its path.</summary>
internal sealed class CRules(LinkContext context) : NameRules(context)
{
    private readonly Dictionary<string, List<int>> byLeaf = new(StringComparer.Ordinal);
    private readonly Dictionary<int, HashSet<int>> closures = [];
    private readonly Lock gate = new();
    private int global = -1;

    public override Family Family => Family.C;

    public override bool MembersVisible => true;

    public override bool HasOverloads => true;

    public override bool OpenTypes => true;

    public override string PathSeparator => "::";

    public override (int Entity, string Module) Root(int file)
    {
        if (global < 0)
            global = Entities.Add(-1, -1, isType: false, symbol: -1);
        var path = Program.Files[file].Path;
        var leaf = path[(path.LastIndexOf('/') + 1)..];
        if (!byLeaf.TryGetValue(leaf, out var same))
            byLeaf[leaf] = same = [];
        same.Add(file);
        return (global, "");
    }

    public override ImportTarget ResolveModule(int file, in Import import, string module)
    {
        if (import.Kind == ImportKind.Include)
            return Include(file, module) >= 0 ? ImportTarget.Entity(global) : Context.ExternalPackage(module);
        var entity = global;
        foreach (var part in module.Split("::", StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Program.FindName(part);
            var nested = name < 0 ? -1 : Entities.Nested(entity, name);
            if (nested < 0 && name >= 0 && Entities.Members(entity, name) is >= 0 and var node)
                nested = Program.EntityOf[Entities.MemberSymbol(node)];
            if (nested < 0)
                return Context.ExternalPackage(module.Split("::")[0]);
            entity = nested;
        }
        return ImportTarget.Entity(entity);
    }

    /// <summary>A file sees what it includes, directly or through others.</summary>
    public override bool IsReachable(int from, int to) => from == to || Closure(from).Contains(to);

    private HashSet<int> Closure(int file)
    {
        lock (gate)
        {
            if (closures.TryGetValue(file, out var known))
                return known;
        }
        var closure = new HashSet<int> { file };
        var queue = new Queue<int>([file]);
        while (queue.TryDequeue(out var at))
        {
            var facts = Program.Facts(at);
            foreach (ref var import in facts.Imports.AsSpan())
            {
                if (import.Kind == ImportKind.Include && Include(at, facts.Strings.Text(import.Module)) is >= 0 and var included && closure.Add(included))
                    queue.Enqueue(included);
            }
        }
        lock (gate)
            closures[file] = closure;
        return closure;
    }

    private int Include(int file, string path)
    {
        if (Combine(Parent(Program.Files[file].Path), path) is { } near && Program.FileByPath.TryGetValue(near, out var relative))
            return relative;
        if (!byLeaf.TryGetValue(path[(path.LastIndexOf('/') + 1)..], out var candidates))
            return -1;
        var best = -1;
        var bestShared = -1;
        foreach (var candidate in candidates)
        {
            var other = Program.Files[candidate].Path;
            if (other != path && !other.EndsWith("/" + path, StringComparison.Ordinal))
                continue;
            var shared = SharedFolders(other, Program.Files[file].Path);
            if (shared > bestShared)
                (best, bestShared) = (candidate, shared);
        }
        return best;
    }
}
