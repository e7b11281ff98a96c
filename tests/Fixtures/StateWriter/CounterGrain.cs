using Orleans;
using Orleans.Runtime;

namespace CodeGraph.StateWriter;

public interface ICounter : IGrainWithStringKey
{
    /// <summary>Adds one, stores it and returns it.</summary>
    Task<long> Advance();

    Task<CounterState> Get();
}

/// <summary>Whole only if <see cref="Padding"/> has as many entries as <see cref="Value"/> modulo its period says, all equal to the value.</summary>
public sealed class CounterState
{
    private const int Period = 2_000;

    public long Value { get; set; }

    public long[] Padding { get; set; } = [];

    public bool IsWhole => Padding.Length == Value % Period && Padding.All(entry => entry == Value);

    public CounterState Next() => new() { Value = Value + 1, Padding = [.. Enumerable.Repeat(Value + 1, (int)((Value + 1) % Period))] };
}

internal sealed class CounterGrain([PersistentState("counter", "codegraph")] IPersistentState<CounterState> state) : Grain, ICounter
{
    public async Task<long> Advance()
    {
        state.State = state.State.Next();
        await state.WriteStateAsync();
        return state.State.Value;
    }

    public Task<CounterState> Get() => Task.FromResult(state.State);
}
