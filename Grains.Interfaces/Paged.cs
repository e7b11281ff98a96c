namespace CodeGraph.Grains;

/// <summary>A question whose answer comes in pages.</summary>
public interface IPagedQuery
{
    /// <summary>Most results to return.</summary>
    int Limit { get; }

    /// <summary>Where to go on; null to begin.</summary>
    string? Cursor { get; }
}

/// <summary>A page of an answer.</summary>
public interface IPagedAnswer
{
    /// <summary>Asks for the results after these; null where there are none.</summary>
    string? Cursor { get; }
}
