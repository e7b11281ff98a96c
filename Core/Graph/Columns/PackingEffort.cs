namespace CodeGraph.Graph.Columns;

/// <summary>What a snapshot's size is worth.</summary>
internal enum PackingEffort : byte
{
    /// <summary>A commit is packed once and kept.</summary>
    Small,

    /// <summary>The files on disk are packed after every edit, and somebody waits: a third more bytes in less than half of the time.</summary>
    Quick,
}
