using System.Globalization;

namespace Orleans.Runtime;

/// <summary>How integer and Guid keys are written in a <see cref="GrainId"/>: hexadecimal, as Orleans writes them.</summary>
public static class GrainIdKeyExtensions
{
    /// <summary>Writes an integer key as upper-case hexadecimal without padding.</summary>
    public static IdSpan CreateIntegerKey(long key) => IdSpan.Create(key.ToString("X", CultureInfo.InvariantCulture));

    /// <summary>Writes a Guid key as 32 hexadecimal digits.</summary>
    public static IdSpan CreateGuidKey(Guid key) => IdSpan.Create(key.ToString("N"));

    /// <summary>Reads an integer key.</summary>
    /// <exception cref="ArgumentException">The key is not an integer key.</exception>
    public static long GetIntegerKey(this GrainId grainId) =>
        long.TryParse(grainId.Key.ToString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key)
            ? key
            : throw new ArgumentException($"The key of {grainId} is not an integer key.", nameof(grainId));

    /// <summary>Reads a Guid key.</summary>
    /// <exception cref="ArgumentException">The key is not a Guid key.</exception>
    public static Guid GetGuidKey(this GrainId grainId) =>
        Guid.TryParseExact(grainId.Key.ToString(), "N", out var key)
            ? key
            : throw new ArgumentException($"The key of {grainId} is not a Guid key.", nameof(grainId));
}
