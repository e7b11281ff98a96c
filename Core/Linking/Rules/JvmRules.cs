using System.Collections.Frozen;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Rules;

/// <summary>Java, Kotlin and Scala: packages span files; types of the own package need no import.</summary>
internal sealed class JvmRules(LinkContext context) : NameRules(context)
{
    private static readonly FrozenSet<string> Predeclared = (
        "AbstractMethodError Appendable ArithmeticException ArrayIndexOutOfBoundsException AssertionError AutoCloseable Boolean Byte CharSequence Character Class ClassCastException ClassLoader "
        + "ClassNotFoundException CloneNotSupportedException Cloneable Comparable Deprecated Double Enum Error Exception Float FunctionalInterface IllegalAccessException IllegalArgumentException "
        + "IllegalStateException IndexOutOfBoundsException InheritableThreadLocal InstantiationException Integer InternalError InterruptedException Iterable LinkageError Long Math Module "
        + "NegativeArraySizeException NoClassDefFoundError NoSuchFieldException NoSuchMethodException NullPointerException Number NumberFormatException Object OutOfMemoryError Override Package "
        + "Process ProcessBuilder Readable Record ReflectiveOperationException Runnable Runtime RuntimeException SafeVarargs SecurityException Short StackOverflowError StackTraceElement "
        + "StackWalker String StringBuffer StringBuilder SuppressWarnings System Thread ThreadLocal Throwable UnsupportedOperationException Void "
        + "Any Unit Nothing Int List Map Set MutableList MutableMap MutableSet Array Pair Triple println print listOf mapOf setOf mutableListOf mutableMapOf lazy require check error Option Some None "
        + "Seq Vector Future Either Left Right Try Success Failure")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private readonly Dictionary<string, int> packages = new(StringComparer.Ordinal);
    private int standard;

    public override Family Family => Family.Jvm;

    public override bool DeclaresAllTypes => true;

    public override bool MembersVisible => true;

    public override bool HasOverloads => true;

    public override void Prepare() => standard = Context.Package("java.lang");

    public override (int Entity, string Module) Root(int file)
    {
        var facts = Program.Facts(file);
        var name = facts.Strings.Text(facts.Package);
        return (Package(name), name);
    }

    public override ImportTarget ResolveModule(int file, in Import import, string module)
    {
        // The longest prefix that is a package of the repository, then nested types.
        var prefix = module.AsSpan();
        var entity = -1;
        while (prefix.Length > 0 && !packages.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(prefix, out entity))
            prefix = prefix.LastIndexOf('.') is var dot and >= 0 ? prefix[..dot] : [];
        if (prefix.Length == 0)
            return Context.ExternalPackage(module);
        if (prefix.Length == module.Length)
            return Program.Entities.Files(entity).Count > 0 || import.Kind == ImportKind.Module ? ImportTarget.Entity(entity) : Context.ExternalPackage(module);
        foreach (var part in module[(prefix.Length + 1)..].Split('.'))
        {
            var name = Program.FindName(part);
            var node = name < 0 ? -1 : Entities.Members(entity, name);
            entity = node < 0 ? -1 : Program.EntityOf[Entities.MemberSymbol(node)];
            if (entity < 0)
                return Context.ExternalPackage(module);
        }
        return ImportTarget.Entity(entity);
    }

    public override Value Fallback(int file, in Reference reference, int name) =>
        Predeclared.Contains(Program.Text(name)) ? Value.External(standard) : Value.None;

    private int Package(string name)
    {
        if (packages.TryGetValue(name, out var known))
            return known;
        var dot = name.LastIndexOf('.');
        var parent = name.Length == 0 ? -1 : Package(dot < 0 ? "" : name[..dot]);
        var leaf = Program.InternName(name[(dot + 1)..]);
        var entity = Entities.Add(parent, leaf, isType: false, symbol: -1);
        packages[name] = entity;
        if (parent >= 0)
            Entities.SetNested(parent, leaf, entity);
        return entity;
    }
}
