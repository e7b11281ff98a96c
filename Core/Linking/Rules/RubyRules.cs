using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Rules;

/// <summary>Ruby: one tree of constants that every file reopens; top-level methods belong to every object.</summary>
internal sealed class RubyRules(LinkContext context) : NameRules(context)
{
    private int global = -1;

    public override Family Family => Family.Ruby;

    public override bool TracksValues => true;

    public override bool MembersVisible => true;

    public override bool InheritsConstructors => true;

    public override bool OpenTypes => true;

    public override string PathSeparator => "::";

    public override (int Entity, string Module) Root(int file)
    {
        if (global < 0)
            global = Entities.Add(-1, -1, isType: false, symbol: -1);
        return (global, "");
    }

    public override ImportTarget ResolveModule(int file, in Import import, string module)
    {
        var path = (import.Flags & ImportFlags.Relative) != 0 ? Combine(Parent(Program.Files[file].Path), module) : module;
        if (path is not null && (Program.FileByPath.ContainsKey(path) || Program.FileByPath.ContainsKey(path + ".rb") || Program.FileByPath.ContainsKey("lib/" + path + ".rb")))
            return ImportTarget.Entity(global);
        return Context.ExternalPackage(module.Split('/')[0]);
    }

    // Autoloading makes every constant of a project visible everywhere.
    public override bool IsReachable(int from, int to) => true;
}
