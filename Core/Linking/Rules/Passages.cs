using System.Collections.Frozen;
using System.Text;

namespace CodeGraph.Linking.Rules;

/// <summary>How the result of a library method relates to what its receiver is or holds.</summary>
internal enum Passage : byte
{
    None = 0,

    /// <summary>What the receiver holds: <c>unwrap</c>.</summary>
    GivesElement,

    /// <summary>Another wrapper of the same: <c>iter</c>, <c>as_ref</c>, <c>next</c>.</summary>
    KeepsElement,

    /// <summary>The same as the receiver: <c>clone</c>.</summary>
    KeepsAll,

    /// <summary>What a cell holds; of anything else, as a pointer that is seen through, itself: <c>borrow</c>.</summary>
    Borrows,
}

/// <summary>Methods of the standard wrappers of Rust and C++ by name, for receivers whose own methods the repository does not define.</summary>
internal static class Passages
{
    private static readonly FrozenDictionary<string, Passage>.AlternateLookup<ReadOnlySpan<char>> Rust = RustTable().GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<string, Passage>.AlternateLookup<ReadOnlySpan<char>> Cpp =
        "back front at top get value value_or lock release".Split(' ')
        .ToFrozenDictionary(name => name, name => name is "get" or "lock" or "release" ? Passage.Borrows : Passage.GivesElement, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public static Passage Of(Family family, ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[24];
        return name.Length <= text.Length && (family == Family.Rust ? Rust : Cpp).TryGetValue(text[..Encoding.Latin1.GetChars(name, text)], out var passage) ? passage : Passage.None;
    }

    private static FrozenDictionary<string, Passage> RustTable()
    {
        var table = new Dictionary<string, Passage>(StringComparer.Ordinal);
        Add(Passage.GivesElement, "unwrap expect unwrap_or unwrap_or_else unwrap_or_default unwrap_unchecked into_inner get_or_insert_with get_or_init");
        Add(Passage.KeepsElement,
            "iter iter_mut into_iter as_ref as_mut as_deref as_deref_mut cloned copied first first_mut last last_mut next next_back get get_mut pop pop_front pop_back front back find nth peek "
            + "filter rev skip take chain peekable step_by inspect skip_while take_while values values_mut into_values drain collect ok ok_or ok_or_else or or_else map_err context with_context "
            + "lock read write min_by_key max_by_key min_by max_by by_ref to_vec as_slice as_mut_slice into_boxed_slice upgrade replace insert entry or_insert or_insert_with or_default");
        Add(Passage.KeepsAll, "clone to_owned");
        Add(Passage.Borrows, "borrow borrow_mut");
        return table.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(Passage passage, string names)
        {
            foreach (var name in names.Split(' '))
                table[name] = passage;
        }
    }
}
