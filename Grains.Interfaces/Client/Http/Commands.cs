using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace CodeGraph.Client;

/// <summary>The body that has a source indexed.</summary>
/// <param name="Source">A full path on the gateway's machine, or a git URL.</param>
/// <param name="Reference">Branch, tag or commit; HEAD where it is missing.</param>
/// <param name="WorkingTree">The files as they are on disk instead of a commit.</param>
/// <param name="Force">Again, even where a snapshot of the commit exists.</param>
public sealed record IndexCommand(
    [property: Required, StringLength(4096, MinimumLength = 1)] string Source,
    [property: JsonPropertyName("ref"), StringLength(1024)] string? Reference = null,
    bool WorkingTree = false,
    bool Force = false);

/// <param name="Name">The repository's name.</param>
/// <param name="Job">Names the job among those of the repository.</param>
/// <param name="Joined">Whether it was running already.</param>
public sealed record IndexAccepted(string Name, string Job, bool Joined);

/// <param name="Cancelled">False where none was running.</param>
public sealed record CancelledJob(bool Cancelled);

/// <param name="Repair">Set aside or drop what is damaged, so that the next index makes it anew.</param>
public sealed record CheckCommand(bool Repair = false);

/// <param name="DryRun">Only tell what would be removed.</param>
public sealed record CollectCommand(bool DryRun = false);
