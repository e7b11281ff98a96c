namespace CodeGraph.Parsing.Facts;

/// <summary>What a syntax node does to the order in which its children run.</summary>
public enum ControlKind : byte
{
    /// <summary>Its children run in order.</summary>
    None = 0,

    /// <summary>One of its arms runs, or none: <c>if</c>, <c>match</c>.</summary>
    Branch,

    /// <summary>As <see cref="Branch"/>; an arm that is not left runs on into the next.</summary>
    Switch,

    /// <summary>One of the ways through the statement around it.</summary>
    Arm,

    /// <summary>The arm that runs where no other does: <c>else</c>, <c>default</c>.</summary>
    LastArm,

    /// <summary>Runs again and again, condition included.</summary>
    Loop,

    /// <summary>As <see cref="Loop"/>; what stands before its body runs once.</summary>
    Iteration,

    /// <summary>May be left anywhere for one of its handlers.</summary>
    Try,

    /// <summary>Runs where a <see cref="Try"/> was left.</summary>
    Handler,

    /// <summary>Runs after a <see cref="Try"/>, however that was left.</summary>
    Finally,

    /// <summary>May run in part: what it assigns may hold afterwards, or not.</summary>
    Maybe,

    /// <summary>Leaves the function, or the block with an exception.</summary>
    Exit,

    /// <summary>Leaves the nearest loop or switch.</summary>
    Break,

    /// <summary>Starts the nearest loop's next round.</summary>
    Continue,

    /// <summary>Goes to a label anywhere: the order cannot be told.</summary>
    Goto,

    /// <summary>A function: its body runs another time.</summary>
    Function,

    /// <summary>What stands in it runs another time, though it is no function: the value of a class's field.</summary>
    Later,
}
