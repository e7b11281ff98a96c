namespace Orleans;

/// <summary>Marks a wire or state type. Orleans generates its serializer; in one process nothing is serialized and the mark is inert.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute
{
    /// <summary>Whether a record's constructor parameters are serialized too. Inert here.</summary>
    public bool IncludePrimaryConstructorParameters { get; init; }
}

/// <summary>The number of a serialized member, never reused. Inert in one process.</summary>
/// <param name="id">The number.</param>
[AttributeUsage(
    AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum
        | AttributeTargets.Method)]
public sealed class IdAttribute(uint id) : Attribute
{
    /// <summary>The number.</summary>
    public uint Id { get; } = id;
}

/// <summary>The name of a type or method on the wire, which survives renames. Inert in one process.</summary>
/// <param name="alias">The name.</param>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Method,
    AllowMultiple = true)]
public sealed class AliasAttribute(string alias) : Attribute
{
    /// <summary>The name.</summary>
    public string Alias { get; } = alias;
}
