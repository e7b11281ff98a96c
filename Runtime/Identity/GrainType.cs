namespace Orleans.Runtime;

/// <summary>
/// The type part of a <see cref="GrainId"/>: the grain class's <see cref="GrainTypeAttribute"/>, or its name in lower case without
/// the suffix "Grain". Mirrors Orleans' <c>GrainType</c>, so identities read the same on both runtimes.
/// </summary>
public readonly struct GrainType : IEquatable<GrainType>, IComparable<GrainType>
{
    private readonly IdSpan value;

    /// <summary>Wraps an identifier that is already in its final form.</summary>
    public GrainType(IdSpan id) => value = id;

    /// <summary>The identifier.</summary>
    public IdSpan Value => value;

    /// <summary>True for <c>default</c>, which names no type.</summary>
    public bool IsDefault => value.IsDefault;

    /// <summary>Wraps <paramref name="value"/> unchanged.</summary>
    public static GrainType Create(string value) => new(IdSpan.Create(value));

    /// <inheritdoc/>
    public bool Equals(GrainType obj) => value.Equals(obj.value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => value.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(GrainType other) => value.CompareTo(other.value);

    /// <inheritdoc/>
    public override string ToString() => value.ToString();

    /// <summary>Ordinal equality.</summary>
    public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);

    /// <summary>Ordinal inequality.</summary>
    public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);
}
