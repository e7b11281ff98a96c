using Orleans;
using Orleans.Runtime;

namespace CodeGraph.Runtime.Tests;

internal interface INote : IGrainWithStringKey
{
    Task Write(string text);

    Task<string> Read();

    Task Clear();

    Task Stay(TimeSpan time);

    Task<int> LeaveAndCountCalls();

    Task Tick(TimeSpan due, TimeSpan period);

    Task<int> Ticks();
}

internal sealed class NoteState
{
    public string Text { get; set; } = "";
}

internal sealed class NoteGrain([PersistentState("note", "codegraph")] IPersistentState<NoteState> state, Probe probe) : Grain, INote
{
    private int calls;
    private int ticks;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (this.GetPrimaryKeyString() == "refuse") throw new NotSupportedException("refused");
        probe.Note("in");
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        probe.Note("out:" + reason.ReasonCode);
    }

    public Task Write(string text)
    {
        state.State.Text = text;
        return state.WriteStateAsync(CancellationToken.None);
    }

    public Task<string> Read() => Task.FromResult(state.State.Text);

    public Task Clear() => state.ClearStateAsync();

    public Task Stay(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public Task<int> LeaveAndCountCalls()
    {
        DeactivateOnIdle();
        return Task.FromResult(++calls);
    }

    public Task Tick(TimeSpan due, TimeSpan period)
    {
        this.RegisterGrainTimer(
            _ =>
            {
                probe.Note("tick" + ++ticks);
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(due, period));
        return Task.CompletedTask;
    }

    public Task<int> Ticks() => Task.FromResult(ticks);
}

internal interface IHomeless : IGrainWithStringKey
{
    Task Call();
}

internal sealed class HomelessGrain([PersistentState("state", "nowhere")] IPersistentState<NoteState> state) : Grain, IHomeless
{
    public Task Call() => state.WriteStateAsync();
}
