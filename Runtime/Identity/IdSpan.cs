namespace Orleans.Runtime;

/// <summary>The key part of a <see cref="GrainId"/>: an opaque, case-sensitive text. Mirrors Orleans' <c>IdSpan</c>.</summary>
public readonly struct IdSpan : IEquatable<IdSpan>, IComparable<IdSpan>
{
    private readonly string? _value;

    private IdSpan(string value) => _value = value;

    /// <summary>True for <c>default</c>, which names nothing.</summary>
    public bool IsDefault => string.IsNullOrEmpty(_value);

    /// <summary>Wraps <paramref name="id"/> unchanged.</summary>
    public static IdSpan Create(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return new(id);
    }

    /// <inheritdoc/>
    public bool Equals(IdSpan obj) => string.Equals(_value, obj._value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IdSpan other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <inheritdoc/>
    public int CompareTo(IdSpan other) => string.CompareOrdinal(_value, other._value);

    /// <summary>The text given to <see cref="Create"/>; empty for <c>default</c>.</summary>
    public override string ToString() => _value ?? "";

    /// <summary>Ordinal equality.</summary>
    public static bool operator ==(IdSpan left, IdSpan right) => left.Equals(right);

    /// <summary>Ordinal inequality.</summary>
    public static bool operator !=(IdSpan left, IdSpan right) => !left.Equals(right);
}
