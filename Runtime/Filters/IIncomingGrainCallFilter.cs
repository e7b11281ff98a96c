namespace Orleans;

/// <summary>
/// Runs around every grain call, in the grain's turn, in the order of registration. It calls <see cref="IGrainCallContext.Invoke"/> to go on,
/// and may look at the result, replace it, or throw. A grain that implements it filters its own calls, last.
/// </summary>
public interface IIncomingGrainCallFilter
{
    /// <summary>Handles one call.</summary>
    Task Invoke(IIncomingGrainCallContext context);
}

/// <summary>An <see cref="IIncomingGrainCallFilter"/> as a delegate.</summary>
public delegate Task IncomingGrainCallFilterDelegate(IIncomingGrainCallContext context);
