namespace Orleans;

/// <summary>Names the <see cref="Runtime.GrainType"/> of a grain class, so that the class can be renamed without losing its stored state.</summary>
/// <param name="grainType">The type part of the identity.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GrainTypeAttribute(string grainType) : Attribute
{
    /// <summary>The type part of the identity.</summary>
    public string GrainType { get; } = grainType;
}
