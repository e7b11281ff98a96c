using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Typed;

internal enum TypeKind : byte
{
    /// <summary>A type of the repository: <see cref="TypeShape.Id"/> is its entity.</summary>
    Entity,

    /// <summary>A delegate of the repository: <see cref="TypeShape.Id"/> is its symbol.</summary>
    Delegate,

    /// <summary>A type from outside, known by its simple name only.</summary>
    External,

    /// <summary>A type parameter: <see cref="TypeShape.Id"/> is its symbol, for parts of one type that of the first part.</summary>
    Parameter,

    /// <summary>The one argument is the element.</summary>
    Array,

    /// <summary>The one argument is the type that may be null.</summary>
    Nullable,

    Tuple,
}

/// <summary>A type with its arguments; null stands for a type that is not known. Immutable.</summary>
internal sealed class TypeShape(TypeKind kind, int id, string name, TypeShape?[] arguments)
{
    private static readonly TypeShape[] BuiltIns =
        [.. Enum.GetValues<BuiltIn>().Select(b => b == BuiltIn.Utf8 ? new TypeShape(TypeKind.External, -1, "ReadOnlySpan", [new TypeShape(TypeKind.External, -1, "Byte", [])]) : new TypeShape(TypeKind.External, -1, b.ToString(), []))];

    /// <summary>Something from outside that has nothing of the repository in it.</summary>
    public static readonly TypeShape Foreign = new(TypeKind.External, -1, "", []);

    /// <summary>Types that grow beyond this many parts, as bases that name themselves within their arguments do, are given up.</summary>
    private const int MaxSize = 256;

    private readonly int size = 1 + arguments.Sum(a => a?.size ?? 0);

    public TypeKind Kind => kind;

    public int Id => id;

    /// <summary>The simple name of an external type; empty where not even that is known.</summary>
    public string Name => name;

    public TypeShape?[] Arguments => arguments;

    public static TypeShape Of(BuiltIn builtIn) => BuiltIns[(int)builtIn];

    public static TypeShape Entity(int entity, params TypeShape?[] arguments) => new(TypeKind.Entity, entity, "", arguments);

    public static TypeShape External(string name, params TypeShape?[] arguments) => new(TypeKind.External, -1, name, arguments);

    public static TypeShape Array(TypeShape? element) => new(TypeKind.Array, -1, "", [element]);

    public bool Is(BuiltIn builtIn) => Kind == TypeKind.External && arguments.Length == 0 && name == BuiltIns[(int)builtIn].Name;

    public bool IsExternal(string external) => Kind == TypeKind.External && name == external;

    /// <summary>The type without what allows null.</summary>
    public TypeShape? Underlying => kind == TypeKind.Nullable ? arguments[0] : this;

    /// <summary>Nothing of the repository, and nothing unknown, is in it.</summary>
    public bool IsForeign => kind is not (TypeKind.Entity or TypeKind.Delegate or TypeKind.Parameter) && System.Array.TrueForAll(arguments, a => a is { IsForeign: true });

    /// <summary>The type with type parameters replaced; those that the map does not know stay.</summary>
    public TypeShape? Substitute(Func<int, (bool Known, TypeShape? Type)> map)
    {
        if (kind == TypeKind.Parameter)
            return map(id) is (true, var replaced) ? replaced : this;
        if (arguments.Length == 0)
            return this;
        var replacedArguments = new TypeShape?[arguments.Length];
        var changed = false;
        for (var i = 0; i < arguments.Length; i++)
        {
            replacedArguments[i] = arguments[i]?.Substitute(map);
            changed |= !ReferenceEquals(replacedArguments[i], arguments[i]);
        }
        var replacement = changed ? new TypeShape(kind, id, name, replacedArguments) : this;
        return replacement.size > MaxSize ? null : replacement;
    }

    /// <summary>The same type in all of its parts, down to what is not known in both.</summary>
    public bool IsIdentical(TypeShape other)
    {
        if (kind != other.Kind || id != other.Id || name != other.Name || arguments.Length != other.Arguments.Length)
            return false;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is not { } argument ? other.Arguments[i] is not null : other.Arguments[i] is not { } same || !argument.IsIdentical(same))
                return false;
        }
        return true;
    }

    /// <summary>Types that are written alike, whatever their type parameters are called.</summary>
    public static bool Alike(TypeShape? a, TypeShape? b)
    {
        a = a?.Underlying;
        b = b?.Underlying;
        if (a is null || b is null)
            return a is null && b is null;
        if (a.Kind != b.Kind || (a.Kind is not (TypeKind.Parameter or TypeKind.Tuple) && (a.Id != b.Id || a.Name != b.Name)) || a.Arguments.Length != b.Arguments.Length)
            return false;
        for (var i = 0; i < a.Arguments.Length; i++)
        {
            if (!Alike(a.Arguments[i], b.Arguments[i]))
                return false;
        }
        return true;
    }

    /// <summary>The same type; null where parts that are not known, or type parameters, leave it open.</summary>
    public static bool? Same(TypeShape? a, TypeShape? b)
    {
        a = a?.Underlying;
        b = b?.Underlying;
        if (a is null || b is null)
            return null;
        if (a.Kind == TypeKind.Parameter || b.Kind == TypeKind.Parameter)
            return a.Kind == b.Kind && a.Id == b.Id ? true : null;
        if (a.Kind != b.Kind || a.Id != b.Id || (a.Name != b.Name && a.Kind != TypeKind.Tuple) || a.Arguments.Length != b.Arguments.Length)
            return a.Name.Length == 0 && a.Kind == TypeKind.External || b.Name.Length == 0 && b.Kind == TypeKind.External ? null : false;
        bool? result = true;
        for (var i = 0; i < a.Arguments.Length; i++)
        {
            var same = Same(a.Arguments[i], b.Arguments[i]);
            if (same == false)
                return false;
            result = same is null ? null : result;
        }
        return result;
    }
}
