namespace CodeGraph.Storage;

/// <summary>What the records say belongs to a repository.</summary>
/// <param name="Name">Its name, and that of its folder and facts.</param>
/// <param name="CloneFolder">The folder of its clone; null where it has none.</param>
/// <param name="Snapshots">Ids of its snapshots.</param>
public sealed record KnownRepository(string Name, string? CloneFolder, IReadOnlyList<string> Snapshots);

/// <summary>What may be wrong with something in the data folder.</summary>
public enum StoreFault
{
    /// <summary>Its content is not what was written.</summary>
    Damaged,

    /// <summary>A record names it, and it is not there.</summary>
    Missing,

    /// <summary>An earlier version wrote it; it is made anew when it is needed.</summary>
    Outdated,

    /// <summary>A newer version wrote it, which may still want it.</summary>
    Newer,

    /// <summary>No record names it.</summary>
    Orphaned,

    /// <summary>A writer that died left it, or it was set aside.</summary>
    Leftover,
}

/// <param name="Fault">What is wrong.</param>
/// <param name="Path">With what.</param>
/// <param name="Message">In words, with what to do.</param>
/// <param name="Repaired">Whether it was set aside or dropped just now.</param>
public sealed record StoreFinding(StoreFault Fault, string Path, string Message, bool Repaired);
