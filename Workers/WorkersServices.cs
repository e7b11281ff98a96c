namespace CodeGraph.Workers;

/// <summary>Names this assembly to hosts, which make its grains callable.</summary>
public static class WorkersServices;
