namespace CodeGraph.Parsing.Facts;

/// <summary>
/// Versions of variables: what one assignment gives, or one of several versions where ways through the code join (Braun et al., "Simple and
/// Efficient Construction of Static Single Assignment Form", CC 2013). A join may list itself, as that of a loop does.
/// </summary>
internal sealed class VersionTable
{
    /// <summary>The version of a variable before its first assignment.</summary>
    public const int Undefined = -1;

    private readonly List<(int Value, int Inputs)> versions = [];
    private readonly List<(int Version, int Next)> inputs = [];
    private readonly List<int> stamps = [];
    private readonly Stack<int> open = new();
    private int stamp;

    /// <summary>Steps that <see cref="Leaves"/> took; its caller bounds them.</summary>
    public int Steps { get; private set; }

    public void Clear()
    {
        versions.Clear();
        inputs.Clear();
        stamps.Clear();
        (stamp, Steps) = (0, 0);
    }

    /// <summary>A version that holds one value, by the caller's number for it.</summary>
    public int Assigned(int value) => Add(value);

    /// <summary>A version that is one of others, which <see cref="Join(int, int)"/> adds.</summary>
    public int Joined() => Add(-1);

    public void Join(int joined, int version)
    {
        if (version == Undefined || version == joined)
            return;
        var (value, head) = versions[joined];
        inputs.Add((version, head));
        versions[joined] = (value, inputs.Count - 1);
    }

    /// <summary>Adds the values that a version can be to a list, each once.</summary>
    public void Leaves(int version, List<int> values)
    {
        stamp++;
        open.Clear();
        Push(version);
        while (open.TryPop(out var at))
        {
            Steps++;
            var (value, head) = versions[at];
            if (value >= 0)
                values.Add(value);
            for (; head >= 0; head = inputs[head].Next)
                Push(inputs[head].Version);
        }
    }

    private void Push(int version)
    {
        if (version == Undefined || stamps[version] == stamp)
            return;
        stamps[version] = stamp;
        open.Push(version);
    }

    private int Add(int value)
    {
        versions.Add((value, -1));
        stamps.Add(0);
        return versions.Count - 1;
    }
}
