namespace CodeGraph.Parsing.Facts;

/// <summary>
/// Follows the structured control flow of one file and knows, at every node, which version of each variable holds. Nodes are entered in
/// preorder; what is open is a list of frames, so nesting costs no stack. Where ways join, a variable that any of them assigned gets a joined
/// version. Whatever is not certain joins: handlers take every version that their block assigned, code behind a loop that it may not have run.
/// </summary>
internal sealed class ControlFlow(VersionTable versions)
{
    private readonly List<Frame> frames = [];
    private readonly Stack<Frame> spare = new();
    private readonly List<int> current = [];

    // What was assigned, to be taken back at the end of an arm; and everything that was ever assigned.
    private readonly List<(int Variable, int Before)> trail = [];
    private readonly List<(int Variable, int Version)> assigned = [];
    private readonly HashSet<int> seen = [];
    private readonly List<(int Variable, int Version)> scratch = [];
    private bool dead;

    private sealed class Frame
    {
        public ControlKind Kind;
        public int Node, End, Trail, Assigned, Live, Context, Value;
        public bool Dead, Exhaustive, Started, BodyDead, ElseRan, Jumped;
        public Frame? Owner;

        // Of a statement with arms: what held at their ends. Of a loop: what held where it was left.
        public readonly List<(int Variable, int Version)> Ends = [];

        // Of a loop: the joined version at its head. Of a try: what held at the end of its block.
        public readonly List<(int Variable, int Version)> Head = [];

        // Of a try: what its handlers start with; then what its last part starts with.
        public readonly List<(int Variable, int Version)> Entry = [];

        public void Reset()
        {
            (Live, Context, Value) = (0, 0, -1);
            (Dead, Exhaustive, Started, BodyDead, ElseRan, Jumped) = (false, false, false, false, false, false);
            Owner = null;
            Ends.Clear();
            Head.Clear();
            Entry.Clear();
        }
    }

    /// <summary>Work done so far, for a caller that bounds it.</summary>
    public int Steps { get; private set; }

    /// <summary>The context of the innermost function around the present node; -1 where that runs another time than what is around it.</summary>
    public int Context { get; private set; }

    /// <summary>First node behind the innermost open frame.</summary>
    public int End => frames.Count == 0 ? int.MaxValue : frames[^1].End;

    /// <summary>Finds the variables that the nodes of a range assign, and says how many assignments it looked at.</summary>
    public required Func<int, int, List<int>, int> FindAssigned { get; init; }

    /// <summary>The value of a frame that <see cref="Assign"/> opened is assigned.</summary>
    public required Action<int> Assigned { get; init; }

    public void Start(int variables)
    {
        frames.Clear();
        current.Clear();
        for (var i = 0; i < variables; i++)
            current.Add(VersionTable.Undefined);
        trail.Clear();
        assigned.Clear();
        (dead, Steps, Context) = (false, 0, 0);
    }

    public int Current(int variable) => current[variable];

    public void Set(int variable, int version)
    {
        Steps++;
        trail.Add((variable, current[variable]));
        assigned.Add((variable, version));
        current[variable] = version;
    }

    /// <summary>Enters a node that does something to the order.</summary>
    /// <param name="kind">What it does.</param>
    /// <param name="node">The node.</param>
    /// <param name="end">First node behind it.</param>
    /// <param name="context">Of a function: what its variables belong to. Of a jump: not -1 where it names what it leaves.</param>
    public void Enter(ControlKind kind, int node, int end, int context = -1)
    {
        var top = frames.Count > 0 ? frames[^1] : null;
        switch (kind)
        {
            case ControlKind.Arm or ControlKind.LastArm or ControlKind.Handler:
                if (top?.Kind is ControlKind.Branch or ControlKind.Switch or ControlKind.Try or ControlKind.Loop or ControlKind.Iteration)
                    EnterArm(top, kind, node, end);
                return;
            case ControlKind.Finally:
                if (top?.Kind == ControlKind.Try)
                    EnterLast(top, node, end);
                return;
            case ControlKind.Function or ControlKind.Later:
                var body = Open(ControlKind.Function, node, end);
                body.Context = Context;
                Context = kind == ControlKind.Later ? -1 : context;
                dead = false;
                return;
            default:
                var frame = Open(kind, node, end);
                frame.Context = context;
                if (kind == ControlKind.Loop)
                    Head(frame);
                return;
        }
    }

    /// <summary>The body of an <see cref="ControlKind.Iteration"/>, which is the innermost open frame, begins.</summary>
    /// <returns>The node of the loop; -1 where there is none.</returns>
    public int EnterBody()
    {
        if (frames.Count == 0 || frames[^1] is not { Kind: ControlKind.Iteration, Started: false } frame)
            return -1;
        Head(frame);
        return frame.Node;
    }

    /// <summary>A value is assigned when the node ends.</summary>
    public void Assign(int value, int node, int end) => Open(ControlKind.None, node, end).Value = value;

