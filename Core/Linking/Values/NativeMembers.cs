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

    /// <summary>Calls its first argument with each item, and returns a container of what that returns.</summary>
    Map,

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
        ["values"] = NativeMember.Same, ["copy"] = NativeMember.Same, ["slice"] = NativeMember.Same, ["concat"] = NativeMember.Same, ["reverse"] = NativeMember.Same, ["flat"] = NativeMember.Same,
        ["map"] = NativeMember.Map, ["flatMap"] = NativeMember.Map,
        ["forEach"] = NativeMember.Filter, ["filter"] = NativeMember.Filter, ["some"] = NativeMember.Filter, ["every"] = NativeMember.Filter,
        ["find"] = NativeMember.Take, ["sort"] = NativeMember.Same,
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
    public static NativeMember Function(Family family, ReadOnlySpan<byte> name)
    {
        if (family != Family.Python)
            return NativeMember.None;
        if (name.SequenceEqual("list"u8) || name.SequenceEqual("tuple"u8) || name.SequenceEqual("set"u8) || name.SequenceEqual("sorted"u8) || name.SequenceEqual("reversed"u8)
            || name.SequenceEqual("iter"u8) || name.SequenceEqual("dict"u8) || name.SequenceEqual("partial"u8))
            return NativeMember.Same;
        return name.SequenceEqual("next"u8) ? NativeMember.Take : name.SequenceEqual("map"u8) ? NativeMember.Map : NativeMember.None;
    }
}
