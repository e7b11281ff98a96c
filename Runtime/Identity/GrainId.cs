namespace Orleans.Runtime;

/// <summary>A grain's identity, written <c>type/key</c>: stable over activations and restarts. Mirrors Orleans' <c>GrainId</c>.</summary>
public readonly struct GrainId : IEquatable<GrainId>, IComparable<GrainId>
{
    /// <summary>Joins a type and a key.</summary>
    public GrainId(GrainType type, IdSpan key)
    {
        Type = type;
        Key = key;
    }

    /// <summary>Which grain class.</summary>
    public GrainType Type { get; }

    /// <summary>Which grain of that class.</summary>
    public IdSpan Key { get; }

    /// <summary>True for <c>default</c>, which names no grain.</summary>
    public bool IsDefault => Type.IsDefault && Key.IsDefault;

    /// <summary>Joins a type and a key.</summary>
    public static GrainId Create(string type, string key) => new(GrainType.Create(type), IdSpan.Create(key));

    /// <summary>Joins a type and a key.</summary>
    public static GrainId Create(GrainType type, string key) => new(type, IdSpan.Create(key));

    /// <summary>Joins a type and a key.</summary>
    public static GrainId Create(GrainType type, IdSpan key) => new(type, key);

    /// <summary>Reads <c>type/key</c>; the key may contain more slashes.</summary>
    /// <exception cref="ArgumentException">There is no slash, or nothing before it.</exception>
    public static GrainId Parse(string value) =>
        TryParse(value, out var id) ? id : throw new ArgumentException($"'{value}' is not a grain id; write type/key.", nameof(value));

    /// <summary>Reads <c>type/key</c>; false when there is no slash, or nothing before it.</summary>
    public static bool TryParse(string? value, out GrainId result)
    {
        var slash = value?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        result = slash > 0 ? Create(value![..slash], value[(slash + 1)..]) : default;
        return slash > 0;
    }

    /// <inheritdoc/>
    public bool Equals(GrainId other) => Key.Equals(other.Key) && Type.Equals(other.Type);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Key);

    /// <inheritdoc/>
    public int CompareTo(GrainId other) => Type.CompareTo(other.Type) is not 0 and var order ? order : Key.CompareTo(other.Key);

    /// <summary>The identity as <c>type/key</c>.</summary>
    public override string ToString() => $"{Type}/{Key}";

    /// <summary>Equality of type and key.</summary>
    public static bool operator ==(GrainId left, GrainId right) => left.Equals(right);

    /// <summary>Inequality of type or key.</summary>
    public static bool operator !=(GrainId left, GrainId right) => !left.Equals(right);
}