    /// <summary>Closes the innermost frame.</summary>
    public void Leave()
    {
        var frame = frames[^1];
        frames.RemoveAt(frames.Count - 1);
        switch (frame.Kind)
        {
            case ControlKind.None:
                Assigned(frame.Value);
                break;
            case ControlKind.Arm when frame.Owner is { Kind: not (ControlKind.Loop or ControlKind.Iteration) } owner:
                LeaveArm(owner);
                break;
            case ControlKind.Branch or ControlKind.Switch:
                if (frame.Kind == ControlKind.Switch)
                    EndSwitch(frame);
                if (frame.Started)
                    Merge(frame);
                break;
            case ControlKind.Loop or ControlKind.Iteration:
                EndLoop(frame);
                break;
            case ControlKind.Try:
                if (!frame.Exhaustive)
                    EndTry(frame);
                break;
            case ControlKind.Finally:
                LeaveLast(frame);
                break;
            case ControlKind.Maybe:
                JoinAll(frame.Trail, frame.Assigned, scratch);
                Apply(scratch);
                dead = frame.Dead;
                break;
            case ControlKind.Exit:
                dead = true;
                break;
            case ControlKind.Break or ControlKind.Continue:
                Jump(frame.Kind == ControlKind.Break, frame.Context != -1);
                dead = true;
                break;
            case ControlKind.Function:
                (Context, dead) = (frame.Context, frame.Dead);
                break;
        }
        spare.Push(frame);
    }

    private Frame Open(ControlKind kind, int node, int end)
    {
        var frame = spare.TryPop(out var used) ? used : new Frame();
        frame.Reset();
        frame.Kind = kind;
        (frame.Node, frame.End) = (node, end);
        frame.Trail = trail.Count;
        frame.Assigned = assigned.Count;
        frame.Dead = dead;
        frames.Add(frame);
        return frame;
    }

    private void EnterArm(Frame owner, ControlKind kind, int node, int end)
    {
        switch (owner.Kind)
        {
            case ControlKind.Try:
                EndBlock(owner);
                Apply(kind == ControlKind.Handler ? owner.Entry : owner.Head);
                dead = kind == ControlKind.Handler ? owner.Dead : owner.BodyDead;
                owner.ElseRan |= kind != ControlKind.Handler;
                break;
            case ControlKind.Loop or ControlKind.Iteration:
                // What runs after a loop that was not left by a jump.
                CloseRound(owner);
                foreach (var (variable, version) in owner.Head)
                    Set(variable, version);
                dead = owner.Dead;
                owner.ElseRan = true;
                break;
            default:
                if (!owner.Started)
                    (owner.Started, owner.Trail, owner.BodyDead) = (true, trail.Count, dead);
                dead = owner.BodyDead;
                owner.Exhaustive |= kind == ControlKind.LastArm;
                RunOn(owner);
                break;
        }
        Open(ControlKind.Arm, node, end).Owner = owner;
    }

    private void LeaveArm(Frame owner)
    {
        // In a switch, what does not leave runs on into the next arm.
        if (owner.Kind == ControlKind.Switch)
        {
            owner.ElseRan = !dead;
            Changed(owner.Trail, owner.Entry);
        }
        else
        {
            EndArm(owner);
        }
        Undo(owner.Trail);
    }

    private void RunOn(Frame owner)
    {
        if (owner.Kind != ControlKind.Switch || !owner.ElseRan)
            return;
        foreach (var (variable, version) in owner.Entry)
            Set(variable, Join(current[variable], version));
        dead = false;
    }

    private void EndSwitch(Frame frame)
    {
        if (!frame.ElseRan)
            return;
        frame.Live++;
        frame.Ends.AddRange(frame.Entry);
    }

    private void EndArm(Frame owner)
    {
        if (dead)
            return;
        owner.Live++;
        Changed(owner.Trail, scratch);
        owner.Ends.AddRange(scratch);
    }

    /// <summary>The arms of a statement come together.</summary>
    private void Merge(Frame frame)
    {
        var ways = frame.Live + (frame.Exhaustive ? 0 : 1);
        frame.Ends.Sort((a, b) => a.Variable != b.Variable ? a.Variable.CompareTo(b.Variable) : a.Version.CompareTo(b.Version));
        for (var i = 0; i < frame.Ends.Count;)
        {
            var (variable, version) = frame.Ends[i];
            var before = current[variable];
            var count = 0;
            for (; i < frame.Ends.Count && frame.Ends[i].Variable == variable; i++, count++)
                version = Join(version, frame.Ends[i].Version);
            Set(variable, count < ways ? Join(version, before) : version);
        }
        dead = ways == 0 || frame.BodyDead;
    }

    private void Head(Frame frame)
    {
        var variables = new List<int>();
        Steps += FindAssigned(frame.Node, frame.End, variables);
        foreach (var variable in variables)
        {
            var joined = versions.Joined();
            versions.Join(joined, current[variable]);
            frame.Head.Add((variable, joined));
            Set(variable, joined);
        }
        frame.Started = true;
    }

    private void CloseRound(Frame frame)
    {
        if (dead)
            return;
        foreach (var (variable, head) in frame.Head)
            versions.Join(head, current[variable]);
    }

