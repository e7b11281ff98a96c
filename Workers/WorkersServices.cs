namespace CodeGraph.Workers;

/// <summary>Names this assembly to hosts, which make its grains callable.</summary>
public static class WorkersServices
{
    /// <summary>The role of silos that these grains belong on, as silo metadata.</summary>
    public const string Role = "worker";
}
