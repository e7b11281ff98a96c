namespace Orleans.Runtime;

/// <summary>On a constructor parameter of type <see cref="IPersistentState{TState}"/>: which record, in which storage.</summary>
/// <param name="stateName">The record's name, unique within the grain class.</param>
/// <param name="storageName">The storage's name as the host registered it. Default: "Default".</param>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    /// <summary>The record's name.</summary>
    public string StateName { get; } = stateName ?? throw new ArgumentNullException(nameof(stateName));

    /// <summary>The storage's name; null for the default storage.</summary>
    public string? StorageName { get; } = storageName;
}
