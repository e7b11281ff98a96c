using System.Text;
using CodeGraph.Model;

namespace CodeGraph.Export;

/// <summary>The vocabulary as UTF-8, made once.</summary>
internal static class Wire
{
    private static readonly byte[][] Kinds = Encode(Enum.GetValues<SymbolKind>(), k => k.ToWire());
    private static readonly byte[][] Relations = Encode(Enum.GetValues<RelationKind>(), k => k.ToWire());
    private static readonly byte[][] Roles = Encode(Enum.GetValues<ReferenceRole>(), r => r.ToWire());
    private static readonly byte[][] States = Encode(Enum.GetValues<ReferenceState>(), s => s.ToWire());
    private static readonly byte[][] Tiers = Encode(Enum.GetValues<Tier>(), t => t.ToWire());

    public static ReadOnlySpan<byte> Kind(SymbolKind kind) => Kinds[(int)kind];

    public static ReadOnlySpan<byte> Relation(RelationKind kind) => Relations[(int)kind];

    public static ReadOnlySpan<byte> Role(ReferenceRole role) => Roles[(int)role];

    public static ReadOnlySpan<byte> State(ReferenceState state) => States[(int)state];

    public static ReadOnlySpan<byte> Tier(Tier tier) => Tiers[(int)tier];

    /// <summary>By number: the values of each enumeration run from 0 without gaps, since they are only ever appended to.</summary>
    private static byte[][] Encode<T>(T[] values, Func<T, string> name) => [.. values.Select(v => Encoding.UTF8.GetBytes(name(v)))];
}
