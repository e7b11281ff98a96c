using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Rules;

/// <summary>Swift: the repository is taken as one module; imports of other modules lead outside.</summary>
internal sealed class SwiftRules(LinkContext context) : NameRules(context)
{
    private int global = -1;

    public override Family Family => Family.Swift;

    public override bool DeclaresAllTypes => true;

    public override bool MembersVisible => true;

    public override bool HasOverloads => true;

    public override (int Entity, string Module) Root(int file)
    {
        if (global < 0)
            global = Entities.Add(-1, -1, isType: false, symbol: -1);
        return (global, "");
    }

    public override ImportTarget ResolveModule(int file, in Import import, string module) => Context.ExternalPackage(module);
}
