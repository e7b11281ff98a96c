namespace CodeGraph.Parsing.Facts;

/// <summary>
/// Versions of variables: what one assignment gives, or one of several versions where ways through the code join (Braun et al., "Simple and
/// Efficient Construction of Static Single Assignment Form", CC 2013). A join may list itself, as that of a loop does.
/// </summary>
internal sealed class VersionTable
{
    /// <summary>The version of a variable before its first assignment.</summary>
    public const int Undefined = -1;

    private const int MaxSteps = 1024;

    private readonly List<(int Value, int Inputs)> versions = [];
    private readonly List<(int Version, int Next)> inputs = [];
    private readonly List<int> stamps = [];
    private readonly Stack<int> open = new();
    private int stamp;

    public void Clear()
    {
        versions.Clear();
        inputs.Clear();
        stamps.Clear();
        stamp = 0;
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

    /// <summary>Finds the values that a version can be, each once.</summary>
    /// <param name="version">The version.</param>
    /// <param name="most">More values than that are too many to tell apart.</param>
    /// <param name="values">Takes the values.</param>
    /// <returns>False where there are too many, or they lie behind too many joins.</returns>
    public bool Leaves(int version, int most, List<int> values)
    {
        values.Clear();
        stamp++;
        var steps = 0;
        open.Clear();
        Push(version);
        while (open.TryPop(out var at))
        {
            var (value, head) = versions[at];
            if (value >= 0)
                values.Add(value);
            for (; head >= 0 && steps <= MaxSteps; head = inputs[head].Next, steps++)
                Push(inputs[head].Version);
            if (values.Count > most || steps > MaxSteps)
                return false;
        }
        return true;
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
