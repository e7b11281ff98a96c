namespace CodeGraph.Linking.Values;

internal enum NativeMember : byte
{
    None = 0,

    /// <summary>Adds its arguments to the container.</summary>
    Put,

    /// <summary>Adds what its arguments hold to the container.</summary>
    PutAll,

    /// <summary>Returns an item.</summary>
    Take,

    /// <summary>Returns a container of the same items.</summary>
    Same,

    /// <summary>Returns a container of some of the items, in other places.</summary>
    Some,

    /// <summary>Calls its first argument with each item, and returns a container of what that returns.</summary>
    Map,

    /// <summary>As <see cref="Map"/>, of a function that is given the container first: <c>Array.from(items, f)</c>.</summary>
    MapOf,

    /// <summary>Calls its first argument with each item, and returns a container of the same items.</summary>
    Filter,
}

/// <summary>Members and functions of the languages' own libraries that move values between variables and containers.</summary>
internal static class NativeMembers
{
    private static readonly Dictionary<string, NativeMember> Members = new(StringComparer.Ordinal)
    {
        ["append"] = NativeMember.Put, ["add"] = NativeMember.Put, ["push"] = NativeMember.Put, ["unshift"] = NativeMember.Put, ["insert"] = NativeMember.Put,
        ["appendleft"] = NativeMember.Put, ["set"] = NativeMember.Put, ["setdefault"] = NativeMember.Put,
        ["extend"] = NativeMember.PutAll, ["update"] = NativeMember.PutAll,
        ["get"] = NativeMember.Take, ["pop"] = NativeMember.Take, ["popleft"] = NativeMember.Take, ["shift"] = NativeMember.Take, ["at"] = NativeMember.Take, ["next"] = NativeMember.Take,
        ["values"] = NativeMember.Same, ["copy"] = NativeMember.Same, ["slice"] = NativeMember.Some, ["concat"] = NativeMember.Some, ["reverse"] = NativeMember.Some, ["flat"] = NativeMember.Some,
        ["map"] = NativeMember.Map, ["flatMap"] = NativeMember.Map,
        ["forEach"] = NativeMember.Filter, ["filter"] = NativeMember.Filter, ["some"] = NativeMember.Filter, ["every"] = NativeMember.Filter,
        ["find"] = NativeMember.Take, ["sort"] = NativeMember.Some,
    };

    private static readonly Dictionary<string, NativeMember>.AlternateLookup<ReadOnlySpan<char>> BySpan = Members.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What a member of a container does.</summary>
    public static NativeMember Of(ReadOnlySpan<byte> name)
    {
        if (name.Length is < 2 or > 12)
            return NativeMember.None;
        Span<char> text = stackalloc char[name.Length];
        for (var i = 0; i < name.Length; i++)
            text[i] = (char)name[i];
        return BySpan.TryGetValue(text, out var native) ? native : NativeMember.None;
    }

    /// <summary>What a function of the language does with its first argument; in <see cref="NativeMember.Map"/> the second is the container.</summary>
    public static NativeMember Function(Family family, ReadOnlySpan<byte> name) => family switch
    {
        Family.Python => Is(name, "list", "tuple", "set", "sorted", "reversed", "iter", "dict", "partial") ? NativeMember.Same
            : Is(name, "next") ? NativeMember.Take : Is(name, "map") ? NativeMember.Map : NativeMember.None,
        Family.EcmaScript => Is(name, "Set", "WeakSet", "Array") ? NativeMember.Same : NativeMember.None,
        _ => NativeMember.None,
    };

    /// <summary>The same for members of the language's own objects: <c>Object.freeze</c>.</summary>
    public static NativeMember Static(Family family, ReadOnlySpan<byte> owner, ReadOnlySpan<byte> name)
    {
        if (family != Family.EcmaScript)
            return NativeMember.None;
        if (Is(owner, "Object"))
            return Is(name, "freeze", "seal", "create", "values", "preventExtensions") ? NativeMember.Same : Is(name, "assign") ? NativeMember.PutAll : NativeMember.None;
        if (Is(owner, "Array"))
            return Is(name, "from") ? NativeMember.MapOf : Is(name, "of") ? NativeMember.Same : NativeMember.None;
        return Is(owner, "Promise") && Is(name, "resolve", "all", "race") ? NativeMember.Same : NativeMember.None;
    }

    /// <summary>Whether a function or member of the language's library calls what it is given at a place, or under a name.</summary>
    public static bool CallsBack(Family family, bool isMember, ReadOnlySpan<byte> name, int position, ReadOnlySpan<byte> parameter) => family switch
    {
        Family.Python => isMember ? position == 0 && Is(name, "reduce")
            : parameter.Length > 0 ? Is(parameter, "key") && Is(name, "sorted", "min", "max") : position == 0 && Is(name, "map", "filter", "reduce"),
        Family.EcmaScript => isMember && (position == 0
            ? Is(name, "map", "forEach", "filter", "find", "findIndex", "findLast", "some", "every", "reduce", "reduceRight", "flatMap", "sort", "then", "catch", "finally")
            : position == 1 && Is(name, "then", "from")),
        Family.Php => !isMember && (position == 0 ? Is(name, "array_map", "call_user_func", "call_user_func_array") : position == 1 && Is(name, "array_filter", "array_walk", "array_reduce", "usort", "uasort", "uksort")),
        _ => false,
    };

    private static bool Is(ReadOnlySpan<byte> name, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Length == name.Length && System.Text.Ascii.Equals(name, text))
                return true;
        }
        return false;
    }
}
