namespace Orleans.Runtime;

/// <summary>
/// One activation of a grain: it runs the grain's requests and their continuations one turn at a time. <see cref="gate"/> guards every
/// field; grain code never runs under it. The other parts are its requests, its turns and its life cycle.
/// </summary>
internal sealed partial class GrainActivation : GrainTarget, IGrainContext
{
    private readonly Lock gate = new();
    private readonly StatelessWorkerPool? pool;
    private readonly TaskCompletionSource deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ActivationState state;

    internal GrainActivation(GrainRuntime runtime, GrainClass grainClass, GrainId grainId, StatelessWorkerPool? pool = null)
    {
        Runtime = runtime;
        Class = grainClass;
        GrainId = grainId;
        this.pool = pool;
        scheduler = new(this);
        waiting = new(gate);
        running = new(gate);
        lastUsed = runtime.Time.GetTimestamp();
    }

    public GrainId GrainId { get; }

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => scope?.ServiceProvider ?? Runtime.Services;

    public Task Deactivated => deactivated.Task;

    internal GrainRuntime Runtime { get; }

    internal override GrainClass Class { get; }

    public override string ToString() => $"{Class.Name}({GrainId.Key})";

    private enum ActivationState : byte
    {
        /// <summary>No request has come yet.</summary>
        Created,

        /// <summary>Constructing, reading state, OnActivateAsync.</summary>
        Activating,

        /// <summary>Requests run.</summary>
        Valid,

        /// <summary>OnDeactivateAsync and disposal; requests wait for the next activation.</summary>
        Deactivating,

        /// <summary>Gone. Left-over continuations still run in turns.</summary>
        Invalid,
    }
}