    private void EndLoop(Frame frame)
    {
        if (!frame.ElseRan)
            CloseRound(frame);
        var ends = dead ? null : frame.Head.ConvertAll(head => (head.Variable, Version: current[head.Variable]));
        foreach (var (variable, head) in frame.Head)
        {
            var left = versions.Joined();
            if (!frame.ElseRan)
                versions.Join(left, head);
            Set(variable, left);
        }
        foreach (var (variable, version) in frame.Ends)
            versions.Join(current[variable], version);
        foreach (var (variable, version) in ends ?? [])
            versions.Join(current[variable], version);
        dead = frame.Dead;
    }

    private void Jump(bool leaves, bool labelled)
    {
        // A jump with a label may mean any of the loops around it; it then counts for all.
        for (var i = frames.Count - 1; i >= 0 && frames[i].Kind != ControlKind.Function; i--)
        {
            Steps++;
            var frame = frames[i];
            frame.Jumped |= frame.Kind == ControlKind.Try;
            if (dead)
                continue;
            if (frame.Kind == ControlKind.Switch && leaves && frame.Started)
            {
                EndArm(frame);
                if (!labelled)
                    return;
            }
            else if (frame.Kind is ControlKind.Loop or ControlKind.Iteration)
            {
                Steps += frame.Head.Count;
                foreach (var (variable, head) in frame.Head)
                {
                    if (leaves)
                        frame.Ends.Add((variable, current[variable]));
                    else
                        versions.Join(head, current[variable]);
                }
                if (!labelled)
                    return;
            }
        }
    }

    // Any assignment of the block may have been the last before it was left.
    private void EndBlock(Frame frame)
    {
        if (frame.Started)
            return;
        frame.Started = true;
        frame.BodyDead = dead;
        Changed(frame.Trail, frame.Head);
        Undo(frame.Trail);
        JoinAll(frame.Trail, frame.Assigned, frame.Entry);
    }

    private void EndTry(Frame frame)
    {
        EndBlock(frame);
        frame.Exhaustive = true;
        if (!frame.ElseRan && !frame.BodyDead)
        {
            frame.Live++;
            frame.Ends.AddRange(frame.Head);
        }
        frame.BodyDead = false;
        Merge(frame);
    }

    private void EnterLast(Frame owner, int node, int end)
    {
        EndTry(owner);
        owner.BodyDead = dead;
        dead = owner.Dead;
        // Ends: what holds where nothing was thrown. Entry: what may hold in here.
        owner.Ends.Clear();
        JoinAll(owner.Trail, owner.Assigned, owner.Entry);
        foreach (var (variable, version) in owner.Entry)
        {
            owner.Ends.Add((variable, current[variable]));
            Set(variable, version);
        }
        Open(ControlKind.Finally, node, end).Owner = owner;
    }

    private void LeaveLast(Frame frame)
    {
        var owner = frame.Owner!;
        if (owner.Jumped)
        {
            Jump(leaves: true, labelled: true);
            Jump(leaves: false, labelled: true);
        }
        for (var i = 0; i < owner.Entry.Count; i++)
        {
            var (variable, version) = owner.Entry[i];
            if (current[variable] == version)
                Set(variable, owner.Ends[i].Version);
        }
        dead |= owner.BodyDead;
    }

    /// <summary>What holds now of the variables that were assigned since a place of the trail.</summary>
    private void Changed(int from, List<(int Variable, int Version)> into)
    {
        into.Clear();
        seen.Clear();
        for (var i = from; i < trail.Count; i++)
        {
            if (seen.Add(trail[i].Variable))
                into.Add((trail[i].Variable, current[trail[i].Variable]));
        }
        Steps += trail.Count - from;
    }

    /// <summary>For every variable assigned since a place: what held there, or any of the assignments.</summary>
    private void JoinAll(int fromTrail, int fromAssigned, List<(int Variable, int Version)> into)
    {
        into.Clear();
        var joins = new Dictionary<int, int>();
        for (var i = fromTrail; i < trail.Count; i++)
            Joined(trail[i].Variable, trail[i].Before);
        for (var i = fromAssigned; i < assigned.Count; i++)
            versions.Join(Joined(assigned[i].Variable, current[assigned[i].Variable]), assigned[i].Version);
        Steps += trail.Count - fromTrail + assigned.Count - fromAssigned;

        int Joined(int variable, int before)
        {
            if (!joins.TryGetValue(variable, out var joined))
            {
                joins[variable] = joined = versions.Joined();
                versions.Join(joined, before);
                into.Add((variable, joined));
            }
            return joined;
        }
    }

    private void Apply(List<(int Variable, int Version)> held)
    {
        for (var i = 0; i < held.Count; i++)
            Set(held[i].Variable, held[i].Version);
    }

    private void Undo(int from)
    {
        for (var i = trail.Count - 1; i >= from; i--)
            current[trail[i].Variable] = trail[i].Before;
        trail.RemoveRange(from, trail.Count - from);
    }

    private int Join(int a, int b)
    {
        if (a == b || b == VersionTable.Undefined)
            return a;
        if (a == VersionTable.Undefined)
            return b;
        var joined = versions.Joined();
        versions.Join(joined, a);
        versions.Join(joined, b);
        return joined;
    }
}
