using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Rules;

/// <summary>PHP: namespaces span files; functions and constants fall back to the global namespace.</summary>
internal sealed class PhpRules(LinkContext context) : NameRules(context)
{
    private readonly Dictionary<string, int> namespaces = new(StringComparer.OrdinalIgnoreCase);

    public override Family Family => Family.Php;

    public override bool TracksValues => true;

    public override string CallMember => "__invoke";

    public override bool InheritsConstructors => true;

    public override string PathSeparator => "\\";

    public override (int Entity, string Module) Root(int file)
    {
        var facts = Program.Facts(file);
        var name = facts.Strings.Text(facts.Package).Trim('\\');
        return (Namespace(name), name);
    }

    public override ImportTarget ResolveModule(int file, in Import import, string module)
    {
        if (import.Kind == ImportKind.Include)
            return ImportTarget.Unresolved;
        var name = module.Trim('\\');
        if (namespaces.TryGetValue(name, out var entity))
            return ImportTarget.Entity(entity);
        // `use A\B;` may name a class where a module path was expected.
        var slash = name.LastIndexOf('\\');
        if (namespaces.TryGetValue(slash < 0 ? "" : name[..slash], out var parent) && Program.FindName(name[(slash + 1)..]) is >= 0 and var leaf)
        {
            var found = Context.Imports.FindInModule(parent, leaf);
            if (found.Kind != TargetKind.Unresolved)
                return found;
        }
        return Context.ExternalPackage(name.Split('\\')[0]);
    }

    public override Value Fallback(int file, in Reference reference, int name)
    {
        if (!namespaces.TryGetValue("", out var global) || Entities.Members(global, name) is not (>= 0 and var node))
            return Value.None;
        var symbol = Entities.MemberSymbol(node);
        return reference.Role is ReferenceRole.Call or ReferenceRole.Read && !Program.Definition(symbol).Kind.IsType() ? Value.Of(symbol, Tier.Exact) : Value.None;
    }

    // Classes are autoloaded by name.
    public override bool IsReachable(int from, int to) => true;

    private int Namespace(string name)
    {
        if (namespaces.TryGetValue(name, out var known))
            return known;
        var slash = name.LastIndexOf('\\');
        var parent = name.Length == 0 ? -1 : Namespace(slash < 0 ? "" : name[..slash]);
        var leaf = Program.InternName(name[(slash + 1)..]);
        var entity = Entities.Add(parent, leaf, isType: false, symbol: -1);
        namespaces[name] = entity;
        if (parent >= 0)
            Entities.SetNested(parent, leaf, entity);
        return entity;
    }
}
