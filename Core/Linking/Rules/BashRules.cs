using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Rules;

/// <summary>Bash: a script has its own functions and those of the scripts it sources.</summary>
internal sealed class BashRules(LinkContext context) : NameRules(context)
{
    private readonly Dictionary<string, int> roots = new(StringComparer.Ordinal);

    public override Family Family => Family.Bash;

    public override (int Entity, string Module) Root(int file)
    {
        var entity = Entities.Add(-1, -1, isType: false, symbol: -1);
        roots[Program.Files[file].Path] = entity;
        return (entity, "");
    }

    public override ImportTarget ResolveModule(int file, in Import import, string module) =>
        Combine(Parent(Program.Files[file].Path), module) is { } path && roots.TryGetValue(path, out var entity) ? ImportTarget.Entity(entity) : ImportTarget.Unresolved;

    public override Value Fallback(int file, in Reference reference, int name)
    {
        var imports = Program.Facts(file).Imports;
        for (var i = 0; i < imports.Length; i++)
        {
            var target = Context.Imports.Target(file, i);
            if (target.Kind == TargetKind.Entity && Entities.Members(target.Index, name) is >= 0 and var node)
                return Value.Of(Entities.MemberSymbol(node), Tier.Exact);
        }
        return Value.None;
    }
}
