namespace Orleans.Runtime;

/// <summary>The key part of a <see cref="GrainId"/>: an opaque, case-sensitive text. Mirrors Orleans' <c>IdSpan</c>.</summary>
public readonly struct IdSpan : IEquatable<IdSpan>, IComparable<IdSpan>
{
    private readonly string? value;

    private IdSpan(string value) => this.value = value;

    /// <summary>True for <c>default</c>, which names nothing.</summary>
    public bool IsDefault => string.IsNullOrEmpty(value);

    /// <summary>Wraps <paramref name="id"/> unchanged.</summary>
    public static IdSpan Create(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return new(id);
    }

    /// <inheritdoc/>
    public bool Equals(IdSpan obj) => string.Equals(value, obj.value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IdSpan other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => value?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <inheritdoc/>
    public int CompareTo(IdSpan other) => string.CompareOrdinal(value, other.value);

    /// <summary>The text given to <see cref="Create"/>; empty for <c>default</c>.</summary>
    public override string ToString() => value ?? "";

    /// <summary>Ordinal equality.</summary>
    public static bool operator ==(IdSpan left, IdSpan right) => left.Equals(right);

    /// <summary>Ordinal inequality.</summary>
    public static bool operator !=(IdSpan left, IdSpan right) => !left.Equals(right);
}
